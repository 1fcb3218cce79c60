"""Choices and orders as strengths: Bradley-Terry for choices between two, Plackett-Luce for longer orders.

The likeliest strengths by Hunter's algorithm ("MM algorithms for generalized Bradley-Terry models", Annals of
Statistics 32, 2004), with one made-up choice won and one lost by each thing against an average one, so that a thing
that always or never won has a strength too. Intervals come from the curvature of the likelihood at its top, or from how
far the people pull apart where that is wider: one person's many choices are not many people's (Liang and Zeger,
"Longitudinal data analysis using generalized linear models", Biometrika 73, 1986). People who stand for more or fewer
than themselves pull so many times (Binder, "On the variances of asymptotically normal estimators from complex surveys",
International Statistical Review 51, 1983).
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

# Two-sided, nine in ten.
WIDE = 1.6448536269514722
ROUNDS = 10_000
STILL = 1e-12

Floats = npt.NDArray[np.float64]
# What was chosen, one after another, and what was left after the last of them.
Line = tuple[tuple[int, ...], tuple[int, ...]]


@dataclass(frozen=True)
class Strength:
    """`share` is the chance that it is chosen first among all things named, 0 to 1; the shares add up to 1.

    `low` and `high` are the nine-in-ten interval of its chance against an average thing, `against`. `met` is how many
    choices it stood in, `won` in how many of those it came before at least one other.
    """

    item: Hashable
    share: float
    against: float
    low: float
    high: float
    met: int
    won: int


def strengths(
    orders: Iterable[Sequence[Hashable]],
    items: Iterable[Hashable] = (),
    whose: Iterable[Hashable] | None = None,
    *,
    rest_behind: bool = False,
    counts: Iterable[float] | None = None,
) -> list[Strength]:
    """Strengths from orders, each best first; a choice between two is an order of two.

    An order need not name everything. What it leaves out it says nothing of, and an order of one says nothing at all;
    with `rest_behind` the rest of `items` came after those named, in no order. `whose`: for each order who gave it, so
    that the intervals are those of people and not of choices; each somebody else's where that is not said. `counts`:
    how many people each order stands for, where a sample is weighted to its population (see `reckon.weighting.raked`);
    `met` and `won` count choices as they were made all the same.

    Strongest first; ties by the order in which things were first named, `items` before the rest. ValueError for an
    order that names one thing twice.

    >>> [(one.item, one.met) for one in strengths([("bus",), ("bus",), ("park",)], ("bus", "park"), rest_behind=True)]
    [('bus', 3), ('park', 3)]
    """
    rank: dict[Hashable, int] = {one: at for at, one in enumerate(dict.fromkeys(items))}
    lines = as_lines(orders, rank, rest_behind=rest_behind)
    if not rank:
        return []
    names = list(whose) if whose is not None else list(range(len(lines)))
    stand_for = list(counts) if counts is not None else [1.0] * len(lines)
    told = [row for row in zip(lines, names, stand_for, strict=True) if row[0][0]]
    times: dict[Line, float] = {}
    for line, _name, n in told:
        times[line] = times.get(line, 0) + n
    weights = likeliest(times, len(rank))
    low, high = _interval(told, weights)
    met, won = np.zeros(len(rank), dtype=int), np.zeros(len(rank), dtype=int)
    for (chosen, left), _name, _n in told:
        met[[*chosen, *left]] += 1
        won[list(chosen)] += 1
    share, against = weights / weights.sum(), weights / (weights + 1)
    found = [
        Strength(
            item, float(share[at]), float(against[at]), float(low[at]), float(high[at]), int(met[at]), int(won[at])
        )
        for item, at in rank.items()
    ]
    return sorted(found, key=lambda one: -round(one.share, 9))


def as_lines(
    orders: Iterable[Sequence[Hashable]], rank: dict[Hashable, int], *, rest_behind: bool = False
) -> list[Line]:
    """Each order as what was chosen and what was left; `rank` learns what it does not know yet."""
    numbered = [_numbered(order, rank) for order in orders]
    everything = range(len(rank)) if rest_behind else ()
    return [_line(one, [at for at in everything if at not in one]) for one in numbered]


def _line(order: list[int], rest: list[int]) -> Line:
    return (tuple(order), tuple(rest)) if rest else (tuple(order[:-1]), tuple(order[-1:]))


def _numbered(order: Sequence[Hashable], rank: dict[Hashable, int]) -> list[int]:
    if len(set(order)) < len(order):
        raise ValueError(f"An order names each thing once; {list(order)!r} names one twice.")
    return [rank.setdefault(one, len(rank)) for one in order]


def likeliest(lines: Mapping[Line, float], n: int) -> Floats:
    """Weights whose likelihood is greatest, each line so many times; 1 is the average thing, against which each won one
    and lost one."""
    wins = np.ones(n)
    for (chosen, _left), times in lines.items():
        wins[list(chosen)] += times
    stages = _Stages(list(lines), list(lines.values()), n)
    weights = np.ones(n)
    for _round in range(ROUNDS):
        moved = wins / (2 / (weights + 1) + stages.pull(weights))
        if np.abs(np.log(moved / weights)).max(initial=0.0) < STILL:
            return moved
        weights = moved
    return weights


class _Stages:
    """Every moment of every line at which one was chosen among those left: pairs of (stage, thing left)."""

    def __init__(self, lines: Sequence[Line], counts: Sequence[float], n: int) -> None:
        stage: list[int] = []
        thing: list[int] = []
        times: list[float] = []
        first: list[int] = []
        for (chosen, left), count in zip(lines, counts, strict=True):
            for begin in range(len(chosen)):
                stage += [len(times)] * (len(chosen) - begin + len(left))
                thing += [*chosen[begin:], *left]
                times.append(count)
                first.append(chosen[begin])
        self.stage, self.thing = np.array(stage, dtype=np.int64), np.array(thing, dtype=np.int64)
        self.times, self.first = np.array(times, dtype=np.float64), np.array(first, dtype=np.int64)
        self.count, self.n = len(times), n

    def totals(self, weights: Floats) -> Floats:
        return np.bincount(self.stage, weights=weights[self.thing], minlength=self.count).astype(np.float64)

    def pull(self, weights: Floats) -> Floats:
        """For each thing the sum over its stages of one over what was left there."""
        each = (self.times / self.totals(weights))[self.stage]
        return np.bincount(self.thing, weights=each, minlength=self.n).astype(np.float64)


def _interval(told: Sequence[tuple[Line, Hashable, float]], weights: Floats) -> tuple[Floats, Floats]:
    """The ends of each thing's chance against an average one, from the spread of how far the logarithm of its weight
    stands from the mean of all. `told`: (line, whose, how many people it stands for)."""
    n = len(weights)
    stages = _Stages([line for line, _name, _n in told], [count for _line, _name, count in told], n)
    chance = weights[stages.thing] / stages.totals(weights)[stages.stage]
    each = chance * stages.times[stages.stage]
    curve = np.diag(np.bincount(stages.thing, weights=each, minlength=n) + 2 * weights / (weights + 1) ** 2)
    by_stage = np.zeros((stages.count, n))
    by_stage[stages.stage, stages.thing] = chance
    curve -= by_stage.T @ (by_stage * stages.times[:, None])
    flat = np.linalg.inv(curve)
    apart = _pulls(told, stages, by_stage)
    # All weights up or down together is nothing that anybody said: what is uncertain is how they stand to each other.
    level = np.eye(n) - 1 / n
    by_choice, by_people = (np.diag(level @ one @ level) for one in (flat, flat @ apart @ flat))
    spread = np.sqrt(np.maximum(np.maximum(by_choice, by_people), 0))
    middle = np.log(weights)
    low, high = np.exp(middle - WIDE * spread), np.exp(middle + WIDE * spread)
    return low / (low + 1), high / (high + 1)


def _pulls(told: Sequence[tuple[Line, Hashable, float]], stages: _Stages, by_stage: Floats) -> Floats:
    """How far people pull the strengths apart: the sum over people of the square of each one's pull."""
    numbers = {name: at for at, name in enumerate(dict.fromkeys(name for _line, name, _n in told))}
    owner = np.array([numbers[name] for (chosen, _left), name, _n in told for _one in chosen], dtype=np.int64)
    each = -by_stage
    each[np.arange(stages.count), stages.first] += 1
    each *= stages.times[:, None]
    people = np.zeros((len(numbers), by_stage.shape[1]))
    np.add.at(people, owner, each)
    n = len(numbers)
    pulled: Floats = people.T @ people * (n / (n - 1) if n > 1 else 1.0)
    return pulled
