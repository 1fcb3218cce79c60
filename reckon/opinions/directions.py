"""The two directions in which votes differ most, kept while votes come in, with a bound on how far off they are.

A few more directions than two are kept (`KEPT`), and everybody's place along each. One vote changes one cell and the
mean of its column, which changes those places by little sums; the best two directions within those kept are then had
from a table of `KEPT` by `KEPT` (Rayleigh and Ritz). What they lack is their residual, the part of the table's product
with them that lies outside. At each vote what the vote itself does to it is added, and what a mean does that moved is
bounded; by one look at all votes it is measured, when the bound allows more than is wished. Where it is too large
indeed, the residual itself becomes two of the directions kept (Davidson, "The iterative calculation of a few of the
lowest eigenvalues", J. Comp. Phys. 17, 1975). A residual of r, with the next strength a gap g away, leaves a direction
within r / g of the true one (Davis and Kahan, "The rotation of eigenvectors by a perturbation III", SIAM J. Numer.
Anal. 7, 1970).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.linalg import eigh
from scipy.sparse.linalg import LinearOperator, eigsh

from .cells import Cells, Places
from .positions import DENSE, Floats

KEPT = 8
# How exactly the directions kept beside the two are found at first: they only help, so roughly will do.
ROUGHLY = 0.02
# Below this share of the first strength a residual is the rounding of the sum itself.
ROUNDING = 1e-13
# Where two strengths are as good as equal no number of looks tells them apart.
LOOKS = 60

Booleans = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Row:
    """One person's votes less the means: on which statements, by how much; all nought for one who is not counted."""

    statements: Places
    off: Floats


class Directions:
    """`found` is (2, statements), the leading two, signs as they fall; `strengths` how much of the summed squares each
    carries; `people`, (people, 2), everybody's place along them. All three hold after `settle`.

    They are within `within` (in radians) of those that the table `cells` of the people `counted` has, unless the
    second strength and the third are as good as equal. Whoever changes the table says so: `lean`, `turn`, `grow`.

    That no stronger direction has grown up outside of those kept is no part of the bound. They are begun anew as soon
    as enough has changed for one that had nothing in common with them.
    """

    def __init__(self, cells: Cells, counted: Booleans, within: float) -> None:
        self.cells, self.counted, self.within = cells, counted, within
        self.looks = self.begun = 0
        self._begin()
        self.settle()

    def _begin(self) -> None:
        """The directions kept, from all votes."""
        self.begun += 1
        self._basis = _leading(self.cells, self.counted)
        self._along = self.cells.times(self._basis)
        self._multiply()
        self._rest, self._slack = np.zeros((len(self._basis), 2)), np.inf
        strengths, _turn = self._best()
        self._strayed, self._outside = 0.0, float(strengths[-1]) if len(strengths) == KEPT else 0.0

    def lean(self, what: int, places: Places, by: float, others: Booleans) -> None:
        """The mean of one statement went up by so much; `places` are those of its votes, `others` says of each whether
        its person is counted and not among those given to `turn`."""
        people, part = self.cells.person[places], self._basis[what]
        still = self._along[people[others]]
        whole = still.sum(axis=0)
        self._slack += abs(by) * float(np.sqrt(self.strengths[0] * len(still))) * _norm(part[:2])
        self._rest[what, : len(whole)] -= by * whole[:2]
        shift = by * np.outer(whole, part)
        self._products += by * by * len(still) * np.outer(part, part) - shift - shift.T
        self._along[people] -= by * part

    def turn(self, who: int, before: Row, now: Row, is_counted: bool) -> None:
        """One person's row is another one. `before` is the beginning of it, with the means as they were."""
        here = self._along[who] = now.off @ self._basis[now.statements]
        if not is_counted:
            return
        change = now.off.copy()
        change[: len(before.off)] -= before.off
        stood, near = before.off @ self._basis[before.statements], self._basis[:, :2]
        self._products += np.outer(here, here) - np.outer(stood, stood)
        self._strayed += float(change @ change)
        moved = np.outer(now.off, change @ near[now.statements]) + np.outer(change, stood[:2])
        self._rest[now.statements, : moved.shape[1]] += moved

    def grow(self, counted: Booleans, statements: int) -> None:
        """More people, more statements or others who are counted; the new ones have said nothing yet."""
        self.counted = counted
        self._along = _longer(self._along, len(counted))
        self._basis, self._rest = _longer(self._basis, statements), _longer(self._rest, statements)

    def settle(self) -> None:
        """The two directions as near the true ones as is promised."""
        strengths, turn = self._best()
        if self._may_be_another(strengths):
            self._begin()
            strengths, turn = self._best()
        for _look in range(LOOKS):
            if self._is_near(strengths, turn):
                break
            if _norm(self._outer()) > self._unknown(strengths, turn):
                self._widen()
            else:
                self._look(strengths, turn)
            strengths, turn = self._best()
        self.strengths = _longer(strengths[:2], 2)
        self.found = _longer((self._basis @ turn[:, :2]).T, 2)
        self.people = _longer((self._along @ turn[:, :2]).T, 2).T

    def _best(self) -> tuple[Floats, Floats]:
        """(strengths, how to turn those kept towards them), the strongest first."""
        strengths, turn = eigh(self._products, check_finite=False)
        return np.maximum(strengths[::-1], 0), turn[:, ::-1]

    def _multiply(self) -> None:
        """`_products`, of everybody's places along each two of those kept, anew from these places."""
        self._products = self._along.T @ (self._along * self.counted[:, None])

    def _may_be_another(self, strengths: Floats) -> bool:
        """Whether so much has changed since they were begun that a direction as strong as the second could have grown
        outside of those kept, where the weakest of these was as strong as anything."""
        second = float(strengths[1]) if len(strengths) > 1 else 0.0
        return bool(self._strayed and np.sqrt(self._outside) + np.sqrt(self._strayed) >= np.sqrt(second))

    def _is_near(self, strengths: Floats, turn: Floats) -> bool:
        """Whether the two are near enough, by what is known of their residual."""
        if len(strengths) >= self.cells.statements:
            return True
        first, second, third = (float(one) for one in [*strengths[:3], 0, 0][:3])
        loose = _norm(self._outer()) + self._unknown(strengths, turn)
        if loose <= ROUNDING * first:
            return True
        apart, between = second - third, first - second
        if apart <= 0 or between <= 0 or not np.isfinite(loose):
            return False
        return bool(loose / apart * (1 + loose / between) <= self.within)

    def _unknown(self, strengths: Floats, turn: Floats) -> float:
        """The most there may be of the residual beside what is known: what means did that moved, and what the other
        directions kept lack, as far as the two best are made of these by now."""
        first, third = (float(one) for one in [*strengths[:3:2], 0, 0][:2])
        mixed = _norm(turn[2:, :2])
        return self._slack + mixed * float(np.sqrt(first * (third + first * mixed**2)))

    def _outer(self) -> Floats:
        """The part of the residual, as far as it is known, that lies outside of the directions kept."""
        return np.asarray(self._rest - self._basis @ (self._basis.T @ self._rest))

    def _look(self, strengths: Floats, turn: Floats) -> None:
        """The two directions are kept as the first two, and their residual is measured: one look at all votes."""
        self.looks += 1
        self._basis, self._along = self._basis @ turn[:, :KEPT], self._along @ turn[:, :KEPT]
        self._multiply()
        sides = self._along[:, :2] * self.counted[:, None]
        self._rest = _wider(self.cells.back(sides) - self._basis[:, :2] * strengths[:2], 2)
        self._slack = 0.0

    def _widen(self) -> None:
        """The two directions of the residual are kept too: nothing that is known of it lies outside any more."""
        rest = self._outer()
        more, _upper = np.linalg.qr(rest / max(_norm(rest), 1e-300))
        more -= self._basis @ (self._basis.T @ more)
        sides, lengths, _turn = np.linalg.svd(more, full_matrices=False)
        more = sides[:, lengths > 0.5]
        self._basis = np.hstack([self._basis, more])
        self._along = np.hstack([self._along, self.cells.times(more)])
        self._multiply()


def _leading(cells: Cells, counted: Booleans) -> Floats:
    """(statements, up to KEPT): the leading directions, roughly where there are many statements, orthonormal."""
    table, m = cells.table()[counted], cells.statements
    if not counted.any():
        return np.eye(m)[:, :KEPT]
    if m <= max(DENSE, KEPT + 2):
        products = (table.T @ table).toarray()
        vectors = eigh(products, subset_by_index=(max(0, m - KEPT), m - 1), check_finite=False)[1]
    else:
        wide = LinearOperator((m, m), matvec=lambda v: table.T @ (table @ v), dtype=np.float64)
        vectors = eigsh(wide, k=KEPT, v0=np.ones(m), tol=ROUGHLY)[1]
    return np.ascontiguousarray(vectors[:, ::-1])


def _norm(values: Any) -> float:
    return float(np.linalg.norm(values))


def _wider(values: Floats, count: int) -> Floats:
    return _longer(values.T, count).T.copy()


def _longer(values: Floats, count: int) -> Floats:
    """The same with noughts after it, so that there are so many."""
    if len(values) >= count:
        return values
    return np.concatenate([values, np.zeros((count - len(values), *values.shape[1:]))])
