"""Knots of near people, kept while votes come in: past EXACT people, groups are made of these."""

import numpy as np
import numpy.typing as npt

from .groups import Floats, knotted

# How many people are looked at again at each vote, in turn, whether another knot is nearer by now.
IN_TURN = 500


class Knots:
    """`knot` is the knot of each person, -1 for those not counted; there are `count`. People stay in theirs until
    somebody looks: at those who voted, at each vote, and at everybody in turn."""

    def __init__(self, people: Floats, counted: npt.NDArray[np.bool_]) -> None:
        self.knot = np.full(len(people), -1, dtype=np.int64)
        self.knot[counted], middles, _weights = knotted(people[counted])
        self.count, self._next = len(middles), 0

    def follow(self, people: Floats, counted: npt.NDArray[np.bool_], voted: list[int]) -> tuple[Floats, Floats]:
        """(where each knot is now, how many people are in it, which may come to be none)."""
        new = np.full(len(people) - len(self.knot), -1, dtype=np.int64)
        self.knot = np.concatenate([self.knot, new])
        middles, weights = self._middles(people)
        in_turn = np.arange(self._next, self._next + IN_TURN) % len(people)
        self._next = (self._next + IN_TURN) % len(people)
        looked = np.concatenate([in_turn, voted]).astype(np.int64)
        looked = looked[counted[looked]]
        away = (middles**2).sum(axis=1) - 2 * people[looked] @ middles.T
        away[:, weights == 0] = np.inf
        self.knot[looked] = away.argmin(axis=1)
        return self._middles(people)

    def _middles(self, people: Floats) -> tuple[Floats, Floats]:
        """A spare place stands before the knots for those in none."""
        weights = np.bincount(self.knot + 1, minlength=self.count + 1)[1:].astype(np.float64)
        sides = [np.bincount(self.knot + 1, people[:, side], minlength=self.count + 1)[1:] for side in range(2)]
        return np.stack(sides, axis=1) / np.maximum(weights, 1)[:, None], weights
