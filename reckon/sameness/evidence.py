"""What each level of likeness is worth, found from the records themselves.

Fellegi and Sunter's model ("A theory for record linkage", 1969), fitted by expectation-maximisation (Winkler 1988)
with three classes of pairs instead of two (after Larsen and Rubin, "Iterative automated record linkage using mixture
models", 2001): the same; strangers; and *kin*, who share something without being the same, as two branches of one
body or two people of one household do. Without kin, a phone and a name in common would count twice.
The starting shares of each level are counted in, so that a short list is judged by common sense and a long one by
itself. Answers given by people then move the weights by a logistic regression that pulls back to them (a ridge).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import scipy  # its parts are read when they are first used: 40 MB that a page does without

from reckon.sameness.compare import Comparer
from reckon.sameness.values import Array, runs

SAME, STRANGERS, KIN = range(3)
START = np.array([2.0, 20.0, 8.0])  # pairs of each class counted in before any is seen
TRUST = 25.0  # pairs the starting shares of each column count for
SAME_TRUST = 0.3  # and, for the same, this share of what is believed the same …
KIN_ROUND = 400.0  # believed the same, for each round in which kin may take from them, up to eight
SAME_TRUST_MOST = 800.0  # … up to this many
PULL = 2.0  # how hard a weight moved by answers is pulled back
ANCHOR = 400.0  # answers that the belief about all other pairs counts for
CAUTION = 1.0  # nats by which the first belief falls short, so that look-alikes do not start out as the same
KIN_ALIKE = 0.15  # how far kin start out like the same
SWAY = 4.0  # nats that a level may move from where it starts
BOUND = 9.0  # no single column may speak louder than this, in nats
Levels = dict[str, Array]


@dataclass
class Weights:
    """Log-shares of each level in each column for the three classes (rows), and of the classes themselves.

    ``moved`` is what people's answers added to each level, and ``lean`` to every pair.
    """

    classes: Array
    shares: dict[str, Array]
    moved: dict[str, Array] = field(default_factory=dict)
    lean: float = 0.0

    def by_class(self, levels: Levels) -> Array:
        """Log-likelihood of each pair under each class, a row for each pair; a level of -1 adds nothing."""
        size = len(next(iter(levels.values()))) if levels else 0
        total = np.tile(self.classes, (size, 1))
        for key, level in levels.items():
            total += np.vstack([self.shares[key].T, np.zeros(3)])[level]
        return total

    @property
    def prior(self) -> float:
        """Log-odds before anything is compared."""
        return float(self._odds(self.classes[None, :])[0])

    def score(self, levels: Levels) -> Array:
        """Log-odds of being the same."""
        return self._odds(self.by_class(levels)) + self._taught(levels)

    def _odds(self, total: Array) -> Array:
        return np.asarray(total[:, SAME] - np.logaddexp(total[:, STRANGERS], total[:, KIN]))

    def _taught(self, levels: Levels) -> Array:
        size = len(next(iter(levels.values()))) if levels else 0
        added = np.full(size, self.lean)
        for key, move in self.moved.items():
            added += np.append(move, 0.0)[levels[key]]
        return added

    def each(self, levels: Levels) -> dict[str, Array]:
        """What each column says for or against each pair, in nats; they add up to the score but for the rest."""
        total = self.by_class(levels)
        other = total[:, 1:] - np.logaddexp(total[:, STRANGERS], total[:, KIN])[:, None]
        out = {}
        for key, level in levels.items():
            table = np.vstack([self.shares[key].T, np.zeros(3)])[level]
            against = np.logaddexp(other[:, 0] - table[:, 1], other[:, 1] - table[:, 2])
            out[key] = np.where(level >= 0, table[:, SAME] + against, 0.0)
            if key in self.moved:
                out[key] = out[key] + np.append(self.moved[key], 0.0)[level]
        return out


def chance(log_odds: Array) -> Array:
    """Log-odds as a probability."""
    return np.asarray(1 / (1 + np.exp(-np.clip(log_odds, -40, 40))))


def starting(comparers: Sequence[Comparer]) -> Weights:
    """The weights before any record is seen."""
    shares = {}
    for c in comparers:
        same, other = c.start()
        shares[c.key] = np.log(np.stack([same, other, _kin(same, other)]))
    return Weights(np.log(START / START.sum()), shares)


def learn(comparers: Sequence[Comparer], met: Levels, unmet: Levels) -> Weights:
    """Weights from unlabelled pairs: those that met, and a sample of those that did not, taken as different.

    First the same against all others; then the others are split into strangers and kin, the same held still, and
    only after that may a few rounds move pairs from the same to kin. Let loose at once, kin would take the same over.
    """
    weights = starting(comparers)
    if not met or not len(next(iter(met.values()))):
        return weights
    each, count, never = _patterns(comparers, met, unmet)
    same = np.where(never, 0.0, chance(_against_strangers(weights, each) - CAUTION))
    for _ in range(60):
        belief = np.stack([same, 1 - same, np.zeros(len(same))], axis=1)
        fresh = np.where(never, 0.0, chance(_against_strangers(_maximise(comparers, each, count, belief), each)))
        step, same = float(np.abs(fresh - same).max()), fresh
        if step < 1e-4:
            break
    return _with_kin(comparers, each, count, same, never)


def _against_strangers(weights: Weights, each: Levels) -> Array:
    total = weights.by_class(each)
    return np.asarray(total[:, SAME] - total[:, STRANGERS])


def _with_kin(comparers: Sequence[Comparer], each: Levels, count: Array, same: Array, never: Array) -> Weights:
    kin = _first_kin(comparers, each)
    weights = starting(comparers)
    for _ in range(int(np.clip(same @ count / KIN_ROUND, 1, 8))):
        for _ in range(15):
            weights = _maximise(
                comparers, each, count, np.stack([same, (1 - same) * (1 - kin), (1 - same) * kin], axis=1)
            )
            total = weights.by_class(each)
            kin = chance(total[:, KIN] - total[:, STRANGERS])
        same = np.where(never, 0.0, chance(weights.score(each)))
    return weights


def _first_kin(comparers: Sequence[Comparer], each: Levels) -> Array:
    """Kin to begin with: the different who agree in two columns."""
    agree = np.zeros(len(next(iter(each.values()))))
    for c in comparers:
        same, other = c.start()
        agree += np.append(np.log(same / other), 0.0)[each[c.key]] > 1
    return np.where(agree >= 2, 0.8, 0.1)


def _patterns(comparers: Sequence[Comparer], met: Levels, unmet: Levels) -> tuple[Levels, Array, Array]:
    """Pairs that compare alike in every column, counted once: their levels, how many, and whether they never met."""
    both = {key: np.concatenate([met[key], unmet[key]]) for key in met}
    size = len(next(iter(met.values())))
    code = (np.arange(len(next(iter(both.values())))) >= size).astype(np.int64)
    for c in comparers:
        code = runs(code * (c.levels + 1) + both[c.key] + 1)[1]
    _, first, count = np.unique(code, return_index=True, return_counts=True)
    return {key: level[first] for key, level in both.items()}, count.astype(float), first >= size


def _maximise(comparers: Sequence[Comparer], each: Levels, count: Array, belief: Array) -> Weights:
    seen = count @ belief
    shares = {}
    for c in comparers:
        same, other = c.start()
        trust = TRUST + np.minimum(np.array([SAME_TRUST, 0.0, 0.0]) * seen, SAME_TRUST_MOST)
        first = trust[:, None] * np.stack([same, other, _kin(same, other)])
        known = each[c.key] >= 0
        level, many = each[c.key][known], count[known]
        found = np.stack([np.bincount(level, belief[known, k] * many, c.levels) for k in range(3)]) + first
        shares[c.key] = _sensible(np.log(found / found.sum(axis=1, keepdims=True)), np.log(same / other), seen + START)
    total = seen + START
    return Weights(np.log(total / total.sum()), shares)


def _kin(same: Array, other: Array) -> Array:
    """Where kin start: mostly like strangers, now and then alike."""
    return KIN_ALIKE * same + (1 - KIN_ALIKE) * other


def _sensible(table: Array, gain: Array, seen: Array) -> Array:
    """Log-shares whose gain for the same stays within bounds and keeps its sign.

    What plainly speaks for the same at the start (a gain of 1 or more) may lose its worth but never speak against,
    and the other way round: otherwise a list of look-alikes with no two the same would turn the scale over.
    """
    weight = np.log(seen[1:] / seen[1:].sum())
    rest = np.logaddexp(table[STRANGERS] + weight[0], table[KIN] + weight[1])
    low = np.where(gain >= 1, 0.0, np.maximum(gain - SWAY, -BOUND))
    high = np.where(gain <= -1, 0.0, np.minimum(gain + SWAY, BOUND))
    return np.vstack([np.clip(table[SAME], rest + low, rest + high), table[1:]])


def teach(weights: Weights, levels: Levels, same: Array, anchors: Levels) -> Weights:
    """Weights moved by people's answers: ``levels`` of the pairs asked about, ``same`` true or false for each.

    Newton's steps on the logistic loss, plus half of PULL times the squared move of each weight, plus the loss on
    ``anchors`` (levels of other pairs) against what was believed of them before: the pairs people are asked about
    are the doubtful ones, and must not overturn what is known of the rest.
    """
    sizes = [weights.shares[key].shape[1] for key in levels]
    both = {key: np.concatenate([levels[key], anchors[key]]) for key in levels}
    design = _design(both, sizes)
    base = weights._odds(weights.by_class(both))
    truth = np.concatenate([same.astype(float), chance(base[len(same) :])])
    count = np.where(np.arange(len(truth)) < len(same), 1.0, ANCHOR / max(len(truth) - len(same), 1))
    move = _fitted(design, base, truth, count)
    cut = np.cumsum([1, *sizes])
    moved = {key: move[a:b] for key, a, b in zip(levels, cut, cut[1:])}
    return replace(weights, moved=moved, lean=float(move[0]))


def _fitted(design: scipy.sparse.csr_matrix, base: Array, truth: Array, count: Array, rounds: int = 30) -> Array:
    """The move of each weight with the least loss, by Newton's steps halved until the loss falls."""

    def loss(move: Array) -> float:
        odds = base + design @ move
        return float(count @ (np.logaddexp(0, odds) - truth * odds) + PULL / 2 * move @ move)

    move = np.zeros(design.shape[1])
    lost = loss(move)
    for _ in range(rounds):
        p = chance(base + design @ move)
        slope = design.T @ (count * (p - truth)) + PULL * move
        bend = (design.T @ scipy.sparse.diags(count * p * (1 - p)) @ design).toarray() + PULL * np.eye(len(move))
        step = np.linalg.solve(bend, slope)
        tries = [move - step / 2**k for k in range(12)]
        better = next((t for t in tries if loss(t) < lost - 1e-9), None)
        if better is None:
            break
        move, lost, before = better, loss(better), lost
        if before - lost < 1e-4:
            break
    return move


def _design(levels: Levels, sizes: Sequence[int]) -> scipy.sparse.csr_matrix:
    """A one for each level a pair has, after a column of ones."""
    size = len(next(iter(levels.values())))
    row, column = [np.arange(size)], [np.zeros(size, dtype=np.int64)]
    offset = 1
    for level, width in zip(levels.values(), sizes):
        known = np.flatnonzero(level >= 0)
        row.append(known)
        column.append(offset + level[known])
        offset += width
    ones = np.ones(sum(map(len, row)))
    return scipy.sparse.csr_matrix((ones, (np.concatenate(row), np.concatenate(column))), shape=(size, offset))
