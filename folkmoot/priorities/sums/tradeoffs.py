"""Choices between two, points, orders and baskets as plain values."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

from folkmoot.priorities.sums import Plain
from folkmoot.priorities.sums.again import Sheet, Way, places, reruns
from reckon import tradeoffs as sums
from reckon.opinions import to_undo_majority

FEWEST = 10


def pairs(sheets: Sequence[Sheet], items: Sequence[int], *, final: bool, apart: bool = False) -> Plain:
    """From each voice's (chosen, other) choices: strengths, how firm each stands before the next, rings shown kindly.
    `apart`: everybody counts, so it is held against those known to be local."""
    told = [one for one in sheets if one.said]
    if len(told) < FEWEST:
        return {"enough": False}
    said = [one.said for one in told]
    rows = [_strength(one) for one in _of_pairs(said, items)]
    if final:
        _firm(rows, [choice for sheet in said for choice in sheet], items, whole=False)
    way = Way(lambda them: _order(_of_pairs(them, items)), len, _leans_of_pairs, lambda sheet: tuple(sorted(sheet)))
    return {"enough": True, "rows": rows, "rings": _rings(said), "reruns": reruns(told, way, items, apart=apart)}


def _of_pairs(said: Sequence[Sequence[tuple[int, int]]], items: Sequence[int]) -> list[sums.Strength]:
    whose = [who for who, sheet in enumerate(said) for _choice in sheet]
    return sums.strengths([choice for sheet in said for choice in sheet], items, whose)


def _leans_of_pairs(sheet: Sequence[tuple[int, int]]) -> dict[int, int]:
    score: dict[int, int] = {}
    for chosen, other in sheet:
        score[chosen], score[other] = score.get(chosen, 0) + 1, score.get(other, 0) - 1
    return {item: (n > 0) - (n < 0) for item, n in score.items()}


def ranks(sheets: Sequence[Sheet], items: Sequence[int], *, final: bool, apart: bool = False) -> Plain:
    """From each voice's order, best first; what it leaves out came after those it names, in no order."""
    told = [one for one in sheets if one.said]
    if len(told) < FEWEST:
        return {"enough": False}
    said = [one.said for one in told]
    rows = [_strength(one) for one in _of_ranks(said, items)]
    if final:
        _firm(rows, said, items, whole=True)
    way = Way(lambda them: _order(_of_ranks(them, items)), len, lambda one: _leans_of_rank(one, items), tuple)
    return {"enough": True, "rows": rows, "reruns": reruns(told, way, items, apart=apart)}


def _of_ranks(said: Sequence[Sequence[int]], items: Sequence[int]) -> list[sums.Strength]:
    return sums.strengths(said, items, rest_behind=True)


def _leans_of_rank(sheet: Sequence[int], items: Sequence[int]) -> dict[int, int]:
    """Towards the first half of all things, as far as they are named; away from the others."""
    upper = set(sheet[: max(1, len(items) // 2)])
    return {item: 1 if item in upper else -1 for item in items}


def _order(found: Sequence[sums.Strength]) -> list[Hashable]:
    return [one.item for one in found]


def _strength(one: sums.Strength) -> Plain:
    return {
        "statement": one.item,
        "share": round(100 * one.share),
        "against": round(100 * one.against),
        "low": round(100 * one.low),
        "high": round(100 * one.high),
        "met": one.met,
        "won": one.won,
    }


def _firm(rows: list[Plain], orders: Sequence[Sequence[int]], items: Sequence[int], *, whole: bool) -> None:
    """How many false sheets bring each level with the next, by the same strengths as the order itself."""
    for one, other in zip(rows, rows[1:], strict=False):
        one["firm"] = sums.to_overtake(orders, items, one["statement"], other["statement"], whole=whole)


def _rings(sheets: Sequence[Sequence[tuple[int, int]]]) -> Plain:
    found = [sums.consistency(sheet) for sheet in sheets]
    went = sum(one.rings > 0 for one in found)
    return {"voices": went if went >= FEWEST else None, "some": went > 0, "triples": sum(one.triples for one in found)}


def ring_of(sheet: Sequence[tuple[int, int]]) -> tuple[int, int, int] | None:
    """Three things one person would each rather have than the next, going round; None where there are none."""
    found = sums.consistency(sheet).example
    return found and (int(str(found[0])), int(str(found[1])), int(str(found[2])))


def points(sheets: Sequence[Sheet], items: Sequence[int], *, final: bool, apart: bool = False) -> Plain:
    """From each voice's points, 100 at most: means with intervals, and what is left when no sheet weighs much."""
    told = [one for one in sheets if one.said]
    if len(told) < FEWEST:
        return {"enough": False}
    said = [one.said for one in told]
    rows: list[Plain] = [
        {
            "statement": one.item,
            "mean": round(one.mean, 1),
            "low": round(one.low, 1),
            "high": round(one.high, 1),
            "middle": round(one.middle),
            "clipped": round(one.clipped, 1),
            "givers": one.givers if one.givers >= FEWEST else None,
            "loud": one.mean > 0 and one.clipped < 0.7 * one.mean,
        }
        for one in sums.points(map(_any, said), items)
    ]
    if final:
        totals: list[int] = [sum(sheet.get(row["statement"], 0) for sheet in said) for row in rows]
        for row, mine, theirs in zip(rows, totals, totals[1:], strict=False):
            row["firm"] = -(-(mine - theirs) // 100)
    was = [row["statement"] for row in rows]
    again = [row["statement"] for row in sorted(rows, key=lambda row: -row["clipped"])]
    much: Plain = {"without": "much", "out": 0, "ran": True, "moved": places(was, again)}
    way = Way(
        lambda them: [one.item for one in sums.points(map(_any, them), items)],
        lambda sheet: max(sheet.values()),
        lambda sheet: _leans_of_points(sheet, items),
        lambda sheet: tuple(sorted(sheet.items())),
    )
    return {"enough": True, "rows": rows, "reruns": [much, *reruns(told, way, items, apart=apart)]}


def _leans_of_points(sheet: Mapping[int, int], items: Sequence[int]) -> dict[int, int]:
    """Towards what got more than an even share of what this sheet gave, away from what got less."""
    even = sum(sheet.values()) / max(1, len(items))
    return {item: (sheet.get(item, 0) > even) - (sheet.get(item, 0) < even) for item in items}


def basket(
    sheets: Sequence[Sheet], prices: Mapping[int, int], purse: int, *, final: bool, apart: bool = False
) -> Plain:
    """From each voice's basket: who would buy what, and what the purse still pays for, most wanted first."""
    told = [one for one in sheets if one.said]
    if len(told) < FEWEST:
        return {"enough": False}
    found = sums.baskets([one.said for one in told], _any(prices), purse)
    rows = [
        {
            "statement": one.item,
            "price": one.price,
            "buyers": one.buyers if one.buyers >= FEWEST else None,
            "share": round(100 * one.buyers / one.sheets),
            "low": round(100 * one.low),
            "high": round(100 * one.high),
            "fits": one.item in found.fits,
        }
        for one in found.chosen
    ]
    if final:
        for row, one, other in zip(rows, found.chosen, found.chosen[1:], strict=False):
            row["firm"] = to_undo_majority(one.buyers, other.buyers)
    way = Way(
        lambda them: [one.item for one in sums.baskets(them, _any(prices), purse).chosen],
        lambda said: sum(prices[item] for item in said),
        lambda said: {item: 1 if item in said else -1 for item in prices},
        lambda said: tuple(sorted(said)),
    )
    again = reruns(told, way, list(prices), apart=apart)
    return {"enough": True, "rows": rows, "left": found.left, "reruns": again}


def _any(given: Mapping[int, int]) -> Mapping[Hashable, int]:
    """The same: the sums take keys of any kind."""
    return {key: n for key, n in given.items()}  # noqa: C416 - its type is the wider one
