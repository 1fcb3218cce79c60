"""Those who answered beside the people of the place.

A figure is found from what each kind of people said together, and that is kept beside it: what is given out is all that
the figure comes from. A kind is one age, one part of the place, or both at once; of one to nine people nothing is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from secrets import SystemRandom
from typing import Any, TypeVar

from folkmoot.priorities.sums import Plain
from reckon.weighting import CannotWeigh
from reckon.weighting.kinds import FEWEST_TOGETHER, Counted, Sheet, counted, mean_of, orders_of, share_of

# Of one thing nothing is weighted that fewer people than this said anything of.
FEWEST = 50
# What people said of themselves: margin → kind.
Kind = Mapping[str, str]
Population = Mapping[str, Mapping[str, int]]
Said = TypeVar("Said")


def of(answers: Sequence[tuple[Kind, Mapping[int, int]]], population: Population, items: Sequence[int]) -> Plain:
    """For each statement the share who agree as counted and as weighted, in per cent, each of those who said something
    of it; {"refused": True} where the sample is too small. `answers`: (kind, statement → 1, 0 or -1) of each.

    By every margin of `population` where the sample allows, else by the one that allows most.
    """
    rows = [(who, {key: int(value == 1) for key, value in said.items()}) for who, said in answers]
    return _fullest(population, lambda some: _of_each(rows, some, items, share_of, _in_hundred))


def of_points(answers: Sequence[tuple[Kind, Mapping[int, int]]], population: Population, items: Sequence[int]) -> Plain:
    """The same for points: for each thing the mean of what sheets gave it."""
    rows = [(who, {item: sheet.get(item, 0) for item in items}) for who, sheet in answers]
    return _fullest(population, lambda some: _of_each(rows, some, items, mean_of, _in_points))


def of_pairs(
    answers: Sequence[tuple[Kind, Sequence[tuple[int, int]]]], population: Population, items: Sequence[int]
) -> Plain:
    """The same for choices between two: for each thing the chance in 100 that it is chosen rather than an average one.
    Each person's choices weigh what the person does."""
    rows = [(who, sorted(sheet)) for who, sheet in answers]
    return _fullest(population, lambda some: _of_orders(rows, some, items, rest_behind=False))


def of_ranks(answers: Sequence[tuple[Kind, Sequence[int]]], population: Population, items: Sequence[int]) -> Plain:
    """The same for orders, best first; what an order leaves out came after."""
    rows = [(who, [tuple(order)]) for who, order in answers]
    return _fullest(population, lambda some: _of_orders(rows, some, items, rest_behind=True))


def _fullest(population: Population, weigh: Callable[[Population], Plain]) -> Plain:
    """By all margins, or by each alone: that with the most figures, all margins first among equals."""
    ways = [population, *({name: people} for name, people in population.items() if len(population) > 1)]
    found = [weigh(way) | {"by": list(way)} for way in ways]
    best = max(found, key=lambda one: len(one["rows"]))
    return best if best["rows"] else {"refused": True, "n": best["n"], "by": list(population)}


def _of_each(
    answers: Sequence[tuple[Kind, Mapping[int, int]]],
    population: Population,
    items: Sequence[int],
    figure: Callable[[Sequence[Counted], Population], Any],
    shown: Callable[[float], float],
) -> Plain:
    """Each thing by itself, weighted among those who spoke of it."""
    rows, table = [], []
    for item in items:
        said = [(who, sheet[item]) for who, sheet in answers if item in sheet]
        try:
            told = counted(_known(said, population))
            one = figure(told, population)
        except CannotWeigh:
            continue
        rows.append(_row(item, sum(each.people for each in told), getattr(one, "share", None), one, shown))
        rows[-1] |= {"effective": round(one.effective)} if hasattr(one, "effective") else {}
        for each in told:
            table.append([item, *(each.kind[name] for name in population), each.people, each.total, each.squares])
    n = sum(_kind_of(who, population) is not None for who, _sheet in answers)
    return {"n": n, "rows": rows, "table": table}


def _of_orders(
    answers: Sequence[tuple[Kind, Sequence[tuple[int, ...]]]],
    population: Population,
    items: Sequence[int],
    *,
    rest_behind: bool,
) -> Plain:
    """Sheets as wholes; they are kept in an order that comes from what they say."""
    known = sorted(_known(answers, population), key=lambda one: (list(one[0].values()), one[1]))
    sheets = [Sheet(who, orders) for who, orders in known]
    try:
        found = orders_of(sheets, population, items, rest_behind=rest_behind)
    except CannotWeigh:
        return {"n": len(known), "rows": [], "table": []}
    rows = [_row(one.item, one.n, one.share, one, _in_hundred) for one in found if one.n >= FEWEST]
    table = [[*(who[name] for name in population), [list(order) for order in orders]] for who, orders in known]
    return {"n": len(known), "rows": rows, "table": table}


def _kind_of(who: Kind, population: Population) -> Kind | None:
    """What they are in these margins; None where one is not said."""
    kind = {name: who.get(name, "") for name in population}
    return kind if all(kind[name] in people for name, people in population.items()) else None


def _known(answers: Sequence[tuple[Kind, Said]], population: Population) -> list[tuple[Kind, Said]]:
    """Those who said what they are. Where one to nine did not, so many of the largest kind are left out by lot that
    those missing are ten: else what the few said would be known from the votes given out."""
    known = [(kind, said) for who, said in answers if (kind := _kind_of(who, population))]
    silent = len(answers) - len(known)
    if not known or not 0 < silent < FEWEST_TOGETHER:
        return known
    sizes = Counter(tuple(kind.values()) for kind, _said in known)
    [(largest, size)] = sizes.most_common(1)
    mine = [at for at, (kind, _said) in enumerate(known) if tuple(kind.values()) == largest]
    out = set(SystemRandom().sample(mine, min(size, FEWEST_TOGETHER - silent)))
    return [one for at, one in enumerate(known) if at not in out]


def _row(item: Any, n: int, said: float | None, found: Any, shown: Callable[[float], float]) -> Plain:
    figures = {"weighted": found.weighted, "low": found.low, "high": found.high}
    figures["share"] = found.mean if said is None else said
    return {"statement": item, "n": n} | {name: shown(figure) for name, figure in figures.items()}


def _in_hundred(figure: float) -> int:
    return round(100 * figure)


def _in_points(figure: float) -> float:
    return round(min(100.0, max(0.0, figure)), 1)
