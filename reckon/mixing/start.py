"""A seating to start from: people in columns of the like, each column shifted on by its own step every round.

Two in one column never share a table, so like people are spread; two in different columns meet again only where the
steps agree. With a prime number of tables or a power of two, and no more people at a table than there are tables, as
many rounds as tables repeat nobody (a transversal design); otherwise so do the first few rounds.
"""

import numpy as np

from .problem import Array, Problem


def start(problem: Problem, rounds: int, dice: np.random.Generator, by_chance: bool = False) -> Array:
    """The table of each unit in each round, shape (rounds, units). Groups sit where `problem` put them, the others in
    columns or `by_chance`.
    """
    table = np.empty((rounds, len(problem.units)), dtype=np.int64)
    alone = _in_columns(problem, dice)
    seats = problem.fill.copy()
    np.subtract.at(seats, problem.home[problem.home >= 0], problem.size[problem.home >= 0])
    used = np.flatnonzero(seats)
    for r in range(rounds):
        table[r] = problem.home
        if by_chance:
            table[r, alone] = dice.permutation(np.repeat(np.arange(len(seats)), seats))
        elif len(alone):
            group = _shifted(len(alone), len(used), r)
            table[r, alone] = used[_fitted(group, seats[used])]
    return table


def _in_columns(problem: Problem, dice: np.random.Generator) -> Array:
    """Those who sit by themselves, like beside like; the dice settle who of the same kind comes first."""
    alone = np.flatnonzero(problem.home < 0)
    mixed = alone[dice.permutation(len(alone))]
    kind = problem.kinds[[problem.units[u][0] for u in mixed.tolist()]]
    keys = [kind[:, column] for column in range(kind.shape[1] - 1, -1, -1)]
    return mixed[np.lexsort(keys)] if keys else mixed


def _shifted(people: int, tables: int, r: int) -> Array:
    row, column = np.arange(people) % tables, np.arange(people) // tables
    if tables & (tables - 1) == 0:
        step = np.array([_times(r % tables, b % tables, tables) for b in range(int(column.max()) + 1)], dtype=np.int64)
        return row ^ step[column]
    return (row + r * column) % tables


def _times(a: int, b: int, size: int) -> int:
    """The product in the field of `size` elements, a power of two: polynomials over 0 and 1."""
    if size < 4:
        return a & b
    shape = next(p for p in range(size + 1, 2 * size, 2) if _irreducible(p))
    found = 0
    while b:
        found ^= a if b & 1 else 0
        a, b = a << 1, b >> 1
        a ^= shape if a >= size else 0
    return found


def _irreducible(p: int) -> bool:
    return all(_rest(p, q) for q in range(2, 1 << ((p.bit_length() + 1) // 2)))


def _rest(p: int, q: int) -> int:
    while p.bit_length() >= q.bit_length():
        p ^= q << (p.bit_length() - q.bit_length())
    return p


def _fitted(group: Array, seats: Array) -> Array:
    """Groups given tables that seat them, the largest the largest; whoever is left over takes the first free seat."""
    many = np.bincount(group, minlength=len(seats))
    at = np.empty(len(seats), dtype=np.int64)
    at[np.argsort(-many, kind="stable")] = np.argsort(-seats, kind="stable")
    wish = at[group]
    order = np.argsort(wish, kind="stable")
    first = np.searchsorted(wish[order], np.arange(len(seats)))
    rank = np.empty(len(wish), dtype=np.int64)
    rank[order] = np.arange(len(wish)) - first[wish[order]]
    over = np.flatnonzero(rank >= seats[wish])
    free = np.repeat(np.arange(len(seats)), np.maximum(0, seats - np.bincount(wish, minlength=len(seats))))
    wish[over] = free
    return wish
