"""Where people stand: the two directions in which their votes differ most, and each person's place along them.

A vote that was not given is taken to be the mean of its statement. Once the means are taken off, such a vote is
nought, so the filled-in matrix is the sparse one and its two directions come from sparse products alone: exact, and
the same each time. The method is Polis' (Small, Bjorkegren, Erkkilä, Shaw and Megill, "Polis: Scaling deliberation by
mapping high dimensional opinion spaces", Recerca 26(2), 2021), which stretches each person by how much they left
unsaid; here they are stretched less, see STRETCH.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import scipy  # its parts are read when they are first used: 40 MB that a page does without

from .votes import Ints, Votes

# Somebody who voted on n of m statements is stretched by sqrt(m / (n + STRETCH m)). With 0 (Polis) one who said little
# is thrown to the edge by little evidence; without stretching those who said little all stand in the middle.
STRETCH = 0.25
# Up to this many statements the whole table of products is made, past it only products with vectors.
DENSE = 600
# A direction with less than this share of all difference is none.
NOUGHT = 1e-12
# Up to this many cells, people by statements, the matrix is a plain one: quicker than a sparse one.
SMALL = 4_000_000

Floats = npt.NDArray[np.float64]
Matrix: TypeAlias = Any  # a plain or a sparse one; both know .T, @ and .shape


@dataclass(frozen=True)
class Positions:
    """`people` is (n, 2), x and y of everybody; `directions` is (2, m); `shares` how much of all difference each of
    the two carries, 0 to 1; `means` is each statement's mean vote.

    A direction's sign is chosen so that the statement that weighs most in it counts upward (the first of equals).
    """

    people: Floats
    directions: Floats
    shares: Floats
    means: Floats


def positions(votes: Votes, counted: npt.NDArray[np.bool_], start: Floats | None = None) -> Positions:
    """Everybody's position; means and directions come from the people `counted` alone (n booleans).

    `start`, directions found before, only makes it quicker. Nobody counted, or no two who differ: all stand at nought.
    """
    n, m = len(votes.people), len(votes.statements)
    if not counted.any() or not m:
        return Positions(np.zeros((n, 2)), np.zeros((2, m)), np.zeros(2), np.zeros(m))
    means = _means(votes, counted)
    off = votes.value - means[votes.statement]
    everyone = _matrix(off, votes)
    matrix = everyone[counted] if not counted.all() else everyone
    directions, shares = _directions(matrix, start)
    stretch = stretched(votes.by_person(), m)
    return Positions((everyone @ directions.T) * stretch[:, None], directions, shares, means)


def stretched(said: Ints, statements: int) -> Floats:
    """By how much each person is stretched who voted on so many of the statements."""
    return np.asarray(np.sqrt(statements / np.maximum(said + STRETCH * statements, 1)))


def _means(votes: Votes, counted: npt.NDArray[np.bool_]) -> Floats:
    m = len(votes.statements)
    weight = counted[votes.person].astype(np.float64)
    said = np.bincount(votes.statement, weights=weight, minlength=m)
    total = np.bincount(votes.statement, weights=weight * votes.value, minlength=m)
    return np.asarray(total / np.maximum(said, 1))


def _matrix(off: Floats, votes: Votes) -> Matrix:
    """(people, statements), nought where there is no vote: plain where that is small, sparse otherwise."""
    n, m = len(votes.people), len(votes.statements)
    if m <= DENSE and n * m <= SMALL:
        plain = np.zeros((n, m))
        plain[votes.person, votes.statement] = off
        return plain
    starts = np.concatenate([[0], np.cumsum(votes.by_person())])
    return scipy.sparse.csr_array((off, votes.statement, starts), shape=(n, m))


def _directions(matrix: Matrix, start: Floats | None) -> tuple[Floats, Floats]:
    """The two leading directions of the rows, (2, m), and the share of all difference in each."""
    m = matrix.shape[1]
    if m <= max(DENSE, 3):
        products = matrix.T @ matrix
        products = products if isinstance(products, np.ndarray) else products.toarray()
        first = max(0, m - 2)
        strengths, vectors = scipy.linalg.eigh(products, subset_by_index=(first, m - 1), check_finite=False)
        vectors, strengths, total = vectors[:, ::-1].T, strengths[::-1], float(np.trace(products))
    else:
        strengths, vectors = _leading(matrix, start)
        total = float((matrix.data**2).sum())
    found = np.zeros((2, m))
    shares = np.zeros(2)
    if total > 0:
        found[: len(vectors)] = vectors
        shares[: len(strengths)] = np.maximum(strengths, 0) / total
        found[shares < NOUGHT] = 0
    return found * signs(found)[:, None], shares


def _leading(matrix: scipy.sparse.csr_array, start: Floats | None) -> tuple[Floats, Floats]:
    table = scipy.sparse.linalg.LinearOperator(
        (matrix.shape[1], matrix.shape[1]), matvec=lambda v: matrix.T @ (matrix @ v), dtype=np.float64
    )
    begin = start.sum(axis=0) if start is not None and start.any() else np.ones(matrix.shape[1])
    strengths, vectors = scipy.sparse.linalg.eigsh(table, k=2, v0=begin, tol=1e-8)
    return strengths[::-1], vectors[:, ::-1].T


def signs(directions: Floats) -> Floats:
    """1 or -1 for each, so that its heaviest entry comes above nought; entries within a billionth of it are equal."""
    found = np.ones(len(directions))
    for at, one in enumerate(directions):
        heaviest = np.flatnonzero(np.abs(one) >= np.abs(one).max(initial=0) - 1e-9)
        if len(heaviest) and one[heaviest[0]] < 0:
            found[at] = -1
    return found
