"""A sample beside its population: what each who answered weighs, and what a share or a mean is then."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
FEWEST_OF_EACH = 10
FEWEST = 50
# Nobody's voice counts more than this many times that of another who answered.
HEAVIEST = 5.0
WIDE = 1.6448536269514722


class CannotWeigh(ValueError):
    """The sample does not allow it; the words say why."""


@dataclass(frozen=True)
class Share:
    """Of those asked and of everybody: `share` as it was said, `weighted` as it would be if each kind of people had
    answered in its proportion, with the nine-in-ten interval (`low`, `high`) of that. `effective`: how many people as
    good as drawn by lot this sample is worth, `n` how many there are."""

    share: float
    weighted: float
    low: float
    high: float
    n: int
    effective: float


def raked(
    kinds: Sequence[Mapping[Key, Key]],
    population: Mapping[Key, Mapping[Key, float]],
    people: Sequence[int] | None = None,
    *,
    strict: bool = True,
) -> list[float]:
    """A weight for each who answered, mean 1, so that the sample has the population's proportions in each of its
    margins (Deming and Stephan, Annals of Mathematical Statistics 11, 1940).

    `kinds[i]`: margin → kind, of the one who answered, all margins said; `population`: margin → kind → how many there
    are; `people`: how many each stands for, one where that is not said. CannotWeigh, unless not `strict`, where fewer
    than 50 answered, a kind has fewer than ten who did, or a weight would pass five times another.

    >>> two = [{"age": "old"}, {"age": "old"}, {"age": "old"}, {"age": "young"}]
    >>> [round(one, 3) for one in raked(two, {"age": {"old": 50, "young": 50}}, strict=False)]
    [0.667, 0.667, 0.667, 2.0]
    >>> ages = [{"age": "old"}, {"age": "young"}]
    >>> [round(one, 3) for one in raked(ages, {"age": {"old": 50, "young": 50}}, [3, 1], strict=False)]
    [0.667, 2.0]
    """
    counts = list(people) if people is not None else [1] * len(kinds)
    if strict:
        _check(kinds, population, counts)
    weights = [1.0] * len(kinds)
    for _turn in range(1000):
        before = list(weights)
        for margin, wanted in population.items():
            _fit(weights, [one[margin] for one in kinds], wanted, counts)
        if max((abs(a - b) for a, b in zip(weights, before, strict=True)), default=0.0) < 1e-10:
            break
    if strict and max(weights) > HEAVIEST * min(weights):
        raise CannotWeigh("Some would count more than five times as much as others.")
    return weights


def _check(
    kinds: Sequence[Mapping[Key, Key]], population: Mapping[Key, Mapping[Key, float]], counts: Sequence[int]
) -> None:
    if sum(counts) < FEWEST:
        raise CannotWeigh(f"Only {sum(counts)} said enough of themselves; {FEWEST} are needed.")
    for margin, wanted in population.items():
        for kind, there in wanted.items():
            said = sum(n for one, n in zip(kinds, counts, strict=True) if one[margin] == kind)
            if there > 0 and said < FEWEST_OF_EACH:
                raise CannotWeigh(f"Fewer than {FEWEST_OF_EACH} of one kind of people answered.")


def _fit(weights: list[float], said: Sequence[Key], wanted: Mapping[Key, float], counts: Sequence[int]) -> None:
    """Scale the weights so that each kind has its proportion of the whole, which stays as large as the sample."""
    total, n = sum(wanted.values()), sum(counts)
    has: dict[Key, float] = {}
    for kind, weight, people in zip(said, weights, counts, strict=True):
        has[kind] = has.get(kind, 0.0) + weight * people
    for at, kind in enumerate(said):
        weights[at] *= wanted[kind] / total * n / has[kind]


@dataclass(frozen=True)
class Mean:
    """`mean` as it was given, `weighted` as it would be if each kind of people had answered in its proportion, with the
    nine-in-ten interval (`low`, `high`) of that."""

    mean: float
    weighted: float
    low: float
    high: float


# Of each kind: how many people, the sum of what they gave, of its squares, and what each of them weighs.
Figures = tuple[int, float, float, float]


def weighted_mean(given: Sequence[float], weights: Sequence[float]) -> Mean:
    """The mean of what each gave, as counted and as weighted. The interval is that of a ratio of two sums (Cochran,
    "Sampling Techniques", 3rd edition, 1977, chapter 6). CannotWeigh for nobody.

    >>> found = weighted_mean([10, 10, 10, 50], [2 / 3, 2 / 3, 2 / 3, 2.0])
    >>> found.mean, round(found.weighted, 1), round(found.low, 1), round(found.high, 1)
    (20.0, 30.0, 8.1, 51.9)
    """
    return mean_from([(1, one, one * one, weight) for one, weight in zip(given, weights, strict=True)])


def mean_from(figures: Sequence[Figures]) -> Mean:
    """The same from what each kind gave together."""
    n, whole = sum(row[0] for row in figures), sum(row[0] * row[3] for row in figures)
    if n < 2 or whole <= 0:
        raise CannotWeigh("Nobody answered.")
    mean = sum(total * weight for _n, total, _squares, weight in figures) / whole
    apart = sum(
        weight**2 * (squares - 2 * mean * total + mean**2 * people) for people, total, squares, weight in figures
    )
    reach = WIDE * sqrt(max(0.0, apart) * n / (n - 1)) / whole
    return Mean(sum(row[1] for row in figures) / n, mean, mean - reach, mean + reach)


def weighted_share(said: Sequence[bool], weights: Sequence[float]) -> Share:
    """The share who said so, as counted and as weighted. The interval is Wilson's for the effective number, which is
    (sum of weights)² / sum of squares (Kish, "Survey Sampling", 1965). CannotWeigh for nobody.

    >>> found = weighted_share([True, True, True, False], [2 / 3, 2 / 3, 2 / 3, 2.0])
    >>> found.share, round(found.weighted, 2), round(found.effective, 2)
    (0.75, 0.5, 3.0)
    """
    return share_from([(1, int(one), int(one), weight) for one, weight in zip(said, weights, strict=True)])


def share_from(figures: Sequence[Figures]) -> Share:
    """The same from how many of each kind there are, and how many of them said so."""
    n, whole = sum(row[0] for row in figures), sum(row[0] * row[3] for row in figures)
    if not n or whole <= 0:
        raise CannotWeigh("Nobody answered.")
    effective = whole * whole / sum(people * weight * weight for people, _said, _squares, weight in figures)
    share = sum(said * weight for _people, said, _squares, weight in figures) / whole
    middle, around = share + WIDE**2 / (2 * effective), 1 + WIDE**2 / effective
    reach = WIDE * sqrt(max(0.0, share * (1 - share)) / effective + WIDE**2 / (4 * effective**2))
    low, high = max(0.0, (middle - reach) / around), min(1.0, (middle + reach) / around)
    return Share(sum(row[1] for row in figures) / n, share, low, high, n, effective)
