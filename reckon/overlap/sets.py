"""All pairs of sets that share enough, none missed.

Put the tags of every set in one order, rarest first. Two sets that must share k tags then share three of them
(or two, or one, where k is less) within the first size - k + 3 of each. So write each three of those as one number,
join equal numbers, and count exactly what that leaves. After the prefix filter of Chaudhuri, Ganti and Kaushik
(2006) with the longer signatures of Wang, Li and Feng (2012).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import ceil, comb

import numpy as np
import numpy.typing as npt
import scipy  # its parts are read when they are first used: 40 MB that a page does without

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
_MOST_SIGNATURES = 30_000_000
_CHUNK = 4_000_000
_MOST_BITS = 4096  # beyond so many tags, sparse rows are smaller than bits
_TABLE = 1 << 23
_MIX = -7046029254386353131  # the golden ratio in 64 bits


@dataclass(frozen=True)
class AlikeSets:
    """Pairs by their place in the list, `left` before `right`, in order; `jaccard` is tags shared over tags of both."""

    left: Ints
    right: Ints
    jaccard: Floats


def pairs_of_sets(sets: Sequence[Collection[Hashable]], threshold: float) -> AlikeSets:
    """Every pair whose Jaccard likeness is at least `threshold`, which lies above 0 and up to 1.

    A tag said twice counts once. An empty set is like nothing, not even another.

    >>> found = pairs_of_sets([{"a", "b"}, {"c"}, {"a", "b", "c"}, set()], 0.5)
    >>> found.left.tolist(), found.right.tolist(), found.jaccard.round(2).tolist()
    ([0], [2], [0.67])
    """
    if not 0 < threshold <= 1:
        raise ValueError(f"The threshold must lie above 0 and up to 1, not {threshold}.")
    twins, distinct = _distinct(sets)
    left, right, likeness = _Join(distinct, threshold).pairs()
    return _with_twins(twins, left, right, likeness)


def _distinct(sets: Sequence[Collection[Hashable]]) -> tuple[list[list[int]], list[list[int]]]:
    """The places of each different set, and the sets as sorted numbers of tags, the rarest tag 0."""
    together: dict[frozenset[Hashable], list[int]] = {}
    for place, tags in enumerate(sets):
        if tags:
            together.setdefault(frozenset(tags), []).append(place)
    count: Counter[Hashable] = Counter()
    for tags in together:
        count.update(tags)
    number = {tag: n for n, tag in enumerate(sorted(count, key=count.__getitem__))}
    return list(together.values()), [sorted(map(number.__getitem__, tags)) for tags in together]


class _Join:
    """Different sets, smallest first, and how many tags two of them must share."""

    def __init__(self, sets: list[list[int]], threshold: float) -> None:
        sizes = np.array([len(tags) for tags in sets], dtype=np.int64)
        self.order = np.argsort(sizes, kind="stable")
        self.sizes: Ints = sizes[self.order]
        self.threshold = threshold
        self.starts: Ints = np.concatenate([[0], np.cumsum(self.sizes)])
        self.tags: Ints = np.array([tag for n in self.order.tolist() for tag in sets[n]], dtype=np.int64)
        self.count = int(self.tags.max()) + 1 if len(self.tags) else 1
        self.kinds: list[int] = np.unique(self.sizes).tolist()

    def pairs(self) -> tuple[Ints, Ints, Floats]:
        """Left and right in the numbers of the sets given, and their likeness."""
        found = [self._counted(*pair) for length in self._lengths() for pair in self._candidates(length)]
        left, right, likeness = (np.concatenate(parts) for parts in zip(*found)) if found else (np.zeros(0),) * 3
        _, first = np.unique(left.astype(np.int64) * len(self.sizes) + right.astype(np.int64), return_index=True)
        return self.order[left[first].astype(np.int64)], self.order[right[first].astype(np.int64)], likeness[first]

    def _must_share(self, size: int, other: int) -> int:
        return max(1, ceil(self.threshold / (1 + self.threshold) * (size + other) - 1e-9))

    def _smallest_partner(self, size: int) -> int:
        return ceil(self.threshold * size - 1e-9)

    def _lengths(self) -> list[int]:
        """How many tags a signature has; fewer where the signatures would become too many."""
        longest = 3
        while longest > 1 and (self._signatures(longest) > _MOST_SIGNATURES or self.count**longest > 2**62):
            longest -= 1
        self.longest = longest
        return sorted({self._length(size) for size in self.kinds})

    def _signatures(self, longest: int) -> int:
        each = np.bincount(self.sizes).tolist()
        first = {size: size - self._must_share(size, self._smallest_partner(size)) + longest for size in self.kinds}
        return sum(each[size] * comb(min(size, first[size]), min(longest, size)) for size in self.kinds)

    def _length(self, size: int) -> int:
        """By the smaller set of a pair: it and any larger one must share at least so many."""
        return min(self.longest, self._must_share(size, size))

    def _candidates(self, length: int) -> Iterator[tuple[Ints, Ints]]:
        """Pairs, smaller set first, whose first tags have `length` in common; a pair may come often."""
        small = [size for size in self.kinds if self._length(size) == length]
        kept = [self._signed(size, size - self._must_share(size, size) + length, length) for size in small]
        keys, owners = (np.concatenate(parts) for parts in zip(*kept))
        by_key = np.argsort(keys, kind="stable")
        keys, owners = keys[by_key], owners[by_key]
        table = np.zeros(_TABLE, dtype=bool)
        table[_scattered(keys)] = True
        for size in self.kinds:
            partners = [other for other in small if self._smallest_partner(size) <= other <= size]
            if partners:
                first = size - self._must_share(size, partners[0]) + length
                asked, askers = self._signed(size, first, length)
                known = table[_scattered(asked)]
                yield from _joined(keys, owners, asked[known], askers[known])

    def _signed(self, size: int, first: int, length: int) -> tuple[Ints, Ints]:
        """Each choice of `length` among the first tags of all sets of one size, as a number; and whose it is."""
        start, stop = np.searchsorted(self.sizes, [size, size + 1])
        table = self.tags[self.starts[start] : self.starts[stop]].reshape(-1, size)
        key = np.zeros((len(table), 1), dtype=np.int64)
        chosen = np.array(list(combinations(range(min(first, size)), length)), dtype=np.int64).reshape(-1, length)
        for n in range(length):
            key = key * self.count + table[:, chosen[:, n]]
        return key.ravel(), np.repeat(np.arange(start, stop), len(chosen))

    def _counted(self, left: Ints, right: Ints) -> tuple[Ints, Ints, Floats]:
        """Those of the pairs that truly reach the threshold, each once."""
        fits = (left < right) & (self.sizes[left] >= self.threshold * self.sizes[right] - 1e-9)
        key = np.unique(left[fits] * len(self.sizes) + right[fits])
        left, right = key // len(self.sizes), key % len(self.sizes)
        shared = self._shared(left, right)
        likeness = shared / (self.sizes[left] + self.sizes[right] - shared)
        keep = likeness >= self.threshold
        return left[keep], right[keep], likeness[keep]

    def _shared(self, left: Ints, right: Ints) -> Ints:
        if self.count > _MOST_BITS:
            return self._shared_sparse(left, right)
        total = np.zeros(len(left), dtype=np.int64)
        for column in self._bits().T:
            total += np.bitwise_count(column[left] & column[right])
        return total

    def _bits(self) -> npt.NDArray[np.uint64]:
        if not hasattr(self, "_packed"):
            self._packed = np.zeros((len(self.sizes), (self.count + 63) // 64), dtype=np.uint64)
            rows = np.repeat(np.arange(len(self.sizes)), self.sizes)
            np.bitwise_or.at(self._packed, (rows, self.tags >> 6), np.uint64(1) << (self.tags & 63).astype(np.uint64))
        return self._packed

    def _shared_sparse(self, left: Ints, right: Ints) -> Ints:
        ones = np.ones(len(self.tags), dtype=np.int64)
        held = scipy.sparse.csr_matrix((ones, self.tags, self.starts), shape=(len(self.sizes), self.count))
        return np.asarray(held[left].multiply(held[right]).sum(axis=1), dtype=np.int64).ravel()


def _scattered(keys: Ints) -> Ints:
    """A place in a small table, so that most numbers nobody else has are passed over at once."""
    return ((keys * _MIX) >> 40) & (_TABLE - 1)


def _joined(keys: Ints, owners: Ints, asked: Ints, askers: Ints) -> Iterator[tuple[Ints, Ints]]:
    """Owner and asker of every equal number, in pieces."""
    low = np.searchsorted(keys, asked, "left")
    many = np.searchsorted(keys, asked, "right") - low
    found = np.flatnonzero(many)
    low, many, askers = low[found], many[found], askers[found]
    ends = np.cumsum(many)
    cuts = np.searchsorted(ends, np.arange(_CHUNK, int(ends[-1]) if len(ends) else 0, _CHUNK))
    for piece in np.split(np.arange(len(many)), cuts):
        size = many[piece]
        place = np.arange(int(size.sum())) - np.repeat(np.cumsum(size) - size, size)
        yield owners[np.repeat(low[piece], size) + place], np.repeat(askers[piece], size)


def _with_twins(twins: list[list[int]], left: Ints, right: Ints, likeness: Floats) -> AlikeSets:
    """The pairs of all places of the sets, and the places that hold one same set among themselves."""
    pairs = [(a, b, value) for i, j, value in zip(left.tolist(), right.tolist(), likeness.tolist())
             for a in twins[i] for b in twins[j]]  # fmt: skip
    pairs += [(a, b, 1.0) for places in twins if len(places) > 1 for a, b in combinations(places, 2)]
    ones, others, values = (np.array(part) for part in zip(*pairs)) if pairs else (np.zeros(0),) * 3
    low, high = np.minimum(ones, others).astype(np.int64), np.maximum(ones, others).astype(np.int64)
    order = np.lexsort((high, low))
    return AlikeSets(low[order], high[order], values[order].astype(np.float64))
