"""Simulated annealing (Kirkpatrick, Gelatt, Vecchi 1983) by swaps of two sessions in different slots.

A step takes one session and looks at its swaps with all others, sieved; the first whose gain is above a drawn threshold
(heat times the logarithm of a draw: a small loss is often let pass, a big one rarely) is made. The heat is steered by
the share of steps that change anything, which falls evenly to an eighth of what it was, so no figure depends on how
many people there are. The best grid met on the way is kept (fewest left out, then most wishes met), and a short
search that takes no loss ends it.
"""

from math import exp, log

from .board import Board
from .sieve import ListSieve, Sieve

BLOCK = 128
AT_ONCE = 16
CLOSE = 16
FEW = 64
MOST_TILES = 3000


class Draws:
    """Numbers that look drawn, the same for the same seed: a linear congruential generator (Knuth's MMIX)."""

    def __init__(self, seed: int) -> None:
        self.state = (seed * 0x9E3779B97F4A7C15 + 0x2545F4914F6CDD1D) % 2**64
        for _ in range(4):
            self.below(2)

    def below(self, bound: int) -> int:
        """A whole number from 0 up to but not including the bound, which must be far under 4 thousand million."""
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF
        return (self.state >> 32) * bound >> 32

    def log(self) -> float:
        """The logarithm of a draw between 0 and 1: always below 0, on average -1."""
        return log((self.below(1 << 24) + 1) / (1 << 24 | 1))


def steps_for(sessions: int, effort: float) -> int:
    """How many steps a day of so many sessions is worth: 10,000 for 24, 105,000 for 80, 250,000 for 400."""
    many: float = 105_000 * (sessions / 80) ** (1.953 if sessions < 80 else 0.539)
    return int(max(0.0, effort) * min(many, 500_000.0))


def share_at_first(sessions: int) -> float:
    """The share of steps that change something at the start: 0.07 for 24 sessions, 0.15 for 80, 0.4 for 400."""
    return min(0.6, 0.15 * float((sessions / 80) ** 0.61))


def sieve_for(board: Board) -> Sieve:
    """One of lists for a small day; for a bigger one of arrays, which take longer to import than a small day needs."""
    if len(board.slot) < FEW:
        return ListSieve(board)
    from .arrays import ArraySieve

    return ArraySieve(board)


class Annealing:
    """One search over a board, which it leaves at the best grid found. `enough` wishes met end it early."""

    def __init__(self, board: Board, seed: int, enough: int) -> None:
        self.board = board
        self.enough = enough
        self.draws = Draws(seed)
        self.movable = [tile for tile in range(board.many) if not board.tiles.fixed[tile] and board.tiles.fits[tile]]
        self.sieve = sieve_for(board)
        self.met = board.met()
        self.best, self.found = self.met, list(board.slot)
        self.waiting = len(board.members[board.out])
        self.changes = 0
        self.hot = share_at_first(len(self.movable))

    def run(self, steps: int) -> None:
        interest = [people.bit_count() for people in self.board.tiles.wanted]
        heat, hottest = 0.2 * (sum(interest) / self.board.many) ** 0.5, 1.0 + max(interest)
        for block in range(steps // BLOCK):
            if self.best >= self.enough:
                break
            self.changes = 0
            for _ in range(BLOCK // AT_ONCE):
                self.round(heat)
            share = self.hot * (1 - 0.875 * block * BLOCK / steps)
            heat = min(max(0.01, heat * exp(0.1 * (share - self.changes / BLOCK))), hottest)
        self.back_to_best()
        for _ in range(2 * len(self.movable) // AT_ONCE + 1 if self.best < self.enough else 0):
            self.round(0.0)
        self.back_to_best()

    def round(self, heat: float) -> None:
        """A few steps, sieved together: that is cheaper, and the sieve is little the worse for the swaps between."""
        ones = [self.movable[self.draws.below(len(self.movable))] for _ in range(AT_ONCE)]
        least = [heat * self.draws.log() for _ in ones]
        for one, bar, others in zip(ones, least, self.sieve.likely(ones, least)):
            if len(others) > 1:
                turn = self.draws.below(len(others))
                others = (others[turn:] + others[:turn])[:CLOSE]
            swap = self.board.first(one, others, bar) if others else None
            if swap:
                self.take(one, *swap)

    def take(self, one: int, other: int, gain: int) -> None:
        here, there = self.board.slot[one], self.board.slot[other]
        self.board.swap(one, other)
        self.sieve.swapped(one, other, here, there)
        self.met += gain
        self.changes += gain != 0
        waiting = len(self.board.members[self.board.out])
        if self.met > self.best or waiting < self.waiting:
            self.waiting = waiting
            self.best, self.found = self.met, list(self.board.slot)

    def back_to_best(self) -> None:
        if self.board.slot != self.found:
            self.board.lay(self.found)
            self.sieve.relaid()
            self.met = self.best


def anneal(board: Board, seed: int, steps: int, enough: int) -> None:
    """Searches for so many steps. The same seed gives the same grid. Past 3,000 sessions the first grid is kept."""
    anything = board.out > 1 or (board.out and board.members[board.out])
    if steps and anything and board.many <= MOST_TILES:
        search = Annealing(board, seed, enough)
        if search.movable:
            search.run(steps)
