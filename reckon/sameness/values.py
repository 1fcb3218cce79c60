"""The values of one column, each different one once, with its letter groups and words weighed by how rare they are."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy  # its parts are read when they are first used: 40 MB that a page does without

Array = npt.NDArray[Any]
GRAM_BUCKETS = 1 << 20
WORD_BUCKETS = 1 << 22
ELSEWHERE = 50  # units without it that stand in for the world outside, so that in a short list too a word may be rare
_MIX = np.uint64(0x9E3779B97F4A7C15)


def mix(a: Array, b: Array | int) -> Array:
    """Two arrays of numbers into one of well-spread 63-bit numbers; order matters, zero is as good as any."""
    x = np.asarray(a).astype(np.uint64) * _MIX
    x ^= np.asarray(b).astype(np.uint64) + _MIX + (x << np.uint64(6)) + (x >> np.uint64(2))
    x ^= x >> np.uint64(30)
    x *= np.uint64(0xBF58476D1CE4E5B9)
    x ^= x >> np.uint64(27)
    return (x >> np.uint64(1)).astype(np.int64)


def digest(text: str) -> int:
    """The same 63-bit number for the same text on every machine and in every run."""
    raw = text.encode("utf-8", "surrogatepass")
    return (zlib.crc32(raw) << 31) ^ zlib.crc32(raw[::-1], 0x5BD1E995)


def digests(texts: Sequence[str]) -> Array:
    return np.fromiter((digest(t) for t in texts), dtype=np.int64, count=len(texts))


def distinct(numbers: Array) -> Array:
    """The different numbers in order; by sorting, which is several times quicker than hashing on long arrays."""
    ordered = np.sort(numbers, kind="stable")
    return ordered[_first_of_runs(ordered)]


def runs(numbers: Array) -> tuple[Array, Array, Array]:
    """The different numbers in order, where each of ``numbers`` stands among them, and how often each occurs."""
    order = np.argsort(numbers, kind="stable")
    ordered = numbers[order]
    fresh = _first_of_runs(ordered)
    place = np.empty(len(numbers), dtype=np.int64)
    place[order] = np.cumsum(fresh) - 1
    begin = np.flatnonzero(fresh)
    return ordered[begin], place, np.diff(np.append(begin, len(numbers)))


def _first_of_runs(ordered: Array) -> Array:
    fresh = np.ones(len(ordered), dtype=bool)
    fresh[1:] = ordered[1:] != ordered[:-1]
    return fresh


def within(numbers: Array, ordered: Array) -> Array:
    """Which of the numbers are in an ordered array."""
    if not len(ordered):
        return np.zeros(len(numbers), dtype=bool)
    place = np.minimum(np.searchsorted(ordered, numbers), len(ordered) - 1)
    return np.asarray(ordered[place] == numbers)


def letter_groups(texts: Sequence[str], width: int = 3) -> scipy.sparse.csr_matrix:
    """Which runs of three letters each text has (spaces put at both ends), a row for each text, ones where it has."""
    padded = [f" {t} " for t in texts]
    lengths = np.fromiter(map(len, padded), dtype=np.int64, count=len(padded))
    codes = np.frombuffer("".join(padded).encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    row = np.repeat(np.arange(len(padded)), lengths)
    run = max(len(codes) - width + 1, 0)
    hashed = np.zeros(run, dtype=np.uint64)
    for k in range(width):
        hashed = hashed * np.uint64(1_000_003) + codes[k : k + run]
    whole = row[:run] == row[width - 1 : width - 1 + run]
    buckets = mix(hashed[whole], 7) % GRAM_BUCKETS
    return _ones(row[:run][whole], buckets, (len(padded), GRAM_BUCKETS))


def word_sets(texts: Sequence[str]) -> scipy.sparse.csr_matrix:
    """Which words each text has."""
    known: dict[str, int] = {}
    row: list[int] = []
    bucket: list[int] = []
    for r, text in enumerate(texts):
        for word in text.split():
            if word not in known:
                known[word] = digest(word) % WORD_BUCKETS
            row.append(r)
            bucket.append(known[word])
    return _ones(np.array(row, dtype=np.int64), np.array(bucket, dtype=np.int64), (len(texts), WORD_BUCKETS))


def _ones(row: Array, column: Array, shape: tuple[int, int]) -> scipy.sparse.csr_matrix:
    made = scipy.sparse.csr_matrix((np.ones(len(row), dtype=np.float32), (row, column)), shape=shape)
    made.sum_duplicates()
    made.data[:] = 1
    return made


@dataclass
class Rarity:
    """log((units + ELSEWHERE + 1) / (units having it + 1)) + 0.1 for each letter group or word of a column."""

    buckets: Array
    weights: Array
    unseen: float

    def of(self, buckets: Array) -> Array:
        """The weight of each bucket; one never seen weighs most."""
        if not len(self.buckets):
            return np.full(len(buckets), self.unseen, dtype=np.float32)
        place = np.minimum(np.searchsorted(self.buckets, buckets), len(self.buckets) - 1)
        return np.where(self.buckets[place] == buckets, self.weights[place], np.float32(self.unseen))


@dataclass
class Tally:
    """How often each value, letter group and word occurs in the column it was counted on."""

    total: int
    hashes: Array
    counts: Array
    groups: Rarity | None = None
    words: Rarity | None = None
    crowded: bool = False

    def of(self, hashes: Array) -> Array:
        """How many units have each value; 0 for one never seen."""
        if not len(self.hashes):
            return np.zeros(len(hashes), dtype=np.int64)
        place = np.minimum(np.searchsorted(self.hashes, hashes), len(self.hashes) - 1)
        return np.where(self.hashes[place] == hashes, self.counts[place], 0)


@dataclass
class Values:
    """One column of many units: ``code[unit]`` points into ``texts``, or is -1 where nothing is known."""

    code: Array
    texts: list[str]
    hashes: Array
    count: Array = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    extra: dict[str, Any] = field(default_factory=dict)

    def known(self, units: Array) -> Array:
        return self.code[units] >= 0


def values(column: Sequence[str]) -> Values:
    """Number the different values of a column in the order they come."""
    numbered: dict[str, int] = {}
    code = np.fromiter(
        (numbered.setdefault(v, len(numbered)) if v else -1 for v in column), dtype=np.int64, count=len(column)
    )
    texts = list(numbered)
    return Values(code, texts, digests(texts))


def tally(found: Values) -> Tally:
    """Count a column; letter groups and words are counted when ``weigh`` first needs them."""
    counts = np.bincount(found.code[found.code >= 0], minlength=len(found.texts))
    order = np.argsort(found.hashes, kind="stable")
    return Tally(int(counts.sum()), found.hashes[order], counts[order])


def rarity(matrix: scipy.sparse.csr_matrix, counts: Array) -> Rarity:
    """How rare each letter group or word is; ``counts`` says how many units have each row of the matrix."""
    each = np.repeat(counts, np.diff(matrix.indptr))
    buckets, place, _ = runs(matrix.indices)
    having = np.bincount(place, each, len(buckets))
    total = float(counts.sum()) + 1 + ELSEWHERE
    weights = np.asarray(np.log(total / (having + 1)) + 0.1, dtype=np.float32)
    return Rarity(buckets, weights, float(np.log(total) + 0.1))


def weigh(matrix: scipy.sparse.csr_matrix, rare: Rarity) -> tuple[scipy.sparse.csr_matrix, Array]:
    """The matrix with each one replaced by the square root of its weight, and the sum of weights in each row."""
    weight = rare.of(matrix.indices)
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    total = np.bincount(rows, weight, matrix.shape[0])
    parts = (np.sqrt(weight), matrix.indices.astype(np.int32), matrix.indptr)
    return scipy.sparse.csr_matrix(parts, shape=matrix.shape), total


def shared(left: scipy.sparse.csr_matrix, a: Array, right: scipy.sparse.csr_matrix, b: Array) -> Array:
    """For each pair of rows the weight they share."""
    out = np.zeros(len(a))
    for start in range(0, len(a), 100_000):
        cut = slice(start, start + 100_000)
        out[cut] = np.asarray(left[a[cut]].multiply(right[b[cut]]).sum(axis=1)).ravel()
    return out
