"""The sieve of `sieve.py` for bigger days: the same sums, on arrays."""

from collections.abc import Iterator

import numpy as np

from .board import Board
from .sieve import passing


class ArraySieve:
    """`load[slot, tile]`: how many want both the tile and another one in that slot, counted once for each other."""

    def __init__(self, board: Board) -> None:
        self.board = board
        many = len(board.slot)
        self.all = np.arange(many)
        self.shared = np.array([board.tiles.overlap(tile) for tile in range(many)], np.float32)
        self.twice = self.shared * 2
        self.relaid()

    def relaid(self) -> None:
        board = self.board
        self.slot = np.array(board.slot)
        served = [self.shared[members].sum(axis=0) for members in board.members[: board.out]]
        alone = np.array([people.bit_count() for people in board.tiles.wanted], np.float32)
        self.load = np.stack([*served, alone])

    def likely(self, ones: list[int], least: list[float]) -> Iterator[list[int]]:
        own = self.load[self.slot, self.all]
        here = self.slot[ones]
        gain = own - self.load[:, ones].T.take(self.slot, axis=1)
        gain -= self.load[here]
        gain += self.twice[ones]
        bars = np.array([passing(each) for each in least], np.float32) - self.load[here, ones]
        worth = gain >= bars[:, None]
        worth &= self.slot != here[:, None]
        rows, others = worth.nonzero()
        ends: list[int] = rows.searchsorted(np.arange(1, len(ones) + 1)).tolist()
        found: list[int] = others.tolist()
        start = 0
        for end in ends:
            yield found[start:end]
            start = end

    def swapped(self, one: int, other: int, here: int, there: int) -> None:
        change = self.shared[other] - self.shared[one]
        if here < self.board.out:
            self.load[here] += change
        if there < self.board.out:
            self.load[there] -= change
        self.slot[one], self.slot[other] = self.board.slot[one], self.board.slot[other]
