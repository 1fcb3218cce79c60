"""A timeline: what runs when, with dates that are only known roughly drawn with soft edges.

Rows are mappings: `label`; `start` and `end`, each a day, a pair (earliest, latest), or None for not known; and if
there are any `address`, `said` (the dates in the words of whoever said them), `plan` (True: not begun) and `going`
(True: going on today, whatever else is known).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from folkmoot.kit.pictures.scale import date_ticks, days, percent

FADE = 0.08
Moment = date | tuple[date, date] | None


def timeline(rows: Sequence[Mapping], today: date, start: date | None = None, end: date | None = None) -> dict:
    """What `kit/pictures/timeline.html` draws: rows with their pieces, marks for the axis, and today if it shows."""
    read = [(row, _pair(row.get("start")), _pair(row.get("end"))) for row in rows]
    known = [day for _, first, last in read for pair in (first, last) if pair for day in pair]
    margin = timedelta(days=max(days(min(known), max(known)) // 20, 7)) if known else timedelta(days=90)
    left = start or min([*known, today]) - margin
    right = end or max([*known, today]) + margin
    span = days(left, right)

    def at(day: date) -> float:
        return (day - left).days / span

    drawn = [_row(row, first, last, at, at(today)) for row, first, last in read]
    return {
        "rows": drawn,
        "ticks": [_tick(at(day), words) for day, words in date_ticks(left, right)],
        "moments": any(piece["kind"] == "moment" for row in drawn for piece in row["pieces"]),
        "today": percent(at(today)) if left <= today <= right else "",
    }


def _tick(share: float, words: str) -> dict[str, str]:
    """Words at the edge of the picture stand inside it."""
    anchor = "start" if share < 0.06 else "end" if share > 0.94 else "middle"
    return {"x": percent(share), "words": words, "anchor": anchor}


def _pair(moment: Moment) -> tuple[date, date] | None:
    if moment is None or isinstance(moment, date):
        return moment and (moment, moment)
    earliest, latest = moment
    if earliest is None and latest is None:
        return None
    return (earliest or latest, latest or earliest)


def _row(row: Mapping, first: tuple | None, last: tuple | None, at, now: float) -> dict[str, Any]:
    going = now if row.get("going") else None
    return {
        "label": row["label"],
        "address": row.get("address", ""),
        "said": row.get("said", ""),
        "plan": bool(row.get("plan")),
        "first": first,
        "last": last,
        "pieces": _pieces(first, last, at, going) if first or last else _today(going),
    }


def _pieces(first: tuple | None, last: tuple | None, at, going: float | None) -> list[dict[str, str]]:
    """The bar in up to three parts: coming in softly, certain, going out softly.

    With no end known it fades out shortly after the last day known, with no start known it comes in as shortly. Where
    the ranges of start and end overlap nothing is certain, and the soft parts meet in the middle. What is going on
    today has started by today, and with no end known is certain until then.
    """
    in_from, in_to = (at(first[0]), at(first[1])) if first else (max(at(last[0]) - FADE, 0.0), at(last[0]))
    if going is not None:
        in_to = max(min(in_to, going), in_from)
    out_from, out_to = (at(last[0]), at(last[1])) if last else _unknown(max(in_to, going or 0.0))
    if out_from < in_to:
        in_to = out_from = (in_to + out_from) / 2
    parts = (("in", in_from, in_to), ("sure", in_to, out_from), ("out", out_from, out_to))
    pieces = [_piece(kind, a, b) for kind, a, b in parts if b - a > 0.0005]
    return pieces or [_piece("moment", in_from, in_from)]


def _unknown(after: float) -> tuple[float, float]:
    """An end nobody told: a short fade that claims no length."""
    return after, min(after + FADE, 1.0)


def _today(going: float | None) -> list[dict[str, str]]:
    """All that is known is that it is going on today."""
    return [] if going is None else [_piece("moment", going, going)]


def _piece(kind: str, start: float, end: float) -> dict[str, str]:
    start, end = min(max(start, 0.0), 1.0), min(max(end, 0.0), 1.0)
    return {"kind": kind, "x": percent(start), "w": percent(end - start)}
