"""How many of each group voted what on each statement, kept while votes come in and people change groups."""

from itertools import permutations

import numpy as np

from .cells import Cells, Floats
from .statements import Counts
from .votes import Ints

# With more than this share of all votes in another part they are counted anew, which is quicker then.
MANY = 0.25


class Tables:
    """Counts by the parts that people are in, each part wholly in one group: the groups themselves, or knots, of which
    a whole one can change its group at no cost. `part` is each person's, -1 for those not counted. All figures are
    exact counts of the votes in `cells`."""

    def __init__(self, cells: Cells, part: Ints) -> None:
        self.cells, self.part = cells, part.copy()
        self._recount()

    def _recount(self) -> None:
        places = np.arange(self.cells.count)
        parts = max(1, int(self.part.max(initial=-1)) + 1)
        self._table = self._bins(self.part[self.cells.person[places]], places, parts)
        self._whole = self._table.sum(axis=0)

    def _bins(self, part: Ints, places: Ints, parts: int) -> Ints:
        """(parts, statements, 3) of the votes at these places, each with its part; -1 is left out."""
        m = self.cells.statements
        cell = ((part + 1) * m + self.cells.statement[places]) * 3 + self.cells.value[places] + 1
        return np.bincount(cell, minlength=(parts + 1) * m * 3).reshape(parts + 1, m, 3)[1:].astype(np.int64)

    def grow(self, people: int, statements: int) -> None:
        """More people, who are not counted yet; more statements."""
        self.part = np.concatenate([self.part, np.full(people - len(self.part), -1, dtype=np.int64)])
        more = statements - len(self._whole)
        if more:
            self._table = np.pad(self._table, ((0, 0), (0, more), (0, 0)))
            self._whole = np.pad(self._whole, ((0, more), (0, 0)))

    def vote(self, who: int, what: int, before: int | None, now: int) -> None:
        """One vote was put, or put in the place of another."""
        part = self.part[who]
        for table in (self._table[part], self._whole) if part >= 0 else ():
            table[what, now + 1] += 1
            if before is not None:
                table[what, before + 1] -= 1

    def join(self, who: int) -> None:
        """Somebody is counted from now on, for the moment in the first part."""
        self.part[who] = 0
        places = self.cells.of(who)
        for table in (self._table[0], self._whole):
            np.add.at(table, (self.cells.statement[places], self.cells.value[places] + 1), 1)

    def follow(self, part: Ints) -> None:
        """People are in these parts now."""
        parts = max(1, int(part.max(initial=-1)) + 1)
        moved = np.flatnonzero(part != self.part)
        places = [self.cells.of(int(who)) for who in moved]
        lengths = [len(each) for each in places]
        before, self.part = self.part, part.copy()
        if sum(lengths) > MANY * self.cells.count:
            self._recount()
        elif lengths:
            more = max(0, parts - len(self._table))
            self._table = np.pad(self._table, ((0, more), (0, 0), (0, 0))) if more else self._table
            self._shift(np.concatenate(places), np.repeat(before[moved], lengths), np.repeat(part[moved], lengths))

    def _shift(self, places: Ints, before: Ints, now: Ints) -> None:
        """The votes at these places are in another part; nobody who is counted comes from -1 or goes there."""
        what, said = self.cells.statement[places], self.cells.value[places] + 1
        np.subtract.at(self._table, (before, what, said), 1)
        np.add.at(self._table, (now, what, said), 1)

    def rename(self, part: Ints) -> None:
        """The parts there were, five at most, get the numbers of those that have most of the same people now."""
        known = self.part >= 0
        size = max(int(part.max(initial=-1)) + 1, len(self._table))
        both = np.bincount(self.part[known] * size + part[known], minlength=size * size).reshape(size, size)
        new = np.array(max(permutations(range(size)), key=lambda names: both[np.arange(size), names].sum()))
        padded = np.zeros((size, *self._whole.shape), dtype=np.int64)
        padded[new[: len(self._table)]] = self._table
        self._table, self.part = padded, np.where(known, new[self.part], -1)

    def means(self) -> Floats:
        """Each statement's mean vote among those counted; nought where none of them voted."""
        said = self._whole
        return np.asarray((said[:, 2] - said[:, 0]) / np.maximum(said.sum(axis=1), 1))

    def spread(self) -> float:
        """The summed squares of all votes of those counted, less their statements' means."""
        said = self._whole
        return float((said[:, 0] + said[:, 2] - said.sum(axis=1) * self.means() ** 2).sum())

    def counts(self, group_of: Ints) -> Counts:
        """By group, as they stand now; what comes later does not change them. `group_of` is the group of each part."""
        groups = int(group_of.max(initial=-1)) + 1
        table = np.zeros((groups, *self._whole.shape), dtype=np.int64)
        for part, group in enumerate(group_of.tolist()):
            if group >= 0:
                table[group] += self._table[part]
        return Counts(table[:, :, 2], table[:, :, 0], table.sum(axis=2))
