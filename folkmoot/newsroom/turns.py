"""Whose turn it is to be asked: those that answer are never kept waiting by those that do not.

A rule and no more: it asks nobody, has no clock and touches no database. Whoever answered well last time may use every
lane; whoever is new, failing or slow has at most `DOUBTFUL` of them, and no machine has more than two at a time.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

LANES, DOUBTFUL, A_HOST = 24, 4, 2
QUICK = 3.0  # seconds: how long one that answers well may take before it is asked among the slow
WHOLE = 10.0  # seconds: how long any may take


@dataclass(frozen=True)
class Turn:
    """One that is due: its key, whose machine it is on, whether it answered well last time, and since when it is due
    (any number that grows with time)."""

    key: Any
    host: str
    is_proven: bool
    due: float = 0.0

    @property
    def seconds(self) -> float:
        """How long to wait for it. One that always answered and is slow for once comes again among the slow ones."""
        return QUICK if self.is_proven else WHOLE


@dataclass
class Turns:
    """Those that wait, and those that are being asked. `take` gives the next, `done` frees its lane."""

    waiting: Iterable[Turn]
    lanes: int = LANES
    doubtful: int = DOUBTFUL
    busy: Counter = field(default_factory=Counter)
    doubted: int = 0
    running: int = 0

    def __post_init__(self) -> None:
        ordered = sorted(self.waiting, key=lambda turn: turn.due)
        self.proven = deque(turn for turn in ordered if turn.is_proven)
        self.others = deque(turn for turn in ordered if not turn.is_proven)

    def __bool__(self) -> bool:
        return bool(self.proven or self.others or self.running)

    def take(self) -> Turn | None:
        """The next that may be asked now, whoever waited longest first; None when none may."""
        if self.running >= self.lanes:
            return None
        turn = self._first(self.proven) or (self._first(self.others) if self.doubted < self.doubtful else None)
        if turn:
            self.running += 1
            self.busy[turn.host] += 1
            self.doubted += not turn.is_proven
        return turn

    def _first(self, line: deque[Turn]) -> Turn | None:
        """The first whose machine has room; those passed over keep their place."""
        for at, turn in enumerate(line):
            if self.busy[turn.host] < A_HOST:
                del line[at]
                return turn
        return None

    def done(self, turn: Turn) -> None:
        self.running -= 1
        self.busy[turn.host] -= 1
        self.doubted -= not turn.is_proven

    def add(self, turn: Turn) -> None:
        """One more waits, at the end of its line."""
        (self.proven if turn.is_proven else self.others).append(turn)
