"""How many of each group voted what on each statement, kept while votes come in and people change groups."""

from itertools import permutations

import numpy as np

from .cells import Cells, Floats
from .statements import Counts
from .votes import Ints

# With more people than this in another group all votes are counted anew, which is quicker then.
MANY = 2_000


class Tables:
    """`group` is each person's, -1 for those not counted. All figures are exact counts of the votes in `cells`."""

    def __init__(self, cells: Cells, group: Ints) -> None:
        self.cells, self.group = cells, group.copy()
        self._recount()

    def _recount(self) -> None:
        votes = slice(0, self.cells.count)
        groups = max(1, int(self.group.max(initial=-1)) + 1)
        self._table = self._bins(self.group[self.cells.person[votes]], np.arange(self.cells.count), groups)

    def _bins(self, group: Ints, places: Ints, groups: int) -> Ints:
        """(groups, statements, 3) of the votes at these places, each with its group; -1 is left out."""
        m = self.cells.statements
        cell = ((group + 1) * m + self.cells.statement[places]) * 3 + self.cells.value[places] + 1
        return np.bincount(cell, minlength=(groups + 1) * m * 3).reshape(groups + 1, m, 3)[1:].astype(np.int64)

    def grow(self, group: Ints, statements: int) -> None:
        """More people (`group` has them too), more statements."""
        self.group = np.concatenate([self.group, group[len(self.group) :]])
        more = statements - self._table.shape[1]
        if more:
            self._table = np.pad(self._table, ((0, 0), (0, more), (0, 0)))

    def vote(self, who: int, what: int, before: int | None, now: int) -> None:
        """One vote was put, or put in the place of another."""
        group = self.group[who]
        if group >= 0:
            self._table[group, what, now + 1] += 1
            if before is not None:
                self._table[group, what, before + 1] -= 1

    def join(self, who: int) -> None:
        """Somebody is counted from now on, for the moment in the first group."""
        self.group[who] = 0
        places = self.cells.of(who)
        np.add.at(self._table, (0, self.cells.statement[places], self.cells.value[places] + 1), 1)

    def follow(self, group: Ints) -> None:
        """People stand in these groups now."""
        groups = max(1, int(group.max(initial=-1)) + 1)
        self._rename(group, groups)
        moved = np.flatnonzero(group != self.group)
        before, self.group = self.group, group.copy()
        if len(moved) > MANY:
            self._recount()
            return
        places = [self.cells.of(int(who)) for who in moved]
        lengths = [len(each) for each in places]
        if sum(lengths):
            all_places = np.concatenate(places)
            self._table = self._table - self._bins(np.repeat(before[moved], lengths), all_places, len(self._table))
            self._table += self._bins(np.repeat(group[moved], lengths), all_places, len(self._table))
        self._table = self._table[:groups]

    def _rename(self, group: Ints, groups: int) -> None:
        """The groups there were get the numbers of those that have most of the same people."""
        known = self.group >= 0
        size = max(groups, len(self._table))
        both = np.bincount(self.group[known] * size + group[known], minlength=size * size).reshape(size, size)
        new = np.array(max(permutations(range(size)), key=lambda names: both[np.arange(size), names].sum()))
        padded = np.zeros((size, *self._table.shape[1:]), dtype=np.int64)
        padded[new[: len(self._table)]] = self._table
        self._table, self.group = padded, np.where(known, new[self.group], -1)

    def means(self) -> Floats:
        """Each statement's mean vote among those counted; nought where none of them voted."""
        said = self._table.sum(axis=0)
        return np.asarray((said[:, 2] - said[:, 0]) / np.maximum(said.sum(axis=1), 1))

    def spread(self) -> float:
        """The summed squares of all votes of those counted, less their statements' means."""
        said = self._table.sum(axis=0)
        return float((said[:, 0] + said[:, 2] - said.sum(axis=1) * self.means() ** 2).sum())

    def counts(self) -> Counts:
        """As they stand now; what comes later does not change them. No group where nobody is counted."""
        table = self._table[: int(self.group.max(initial=-1)) + 1]
        return Counts(table[:, :, 2].copy(), table[:, :, 0].copy(), table.sum(axis=2))
