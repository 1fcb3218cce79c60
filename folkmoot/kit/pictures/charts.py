"""Bars, stacked bars and dots.

Rows are (label, value) or (label, value, address); for stacked bars and dots the value is a list, one for each of the
series, in its order. None is "not known": it is written so, never drawn as nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from folkmoot.kit.pictures.scale import SHAPES, nice_top, percent, ticks

KINDS = ("bars", "stacked", "dots")


def chart(kind: str, rows: Sequence[Sequence], series: Sequence[str] = (), top: float | None = None) -> dict[str, Any]:
    """What `kit/pictures/chart.html` draws. `top` fixes the end of the axis, so that several charts can be compared.

    Raises ValueError for a kind that is not one of KINDS, or a row with more or fewer values than there are series.
    """
    if kind not in KINDS:
        raise ValueError(f"A chart is one of {', '.join(KINDS)}, not {kind}.")
    entries = [_entry(row, series) for row in rows]
    sums = [_length(kind, entry["values"]) for entry in entries]
    end = top or nice_top(max(sums, default=0))
    for entry in entries:
        entry["marks"] = _marks(kind, entry["values"], end)
    return {
        "kind": kind,
        "entries": entries,
        "series": [{"name": name, "k": at % 6 + 1, "shape": SHAPES[at % 4]} for at, name in enumerate(series)],
        "ticks": [_tick(where, words) for where, words in ticks(end)],
    }


def _entry(row: Sequence, series: Sequence[str]) -> dict[str, Any]:
    label, value, address = (*row, "")[:3]
    values = list(value) if isinstance(value, list | tuple) else [value]
    if len(values) != (len(series) or 1):
        raise ValueError(f"{label} has {len(values)} values for {len(series) or 1} series.")
    known = [one for one in values if one is not None]
    return {"label": label, "address": address, "values": values, "total": sum(known) if known else None}


def _length(kind: str, values: list) -> float:
    known = [value for value in values if value is not None]
    return (sum(known) if kind == "stacked" else max(known, default=0)) if known else 0


def _marks(kind: str, values: list, end: float) -> list[dict[str, Any]]:
    """Each value that is known as where it starts, how wide it is, and which of six looks it has."""
    marks, reached = [], 0.0
    for at, value in enumerate(values):
        if value is None:
            continue
        start = reached if kind == "stacked" else 0.0
        wide = percent(value / end)
        marks.append({"k": at % 6 + 1, "shape": SHAPES[at % 4], "value": value, "x": percent(start / end), "w": wide})
        marks[-1] |= {"x_end": percent((start + value) / end), "y": 13}
        reached += value
    return _apart(marks) if kind == "dots" else marks


def _apart(marks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Dots that would hide each other, one above the other."""
    for x in {mark["x_end"] for mark in marks}:
        same = [mark for mark in marks if mark["x_end"] == x]
        for at, mark in enumerate(same):
            mark["y"] = round(13 + (at - (len(same) - 1) / 2) * 8)
    return marks


def _tick(where: str, words: str) -> dict[str, str]:
    anchor = {"0.00%": "start", "100.00%": "end"}.get(where, "middle")
    return {"x": where, "words": words, "anchor": anchor}
