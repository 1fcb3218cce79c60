"""Loud is not many, for trade-offs: the same order found again from fewer sheets, and what moves."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from folkmoot.priorities.sums import Plain, maps

FEWEST = 10
# One in so many is left out as the strongest.
STRONGEST = 20
TOP = 5


@dataclass(frozen=True)
class Sheet:
    """What one voice said, as its kind of question has it; a word for the hour it came in, or None."""

    said: Any
    hour: str | None = None
    local: bool = True


@dataclass(frozen=True)
class Way:
    """How sheets of one kind are read: `order` of things from what was said, best first; how strong one is; for each
    thing whether it leans to it (1), away (-1) or neither; and what makes two the same."""

    order: Callable[[Sequence[Any]], Sequence[Hashable]]
    strength: Callable[[Any], float]
    leans: Callable[[Any], Mapping[int, int]]
    same: Callable[[Any], Hashable]


def reruns(sheets: Sequence[Sheet], way: Way, items: Sequence[int], *, apart: bool) -> list[Plain]:
    """Without the strongest, any one group, bursts, and sheets that are the same as another; with voices known to be
    local alone where `apart`, which is where everybody's count. Each says what moves of the first five."""
    was = list(way.order([one.said for one in sheets]))
    strongest = sorted(range(len(sheets)), key=lambda at: way.strength(sheets[at].said))
    out = max(1, round(len(sheets) / STRONGEST))
    burst = maps.in_bursts([one.hour for one in sheets])
    runs = [
        _run("strongest", sheets, set(strongest[-out:]), way, was),
        *_any_group(sheets, way, items, was),
        _run("bursts", sheets, {at for at, is_one in enumerate(burst) if is_one}, way, was),
        _run("same", sheets, _repeats(sheets, way), way, was),
    ]
    if apart and any(one.local for one in sheets):
        others = {at for at, one in enumerate(sheets) if not one.local}
        few = min(len(others), len(sheets) - len(others)) < FEWEST
        run = _run("others", sheets, others, way, was)
        runs.append(run | ({"out": None} if others and few else {}))
    return runs


def _run(name: str, sheets: Sequence[Sheet], out: set[int], way: Way, was: list[Hashable]) -> Plain:
    left = [one.said for at, one in enumerate(sheets) if at not in out]
    ran = len(left) >= FEWEST
    return {"without": name, "out": len(out), "ran": ran, "moved": places(was, way.order(left)) if ran and out else []}


def _repeats(sheets: Sequence[Sheet], way: Way) -> set[int]:
    seen: set[Hashable] = set()
    found = set()
    for at, one in enumerate(sheets):
        mark = way.same(one.said)
        if mark in seen:
            found.add(at)
        seen.add(mark)
    return found


def _any_group(sheets: Sequence[Sheet], way: Way, items: Sequence[int], was: list[Hashable]) -> list[Plain]:
    """Each group of people who lean alike left out in turn: what moves furthest, and never which group it was."""
    voices = [maps.Spoken({item: way.leans(one.said).get(item, 0) for item in items}) for one in sheets]
    runs = [_run("group", sheets, group, way, was) for group in maps.groups_of(voices, items)]
    ran = [run for run in runs if run["ran"]]
    if not runs:
        return []
    furthest: dict[Hashable, Plain] = {}
    for move in (move for run in ran for move in run["moved"]):
        known = furthest.get(move["statement"])
        if known is None or abs(move["now"] - move["was"]) > abs(known["now"] - known["was"]):
            furthest[move["statement"]] = move
    moved = sorted(furthest.values(), key=lambda move: move["was"])
    return [{"without": "group", "out": 0, "ran": bool(ran), "moved": moved}]


def places(was: Sequence[Hashable], again: Sequence[Hashable]) -> list[Plain]:
    """Of the first five, those that stand elsewhere in the other order."""
    now = list(again)
    found = [(one, at, now.index(one) + 1) for at, one in enumerate(was[:TOP], start=1)]
    return [{"statement": one, "was": a, "now": b} for one, a, b in found if a != b]
