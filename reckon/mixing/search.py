"""Swapping people between tables until nothing better is found: steepest climb, then tabu search (Glover, 1989)."""

from collections.abc import Callable
from itertools import product

import numpy as np

from .problem import Array, Problem, price

_NEVER = -(2**62)


class Seats:
    """Where everybody sits in every round, and what each swap would gain.

    `table` (rounds, units); `together` how many rounds two units share; `worth` (rounds, units, units) what a pair is
    worth in that round, the other rounds as they are; `at` (rounds, units, tables) what a unit is worth to each table;
    `barred` (rounds, units, units) pairs who cannot be swapped: they share a table, or are not as many.
    """

    def __init__(self, problem: Problem, table: Array) -> None:
        self.problem, self.table = problem, table.copy()
        self.other_size = problem.size[:, None] != problem.size[None, :]
        shared = table[:, :, None] == table[:, None, :]
        self.barred = shared | self.other_size
        self.together = shared.sum(axis=0)
        self.worth = np.stack([price(problem, self.together - one) for one in shared])
        tables = np.arange(len(problem.fill))
        self.at = np.stack([w @ (t[:, None] == tables).astype(np.int64) for w, t in zip(self.worth, table)])

    def gains(self, r: int) -> Array:
        """What swapping each two units would gain in one round; far below 0 where they cannot be swapped."""
        gain: Array = self.at[r].take(self.table[r], axis=1)
        gain -= gain.diagonal()[:, None].copy()
        gain = gain + gain.T
        gain -= 2 * self.worth[r]
        gain[self.barred[r]] = _NEVER
        return gain

    def move(self, r: int, unit: int, to: int) -> None:
        """Put one unit at another table in round `r`; whoever moves the other way is the caller's to see to."""
        old = self.table[r, unit]
        own = self.worth[r, unit]
        self.at[r, :, old] -= own
        self.at[r, :, to] += own
        self.table[r, unit] = -1
        left, met = self.table[r] == old, self.table[r] == to
        self.table[r, unit] = to
        self.barred[r, unit] = met | self.other_size[unit]
        self.barred[r, unit, unit] = True
        self.barred[r, :, unit] = self.barred[r, unit]
        if len(self.table) > 1:
            self.together[unit] += met
            self.together[unit] -= left
            self.together[:, unit] = self.together[unit]
            self._reprice(r, unit, np.flatnonzero(left | met))

    def swap(self, r: int, one: int, other: int) -> None:
        here, there = int(self.table[r, one]), int(self.table[r, other])
        self.move(r, one, there)
        self.move(r, other, here)

    def _reprice(self, r: int, unit: int, who: Array) -> None:
        """After `unit` has moved in round `r`, what its pairs with `who` are worth in the other rounds."""
        shared = self.table[:, who] == self.table[:, unit, None]
        fresh = price(self.problem, self.together[unit, who] - shared, unit, who)
        change = fresh - self.worth[:, unit, who]
        change[r] = 0
        for q in np.flatnonzero(change.any(axis=1)).tolist():
            by = change[q]
            self.worth[q, unit, who] = self.worth[q, who, unit] = fresh[q]
            self.at[q, who, self.table[q, unit]] += by
            np.add.at(self.at[q, unit], self.table[q, who], by)


def climb(seats: Seats) -> int:
    """Swap while anything is gained: in each pass the best swaps of each round that share no table. Gives the gain."""
    total, better = 0, True
    while better:
        better = False
        for r in range(len(seats.table)):
            gain = seats.gains(r)
            best = gain.argmax(axis=1)
            most = gain[np.arange(len(gain)), best]
            used: set[int] = set()
            for one in np.argsort(-most, kind="stable").tolist():
                if most[one] <= 0:
                    break
                other = int(best[one])
                pair = {int(seats.table[r, one]), int(seats.table[r, other])}
                if not pair & used:
                    seats.swap(r, one, other)
                    used |= pair
                    better = True
                    total += int(most[one])
    return total


def exchange(seats: Seats) -> int:
    """Let each group change places with as many who sit alone at another table, where that gains; gives the gain."""
    total = 0
    for r, group in product(range(len(seats.table)), np.flatnonzero(seats.problem.size > 1).tolist()):
        gain, to, singles = max(_offers(seats, r, group), key=lambda offer: offer[0])
        if gain > 0:
            _change(seats, r, group, to, singles)
            total += gain
    return total


def scatter(seats: Seats, dice: np.random.Generator) -> None:
    """Put each group at some other table, to start again from there."""
    for r, group in product(range(len(seats.table)), np.flatnonzero(seats.problem.size > 1).tolist()):
        offers = [offer for offer in _offers(seats, r, group) if offer[2]]
        if offers:
            _, to, singles = offers[int(dice.integers(len(offers)))]
            _change(seats, r, group, to, singles)


def _change(seats: Seats, r: int, group: int, to: int, singles: list[int]) -> None:
    here = int(seats.table[r, group])
    seats.move(r, group, to)
    for single in singles:
        seats.move(r, single, here)


def _offers(seats: Seats, r: int, group: int) -> list[tuple[int, int, list[int]]]:
    return [_offer(seats, r, group, to) for to in range(seats.at.shape[2])]


def _offer(seats: Seats, r: int, group: int, to: int) -> tuple[int, int, list[int]]:
    """What is gained when a group goes to a table and the best of those alone there come the other way."""
    here, at, worth = int(seats.table[r, group]), seats.at[r], seats.worth[r]
    alone = np.flatnonzero((seats.table[r] == to) & (seats.problem.size == 1))
    many = int(seats.problem.size[group])
    if to == here or len(alone) < many:
        return (_NEVER, to, [])
    each = at[alone, here] - at[alone, to] - 2 * worth[alone, group]
    best = np.argsort(-each, kind="stable")[:many]
    chosen = alone[best]
    gain = at[group, to] - at[group, here] + each[best].sum() + worth[np.ix_(chosen, chosen)].sum()
    return (int(gain), to, chosen.tolist())


def _nudge(seats: Seats, dice: np.random.Generator) -> int:
    """Move one group, if there are any, to the table that loses least; gives what is gained."""
    groups = np.flatnonzero(seats.problem.size > 1)
    if not len(groups):
        return 0
    r, group = int(dice.integers(len(seats.table))), int(groups[int(dice.integers(len(groups)))])
    gain, to, singles = max(_offers(seats, r, group), key=lambda offer: offer[0])
    if not singles:
        return 0
    _change(seats, r, group, to, singles)
    return gain


def wander(seats: Seats, steps: int, dice: np.random.Generator, enough: Callable[[Array], bool]) -> Array:
    """Take the best swap even where it loses. Who left a table does not go back to it for up to 11 steps, fewer in
    a small room, unless that beats the best so far; now and then a group moves. The best tables seen; stops early once
    they are `enough`.
    """
    rounds, units = seats.table.shape
    until = np.zeros((rounds, units, len(seats.problem.fill)), dtype=np.int64)
    now = best = 0
    longest = min(12, 4 + rounds * units // 3)
    kept = seats.table.copy()
    for step in range(1, steps + 1):
        if now == best and enough(kept):
            break
        if step % 16 == 0:
            now += _nudge(seats, dice)
        gain = np.stack([seats.gains(r) for r in range(rounds)])
        top = int(gain.max())
        if now + top <= best:
            for r in range(rounds):
                back = until[r].take(seats.table[r], axis=1) >= step
                gain[r][back | back.T] = _NEVER
            top = int(gain.max())
        if top <= _NEVER:
            continue
        choice = np.flatnonzero(gain == top)
        r, one, other = (int(n) for n in np.unravel_index(choice[int(dice.integers(len(choice)))], gain.shape))
        pair = [one, other]
        until[r, pair, seats.table[r, pair]] = step + dice.integers(longest // 3, longest, 2)
        seats.swap(r, one, other)
        now += top
        if now > best:
            best, kept = now, seats.table.copy()
    return kept
