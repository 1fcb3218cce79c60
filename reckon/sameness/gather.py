"""From scored pairs to groups: average linkage, with people's answers as hard rules.

Two groups join when the average log-odds over all their pairs is above the threshold. In the average a pair that
says much weighs more than one where little is known (its *heft*); a pair never compared counts as ``UNMET``.
Each round joins every two groups that are each other's best, which gives the same tree as joining the single best
pair each time, because average linkage is reducible (Bruynooghe 1977; Murtagh 1983). Scores and hefts are whole
numbers, so the order of adding can't change the answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from reckon.sameness.values import Array, mix

STEPS = 100  # scores are kept in hundredths
CAP = 600
UNMET = -400
UNMET_HEFT = 10


class Contradiction(ValueError):
    """Two answers that can't both be true."""


@dataclass
class Pairs:
    """Pairs of units, each once: whole-number score in hundredths and heft of one pair of records."""

    i: Array
    j: Array
    score: Array
    heft: Array


def whole(i: Array, j: Array, log_odds: Array, prior: float) -> Pairs:
    """Round log-odds to hundredths, between -CAP and CAP; heft grows with how far the evidence moved the prior."""
    score = np.round(np.clip(log_odds * STEPS, -CAP, CAP)).astype(np.int64)
    heft = 5 + np.round(np.clip(np.abs(log_odds - prior), 0, 12)).astype(np.int64)
    return Pairs(i, j, score, heft)


@dataclass
class Edges:
    """Pairs of groups, lower first: what their met pairs add up to beyond unmet ones, and whether they may join.

    ``pick`` holds the best met pair between them (its place in Pairs, in the low 40 bits).
    """

    a: Array
    b: Array
    total: Array
    heft: Array
    never: Array
    pick: Array

    def merged(self, units: int, to: Array) -> Edges:
        """The same with groups renamed by ``to``, each pair once, pairs inside a group left out."""
        a, b = to[self.a], to[self.b]
        keep = np.flatnonzero(a != b)
        key = np.minimum(a, b)[keep] * units + np.maximum(a, b)[keep]
        order = np.argsort(key, kind="stable")
        key, keep = key[order], keep[order]
        if not len(key):
            return Edges(key, key, key, key, key.astype(bool), key)
        first = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]]))
        total, heft = np.add.reduceat(self.total[keep], first), np.add.reduceat(self.heft[keep], first)
        never = np.logical_or.reduceat(self.never[keep], first)
        pick = np.maximum.reduceat(self.pick[keep], first)
        return Edges(key[first] // units, key[first] % units, total, heft, never, pick)

    def take(self, which: Array) -> Edges:
        """Some of the edges."""
        parts = (self.a, self.b, self.total, self.heft, self.never, self.pick)
        return Edges(*(part[which] for part in parts))

    def average(self, weight: Array) -> Array:
        """Hundredths of log-odds over all pairs of records between the two groups."""
        full = weight[self.a] * weight[self.b]
        return np.asarray((self.total + UNMET * UNMET_HEFT * full) / (self.heft + UNMET_HEFT * full))


@dataclass
class Question:
    """Are two groups one? Their best pair (its place in Pairs), how sure, how many pairs of records hang on it."""

    pair: int
    average: float
    stake: int


@dataclass
class Gathered:
    """``label``: the lowest unit of each unit's group; ``questions``: every joining made, and those nearly made."""

    label: Array
    questions: list[Question]


def gather(
    size: Array,
    pairs: Pairs,
    threshold: int = 0,
    apart: Iterable[tuple[int, int]] = (),
    start: Array | None = None,
) -> Gathered:
    """Join groups of units until none is worth joining.

    ``size`` is how many records each unit stands for; ``apart`` are pairs never to meet, however alike; ``start``
    gives groups already made (the lowest unit of each). ``threshold`` is in hundredths.
    """
    units = len(size)
    label = np.arange(units) if start is None else start.copy()
    weight = np.bincount(label, size, units).astype(np.int64)
    edges = _edges(size, pairs, apart).merged(units, label)
    questions: list[Question] = []
    while len(edges.a):
        average = edges.average(weight)
        good = np.flatnonzero((average > threshold) & ~edges.never)
        if not len(good):
            questions += _questions(edges, average, weight, _nearly(edges, average))
            break
        chosen = good[_mutual(units, edges.take(good), average[good])]
        questions += _questions(edges, average, weight, chosen[average[chosen] < threshold + 400])
        to = np.arange(units)
        to[edges.b[chosen]] = edges.a[chosen]
        weight[edges.a[chosen]] += weight[edges.b[chosen]]
        label = to[label]
        edges = edges.merged(units, to)
    return Gathered(label, questions)


def _nearly(edges: Edges, average: Array) -> Array:
    """The thousand joinings that came nearest to being made."""
    free = np.flatnonzero(~edges.never)
    return free[np.lexsort((free, -average[free]))[:1_000]]


def _questions(edges: Edges, average: Array, weight: Array, which: Array) -> list[Question]:
    low = (1 << 40) - 1
    stake = weight[edges.a[which]] * weight[edges.b[which]]
    found = zip(edges.pick[which].tolist(), average[which].tolist(), stake.tolist())
    return [Question(pick & low, sure, many) for pick, sure, many in found if pick >= 0]


def _edges(size: Array, pairs: Pairs, apart: Iterable[tuple[int, int]]) -> Edges:
    never = np.array(sorted({(min(p), max(p)) for p in apart}), dtype=np.int64).reshape(-1, 2)
    many = size[pairs.i] * size[pairs.j]
    none = np.zeros(len(never), dtype=np.int64)
    met = len(pairs.i)
    return Edges(
        np.concatenate([pairs.i, never[:, 0]]),
        np.concatenate([pairs.j, never[:, 1]]),
        np.concatenate([(pairs.heft * pairs.score - UNMET_HEFT * UNMET) * many, none]),
        np.concatenate([(pairs.heft - UNMET_HEFT) * many, none]),
        np.arange(met + len(none)) >= met,
        np.concatenate([((pairs.score + CAP) << 40) + np.arange(met), none - 1]),
    )


def _mutual(units: int, edges: Edges, average: Array) -> Array:
    """Which pairs are each other's best; ties go by a mixed number of the two, which has no favourites."""
    order = np.lexsort((mix(edges.a, edges.b), average))
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    best = np.full(units, -1, dtype=np.int64)
    np.maximum.at(best, edges.a, rank)
    np.maximum.at(best, edges.b, rank)
    return np.flatnonzero((best[edges.a] == rank) & (best[edges.b] == rank))


def roots(count: int, links: Iterable[tuple[int, int]]) -> Array:
    """The lowest member of each one's group when the links are followed."""
    parent = list(range(count))

    def top(x: int) -> int:
        while parent[x] != x:
            parent[x] = parent[parent[x]]
            x = parent[x]
        return x

    for p, q in links:
        low, high = sorted((top(p), top(q)))
        parent[high] = low
    return np.array([top(x) for x in range(count)], dtype=np.int64)
