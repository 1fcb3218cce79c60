"""Figures weighted to a population, from what each kind of people said together: nobody's own answer is needed.

>>> told = [Counted({"age": "young"}, 20, 20, 20), Counted({"age": "old"}, 60, 0, 0)]
>>> found = share_of(told, {"age": {"young": 50, "old": 50}})
>>> found.share, round(found.weighted, 6)
(0.25, 0.5)

With one margin a pencil will do: of each kind the share who say so, times that kind's part of the population, summed.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from reckon.tradeoffs import strengths

from .raking import CannotWeigh, Figures, Mean, Share, mean_from, raked, share_from

# A kind of people is told of where so many of it answered, or nobody.
FEWEST_TOGETHER = 10
Population = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Counted:
    """What the `people` of one kind said of one thing: the sum of what each gave it, and of the squares of that. Where
    they say yes or no, each gives 1 or 0. `kind`: margin → kind, as for `raked`."""

    kind: Mapping[str, str]
    people: int
    total: float
    squares: float


def counted(answers: Sequence[tuple[Mapping[str, str], float]]) -> list[Counted]:
    """From (kind, what they gave) of each, in order of kind. CannotWeigh where one to nine people are of one kind, all
    margins taken together: what they said would be told of few.

    >>> [(one.people, one.total) for one in counted([({"age": "old"}, 3.0)] * 10)]
    [(10, 30.0)]
    """
    found: dict[tuple[tuple[str, str], ...], list[float]] = {}
    for kind, given in answers:
        found.setdefault(tuple(kind.items()), []).append(given)
    if any(len(given) < FEWEST_TOGETHER for given in found.values()):
        raise CannotWeigh(f"Fewer than {FEWEST_TOGETHER} of one kind of people answered.")
    return [
        Counted(dict(kind), len(given), sum(given), sum(one * one for one in given))
        for kind, given in sorted(found.items())
    ]


def share_of(told: Sequence[Counted], population: Population) -> Share:
    """The share who said yes, as counted and as weighted, with the interval of `weighted_share`."""
    return share_from(_figures(told, population))


def mean_of(told: Sequence[Counted], population: Population) -> Mean:
    """The mean of what each gave, as counted and as weighted, with the interval of `weighted_mean`."""
    return mean_from(_figures(told, population))


def _figures(told: Sequence[Counted], population: Population) -> list[Figures]:
    people = [one.people for one in told]
    weights = raked([one.kind for one in told], population, people)
    return [(one.people, one.total, one.squares, weight) for one, weight in zip(told, weights, strict=True)]


@dataclass(frozen=True)
class Sheet:
    """What one person put in order, best first; a choice between two is an order of two. `kind` as in `Counted`."""

    kind: Mapping[str, str]
    orders: Sequence[Sequence[Hashable]]


@dataclass(frozen=True)
class Order:
    """The chance that a thing is chosen rather than an average one, 0 to 1: as said and as weighted, with the interval
    of that, nine in ten; `n`: how many people met it."""

    item: Hashable
    share: float
    weighted: float
    low: float
    high: float
    n: int


def orders_of(
    told: Sequence[Sheet], population: Population, items: Sequence[Hashable], *, rest_behind: bool
) -> list[Order]:
    """Of each thing, those that come first when weighted first. Each person's choices weigh what the person does;
    `rest_behind` as for `reckon.tradeoffs.strengths`, which finds the chances. CannotWeigh as in `raked`, and where one
    to nine people are of one kind."""
    counted([(one.kind, 1.0) for one in told])
    weights = raked([one.kind for one in told], population)
    every = [(who, order) for who, one in enumerate(told) for order in one.orders]
    orders, whose = [order for _who, order in every], [who for who, _order in every]
    said = {one.item: one.against for one in strengths(orders, items, whose, rest_behind=rest_behind)}
    again = strengths(orders, items, whose, rest_behind=rest_behind, counts=[weights[who] for who in whose])
    met: dict[Hashable, set[int]] = {}
    for who, order in every:
        for item in items if rest_behind else order:
            met.setdefault(item, set()).add(who)
    return [
        Order(one.item, said[one.item], one.against, one.low, one.high, len(met.get(one.item, ()))) for one in again
    ]
