"""A map that goes on: made once from all the votes there are, then kept right as votes come in, a few at a time.

Exact, as in a map made anew: the votes, whose count, the means, and, of the groups it has, every count of votes and
what is said of each statement. Each of the two directions is within `within` radians of the one a map made anew has
(see `Directions`), so nobody stands further from their place in that map than so much of the length of their own row
of votes, stretched. Not where two strengths are as good as equal: there a map made anew has no better reason for its
own. A direction may point the other way where two statements weigh as good as alike in it.

Up to EXACT people the groups are those that `grouped` makes of these positions, from nothing: in another group than in
a map made anew are those alone who stand at its border, or all where another grouping is as good. Past that the knots
are kept, and people stay in theirs until it is seen that another is nearer: at those who vote, and at all in turn.
Groups then differ at their borders from those that new knots would give; how far is measured in bench/README.md.
"""

from collections.abc import Hashable, Iterable
from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np

from .cells import Cells
from .directions import Directions, Row
from .groups import EXACT, KNOTS, Grouping, grouped, of_knots
from .knots import Knots
from .maps import Opinions
from .positions import NOUGHT, Floats, Positions, signs, stretched
from .statements import Again, Counts, dividing, representative, uniting
from .tables import Tables
from .votes import AGREE, DISAGREE, FEWEST, PASS, Ints, Values, Votes

WITHIN = 1e-3

# The row of somebody who is not counted.
NOTHING = Row(np.zeros(0, dtype=np.int64), np.zeros(0))

Vote = tuple[Hashable, Hashable, int]


class Running:
    """`map` is the map of all votes so far, as `opinions(votes, out, least=least, keep=keep)` would make it.

    A map handed out stays as it is; its `votes` are put in order when somebody asks for them, which takes as long as
    there are votes. A result that is published is made by `opinions`, from nothing. One at a time may add.

    >>> rows = [(f"p{n}", f"s{m}", 1 if (n < 6) == (m < 5) else -1) for n in range(10) for m in range(9)]
    >>> running = Running.of(Votes.of(rows))
    >>> found = running.add([("new", f"s{m}", -1 if m < 5 else 1) for m in range(9)])
    >>> [len(group) for group in found.groups()]
    [6, 5]
    """

    map: Opinions

    @classmethod
    def of(
        cls, votes: Votes, out: Iterable[Hashable] = (), *, least: int = 1, keep: int = 0, within: float = WITHIN
    ) -> "Running":
        made = cls()
        made.least, made.keep, made.within = least, keep, within
        made._begin(votes, out)
        return made

    least: int
    keep: int
    within: float

    def _begin(self, votes: Votes, out: Iterable[Hashable]) -> None:
        self._votes, self._out = votes, set(out)
        self._later: list[tuple[int, int, int]] = []
        left = votes.without(self._out)
        self._who = {one: at for at, one in enumerate(votes.people)}
        self._what = {one: at for at, one in enumerate(left.statements)}
        self._statement_of = {one: at for at, one in enumerate(votes.statements)}
        self._people, self._statements = list(votes.people), list(votes.statements)
        self._said = left.by_person()
        self._aside = votes.by_person() - self._said
        self._counted = self._said + self._aside >= self._fewest
        self._cells = Cells(left)
        self._tables = Tables(self._cells, np.where(self._counted, 0, -1))
        self._means = self._tables.means()
        held = self._cells.held
        self._cells.off[:held] = left.value - self._means[left.statement]
        self._directions = Directions(self._cells, self._counted, self.within)
        self._knots: Knots | None = None
        self._unites = Again(uniting, lambda one: one.firmness)
        self._divides = Again(dividing, lambda one: one.low)
        self.map = self._drawn([], left)

    @property
    def _fewest(self) -> int:
        return max(1, min(FEWEST, len(self._statements)))

    def add(self, votes: Iterable[Vote]) -> Opinions:
        """The map with these votes too, of people and on statements known or new. The later of two votes of one person
        on one statement counts; the same vote again changes nothing. ValueError, and nothing changed, for a value that
        is none of 1, 0 and -1."""
        rows = list(votes)
        for who, what, value in rows:
            if value not in (AGREE, PASS, DISAGREE):
                raise ValueError(f"A vote is 1, 0 or -1; {who!r} on {what!r} has {value!r}.")
        if self._is_anew(rows):
            self._begin(self._with(rows), self._out)
            return self.map
        voted = self._put(rows)
        if voted:
            self.map = self._drawn(voted, self._in_order_when_asked())
        return self.map

    def leave_out(self, out: Iterable[Hashable]) -> Opinions:
        """The map with these statements left aside (moderated out), and no others: made from nothing."""
        self._begin(self._with([]), out)
        return self.map

    def _is_anew(self, rows: list[Vote]) -> bool:
        """Whether it is made from nothing: no room is left, a statement left aside was voted on, or who is counted may
        change for everybody, which is so while there are fewer than seven statements."""
        full = self._cells.count + len(rows) > self._cells.room
        aside = any(what in self._out for _who, what, _value in rows)
        few = len(self._statements) < FEWEST and any(what not in self._what for _who, what, _value in rows)
        return full or aside or few

    def _with(self, rows: list[Vote]) -> Votes:
        """All votes there are, those left aside too, with these."""
        people, statements, said = dict(self._who), dict(self._statement_of), list(self._later)
        for who, what, value in rows:
            said.append((people.setdefault(who, len(people)), statements.setdefault(what, len(statements)), value))
        return _joined(self._votes, list(people), list(statements), said)

    def _put(self, rows: list[Vote]) -> list[int]:
        """The people whose votes are others than before; everything but the picture is right afterwards."""
        named = {(self._named(who), self._column(what)): (self._statement_of[what], value) for who, what, value in rows}
        self._grow()
        fresh = {cell: said for cell, said in named.items() if self._cells.said(*cell) != said[1]}
        before = {who: self._row(who) if self._counted[who] else NOTHING for who, _column in fresh}
        for (who, column), (statement, value) in fresh.items():
            was = self._cells.put(who, column, value)
            self._tables.vote(who, column, was, value)
            self._said[who] += was is None
            self._later.append((who, statement, value))
        changed = {column for _who, column in fresh}
        for who in before:
            if not self._counted[who] and self._said[who] + self._aside[who] >= self._fewest:
                self._counted[who] = True
                self._tables.join(who)
                changed.update(self._cells.statement[self._cells.of(who)].tolist())
        self._lean(sorted(changed), before)
        for who, row in before.items():
            self._directions.turn(who, row, self._row(who), bool(self._counted[who]))
        return list(before)

    def _named(self, who: Hashable) -> int:
        at = self._who.setdefault(who, len(self._who))
        if at == len(self._people):
            self._people = [*self._people, who]
        return at

    def _column(self, what: Hashable) -> int:
        if what not in self._statement_of:
            self._statement_of[what] = len(self._statements)
            self._what[what] = len(self._what)
            self._statements = [*self._statements, what]
        return self._what[what]

    def _grow(self) -> None:
        """Everything as long as there are people and statements."""
        people, statements = len(self._people), len(self._what)
        if (people, statements) == (self._cells.people, self._cells.statements):
            return
        self._cells.people, self._cells.statements = people, statements
        more = people - len(self._said)
        nought = np.zeros(more, dtype=np.int64)
        self._said, self._aside = np.concatenate([self._said, nought]), np.concatenate([self._aside, nought])
        self._counted = np.concatenate([self._counted, nought.astype(bool)])
        self._means = np.concatenate([self._means, np.zeros(statements - len(self._means))])
        self._tables.grow(people, statements)
        self._directions.grow(self._counted, statements)

    def _row(self, who: int) -> Row:
        places = self._cells.of(who)
        return Row(self._cells.statement[places].astype(np.int64), self._cells.off[places])

    def _lean(self, columns: list[int], voted: Iterable[int]) -> None:
        """The means of these columns as they are now."""
        means = self._tables.means()
        still = self._counted.copy()
        still[list(voted)] = False
        for column in columns:
            places = self._cells.on(column)
            self._cells.off[places] = self._cells.value[places] - means[column]
            others = still[self._cells.person[places]]
            self._directions.lean(column, places, float(means[column] - self._means[column]), others)
        self._means = means

    def _drawn(self, voted: list[int], votes: Votes) -> Opinions:
        self._directions.settle()
        where = self._positions()
        group, found = self._grouped(where.people, voted)
        counts = self._counts(group)
        told = representative(counts), self._unites.of(counts), self._divides.of(counts)
        return Opinions(votes, group, where, found, counts, *told)

    def _positions(self) -> Positions:
        kept, m = self._directions, len(self._what)
        total = self._tables.spread() if self._counted.any() else 0.0
        shares = kept.strengths / total if total > 0 else np.zeros(2)
        real = shares >= NOUGHT
        side = signs(kept.found * real[:, None]) * real
        people = kept.people * side * stretched(self._said, m)[:, None]
        return Positions(people, kept.found * side[:, None], shares, self._means)

    def _grouped(self, people: Floats, voted: list[int]) -> tuple[Ints, Grouping]:
        """Everybody's group; past EXACT people counted they are those of knots, which are kept."""
        group = np.full(len(people), -1, dtype=np.int64)
        if self._counted.sum() <= EXACT:
            self._knots = None
            found = grouped(people[self._counted], None, self.least, self.keep)
            group[self._counted] = found.labels
            return group, found
        if self._knots is None:
            self._knots = Knots(people, self._counted)
        knots, weights = self._knots.follow(people, self._counted, voted)
        used = weights > 0
        found = of_knots(knots[used], weights[used], None, self.least, self.keep)
        of_knot = np.full(len(knots), -1, dtype=np.int64)
        of_knot[used] = found.labels
        group[self._counted] = of_knot[self._knots.knot[self._counted]]
        return group, replace(found, labels=group[self._counted])

    def _counts(self, group: Ints) -> Counts:
        """By group, from counts by knot where knots are kept and few."""
        if self._knots is None or self._knots.count > KNOTS:
            self._tables.rename(group)
            self._tables.follow(group)
            return self._tables.counts(np.arange(int(group.max(initial=-1)) + 1))
        self._tables.follow(self._knots.knot)
        of_knot = np.full(self._knots.count, -1, dtype=np.int64)
        of_knot[self._knots.knot[self._counted]] = group[self._counted]
        return self._tables.counts(of_knot)

    def _in_order_when_asked(self) -> Votes:
        return _WhenAsked(self._votes, self._people, self._statements, (self._later, len(self._later)), self._out)


def _joined(votes: Votes, people: list[Any], statements: list[Any], later: list[tuple[int, int, int]]) -> Votes:
    added = np.array(later, dtype=np.int64).reshape(-1, 3)
    who, what = np.concatenate([votes.person, added[:, 0]]), np.concatenate([votes.statement, added[:, 1]])
    return Votes.of_arrays(people, statements, who, what, np.concatenate([votes.value, added[:, 2].astype(np.int8)]))


class _WhenAsked(Votes):
    """Votes that are put in order when somebody asks: those there were at first with so many of the later ones."""

    def __init__(
        self, first: Votes, people: list[Any], statements: list[Any], later: tuple[list[Any], int], out: set[Hashable]
    ) -> None:
        left = [one for one in statements if one not in out] if out else statements
        vars(self).update(people=people, statements=left, _made_of=(first, people, statements, later, out))

    @cached_property
    def _in_order(self) -> Votes:
        first, people, statements, (later, count), out = vars(self)["_made_of"]
        return _joined(first, people, statements, later[:count]).without(out)

    @property
    def person(self) -> Ints:
        return self._in_order.person

    @property
    def statement(self) -> Ints:
        return self._in_order.statement

    @property
    def value(self) -> Values:
        return self._in_order.value
