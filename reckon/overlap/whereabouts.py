"""How far two entries are in the same place."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import asin, cos, exp, radians, sin, sqrt

import numpy as np

from .entries import Atlas
from .wording import Floats, Ints

STEP = 0.7  # one level up keeps this much: a borough beside its ward
NEAR_KM = 5.0  # next door, at most half as good as the same place
_EARTH_KM = 6371.0


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Great-circle distance between two points given in degrees, latitude first.

    >>> round(kilometres((52.51, -2.08), (52.48, -1.90)), 1)
    12.6
    """
    (lat, lon), (lat2, lon2) = ([radians(x) for x in point] for point in (one, other))
    half = sin((lat2 - lat) / 2) ** 2 + cos(lat) * cos(lat2) * sin((lon2 - lon) / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(min(1.0, half)))


def near(atlas: Atlas, one: str, other: str) -> float:
    """1 for one place, 0.7 for each level that one lies inside the other, less for neighbours, else 0.

    >>> near(Atlas(within={"ward": ("town", "county")}), "ward", "county")
    0.49
    """
    steps = atlas.steps(one, other)
    if steps is not None:
        return round(STEP**steps, 6)
    if one in atlas.points and other in atlas.points:
        far = kilometres(atlas.points[one], atlas.points[other])
        return round(0.5 * exp(-far / 2), 6) if far <= NEAR_KM else 0.0
    return 0.0


def likeness(atlas: Atlas, ones: Sequence[str], others: Sequence[str]) -> float:
    """The mean, from both sides, of how near each place of one is to its nearest of the other.

    Somebody active in a hundred places, one of them the other's only place, scores about a half.
    """
    table = np.array([[near(atlas, one, other) for other in others] for one in ones])
    return float((table.max(axis=0).mean() + table.max(axis=1).mean()) / 2)


class Whereabouts:
    """The places of many entries, each different set of places worked out once."""

    def __init__(self, places: Iterable[tuple[str, ...]], atlas: Atlas) -> None:
        sets = [tuple(sorted(set(each))) for each in places]
        self.sets = sorted(set(sets))
        number = {each: n for n, each in enumerate(self.sets)}
        self.code: Ints = np.array([number[each] for each in sets], dtype=np.int64)
        self.known = np.array([bool(each) for each in sets], dtype=bool)
        self._likeness = lru_cache(maxsize=None)(lambda i, j: likeness(atlas, self.sets[i], self.sets[j]))

    def likeness(self, left: Ints, right: Ints) -> Floats:
        """For each pair of rows; 0 where either has no place."""
        low = np.minimum(self.code[left], self.code[right])
        high = np.maximum(self.code[left], self.code[right])
        pairs, back = np.unique(low * len(self.sets) + high, return_inverse=True)
        each = [self._of(*divmod(int(pair), len(self.sets))) for pair in pairs]
        return np.array(each, dtype=np.float64)[back.ravel()]

    def _of(self, one: int, other: int) -> float:
        return self._likeness(one, other) if self.sets[one] and self.sets[other] else 0.0
