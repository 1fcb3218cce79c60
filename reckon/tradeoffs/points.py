"""A hundred points shared out: what each thing got, from how many, and what is left when no sheet counts for much."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from math import sqrt
from statistics import median

WIDE = 1.6448536269514722
WHOLE = 100


@dataclass(frozen=True)
class Pointed:
    """`mean` points of all sheets, with its nine-in-ten interval (`low`, `high`); `middle` is the median sheet's.

    `givers` is how many sheets gave it anything, of `sheets`. `clipped` is the mean when no sheet gives one thing more
    than twice an even share: far below `mean` says that few gave much.
    """

    item: Hashable
    mean: float
    low: float
    high: float
    middle: float
    clipped: float
    givers: int
    sheets: int


def points(sheets: Iterable[Mapping[Hashable, int]], items: Iterable[Hashable] = ()) -> list[Pointed]:
    """From sheets that share out at most 100 points in whole numbers; what a sheet leaves out got none from it.

    Most points first; ties by the order in which things were first named. ValueError for a sheet that gives less than
    nothing, or more than 100 in all. Empty sheets count: somebody gave nothing to anything.

    >>> found = points([{"bus": 100}, {"bus": 20, "park": 80}, {"park": 60, "shed": 40}])
    >>> [(one.item, round(one.mean, 1), one.givers) for one in found]
    [('park', 46.7, 2), ('bus', 40.0, 2), ('shed', 13.3, 1)]
    """
    rows = [_checked(sheet) for sheet in sheets]
    named = dict.fromkeys([*items, *(one for row in rows for one in row)])
    if not rows:
        return []
    most = 2 * WHOLE / max(1, len(named))
    found = [_of(item, [row.get(item, 0) for row in rows], most) for item in named]
    return sorted(found, key=lambda one: -round(one.mean, 9))


def _checked(sheet: Mapping[Hashable, int]) -> Mapping[Hashable, int]:
    if any(given < 0 for given in sheet.values()):
        raise ValueError("Nobody can give less than no points.")
    if sum(sheet.values()) > WHOLE:
        raise ValueError(f"A sheet shares out {WHOLE} points at most; this one has {sum(sheet.values())}.")
    return sheet


def _of(item: Hashable, given: list[int], most: float) -> Pointed:
    n = len(given)
    mean = sum(given) / n
    spread = sqrt(sum((one - mean) ** 2 for one in given) / (n - 1) / n) if n > 1 else float(WHOLE)
    low, high = max(0.0, mean - WIDE * spread), min(float(WHOLE), mean + WIDE * spread)
    clipped = sum(min(one, most) for one in given) / n
    return Pointed(item, mean, low, high, float(median(given)), clipped, sum(one > 0 for one in given), n)
