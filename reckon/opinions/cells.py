"""Votes that go on coming: who voted what, to be added to and looked up by person and by statement."""

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from .votes import Ints, Votes

# A twentieth more than there are, and so many: for these there is room before all is put in order anew.
SPARE = 20
ROOM = 5_000

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]


class Cells:
    """Each vote is one place in `person`, `statement`, `value` and `off`, which is the value less its statement's mean
    as `lean` last left it. The first `held` places stand in order of person, then statement, and the later ones in the
    order in which they came; `people` and `statements` are how many there are.
    """

    def __init__(self, votes: Votes) -> None:
        self.people, self.statements = len(votes.people), len(votes.statements)
        self.held = self.count = len(votes.value)
        self.room = self.held + self.held // SPARE + ROOM
        self.person = _roomy(votes.person, self.room, np.int32)
        self.statement = _roomy(votes.statement, self.room, np.int32)
        self.value = _roomy(votes.value, self.room, np.int8)
        self.off = np.zeros(self.room)
        self._rows = _ends(votes.person, self.people)
        self._columns = _ends(votes.statement, self.statements)
        self._by_statement = np.argsort(self.statement[: self.held], kind="stable").astype(np.int32)
        self._late_of: dict[int, list[int]] = {}
        self._late_on: dict[int, list[int]] = {}

    def put(self, who: int, what: int, value: int) -> int | None:
        """The vote that stood there before, None where there was none. IndexError past the room there is."""
        at = self._place(who, what)
        if at is not None:
            before, self.value[at] = int(self.value[at]), value
            return before
        at = self.count
        self.person[at], self.statement[at], self.value[at] = who, what, value
        self._late_of.setdefault(who, []).append(at)
        self._late_on.setdefault(what, []).append(at)
        self.count += 1
        return None

    def said(self, who: int, what: int) -> int | None:
        """What somebody voted on it; None where they did not."""
        at = self._place(who, what)
        return None if at is None else int(self.value[at])

    def _place(self, who: int, what: int) -> int | None:
        if who < len(self._rows) - 1:
            begin, end = self._rows[who], self._rows[who + 1]
            at = int(begin + np.searchsorted(self.statement[begin:end], what))
            if at < end and self.statement[at] == what:
                return at
        return next((at for at in self._late_of.get(who, ()) if self.statement[at] == what), None)

    def of(self, who: int) -> Places:
        """The places of one person's votes; those that came later stand last."""
        held = np.arange(*self._rows[who : who + 2]) if who < len(self._rows) - 1 else np.arange(0)
        late = self._late_of.get(who)
        return np.concatenate([held, late]).astype(np.int64) if late else held

    def on(self, what: int) -> Places:
        """The places of the votes on one statement."""
        here = slice(*self._columns[what : what + 2]) if what < len(self._columns) - 1 else slice(0)
        return np.concatenate([self._by_statement[here], self._late_on.get(what, [])]).astype(np.int64)

    def times(self, vectors: Floats) -> Floats:
        """`off` as a table of people by statements, times vectors (statements, k): (people, k)."""
        found, first = np.zeros((self.people, vectors.shape[1])), self._first()
        found[: first.shape[0]] = first @ vectors[: first.shape[1]]
        late = slice(self.held, self.count)
        np.add.at(found, self.person[late], self.off[late, None] * vectors[self.statement[late]])
        return found

    def back(self, sides: Floats) -> Floats:
        """The same table turned round, times (people, k): (statements, k)."""
        found, first = np.zeros((self.statements, sides.shape[1])), self._first()
        found[: first.shape[1]] = first.T @ sides[: first.shape[0]]
        late = slice(self.held, self.count)
        np.add.at(found, self.statement[late], self.off[late, None] * sides[self.person[late]])
        return found

    def _first(self) -> Any:
        """The table of the places that stand in order. It is made anew each time: scipy keeps a copy of a small one, in
        which later means would be missing."""
        cells = self.off[: self.held], self.statement[: self.held], self._rows
        return sparse.csr_array(cells, shape=(len(self._rows) - 1, len(self._columns) - 1))

    def table(self) -> Any:
        """The table itself, people by statements, as a sparse one."""
        cells = self.off[: self.count], (self.person[: self.count], self.statement[: self.count])
        return sparse.csr_array(cells, shape=(self.people, self.statements))


def _roomy(values: Any, room: int, kind: Any) -> Any:
    made = np.zeros(room, dtype=kind)
    made[: len(values)] = values
    return made


def _ends(of: Ints, count: int) -> Any:
    return np.concatenate([[0], np.cumsum(np.bincount(of, minlength=count))]).astype(np.int32)
