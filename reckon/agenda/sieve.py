"""Which swaps are worth a close look.

Of 160,000 possible swaps in a big day, one or two in a hundred can be taken. Who wants both of two sessions is known
for all pairs beforehand; the sum of those over a slot tells nearly what a swap would win (it counts twice those torn
between three), and adding one row at each swap keeps it up to date. So whole rows of swaps are weighed at once, and
only those that pass are judged exactly.
"""

from collections.abc import Iterable, Iterator
from typing import Protocol

from .board import Board


class Sieve(Protocol):
    """Kept beside a board; after each swap of the board it must hear of it."""

    def likely(self, ones: list[int], least: list[float]) -> Iterable[list[int]]:
        """For each of the ones: tiles in other slots whose swap with it might win its `least`.

        Some do not, and a few that do are missed; the more so the more swaps were made since the first was asked for.
        """

    def relaid(self) -> None:
        """The whole board was laid anew."""

    def swapped(self, one: int, other: int, here: int, there: int) -> None:
        """`one` went from here to there, and `other` the other way, unless it is a blank, which stays."""


def passing(least: float) -> float:
    """What the sum over pairs must reach, for the exact gain to have a chance of `least`: on grids of several kinds
    the gain was 0.85 of the sum, give or take two."""
    return (least - 1.5) / 0.85


class ListSieve:
    """`load[slot][tile]`: how many want both the tile and another one in that slot, counted once for each other."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.shared = [board.tiles.overlap(tile) for tile in range(len(board.slot))]
        self.relaid()

    def relaid(self) -> None:
        self.load = [[0] * len(self.board.slot) for _ in range(self.board.out)]
        for load, members in zip(self.load, self.board.members):
            for tile in members:
                load[:] = map(sum, zip(load, self.shared[tile]))
        self.load.append([people.bit_count() for people in self.board.tiles.wanted])
        self._own()

    def _own(self) -> None:
        self.own = [self.load[where][tile] for tile, where in enumerate(self.board.slot)]

    def likely(self, ones: list[int], least: list[float]) -> Iterator[list[int]]:
        slot = self.board.slot
        for one, bar in zip(ones, least):
            here = slot[one]
            mine = [load[one] for load in self.load]
            bar = passing(bar) - mine[here]
            row = enumerate(zip(slot, self.own, self.load[here], self.shared[one]))
            yield [
                other
                for other, (there, own, moved, both) in row
                if own - moved - mine[there] + both + both >= bar and there != here
            ]

    def swapped(self, one: int, other: int, here: int, there: int) -> None:
        change = [b - a for a, b in zip(self.shared[one], self.shared[other])]
        if here < self.board.out:
            self.load[here] = [load + more for load, more in zip(self.load[here], change)]
        if there < self.board.out:
            self.load[there] = [load - less for load, less in zip(self.load[there], change)]
        self._own()
