"""Votes on statements: who said agree, disagree or pass to what, as three plain arrays."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

AGREE, PASS, DISAGREE = 1, 0, -1
# Below this many votes a person stands in no group: too little is known of where they stand.
FEWEST = 7

Ints = npt.NDArray[np.int64]
Values = npt.NDArray[np.int8]


@dataclass(frozen=True)
class Votes:
    """Who voted what, each pair of person and statement once.

    `people` and `statements` are the ids, in any order; `person` and `statement` are positions in them, `value` is 1
    for agree, 0 for pass, -1 for disagree; the three are equally long, in order of person, then statement.
    """

    people: Sequence[Hashable]
    statements: Sequence[Hashable]
    person: Ints
    statement: Ints
    value: Values

    @classmethod
    def of(cls, rows: Iterable[tuple[Hashable, Hashable, int]], people: Iterable[Hashable] = ()) -> "Votes":
        """From (person, statement, value), the later of two votes of one person on one statement counting.

        People and statements come in the order in which they are first named, `people` before the rest. ValueError
        for a value that is none of the three.

        >>> votes = Votes.of([("Ann", "s1", 1), ("Bo", "s1", -1), ("Ann", "s1", 0)])
        >>> votes.people, votes.value.tolist()
        (['Ann', 'Bo'], [0, -1])
        """
        rank: dict[Hashable, int] = {one: at for at, one in enumerate(dict.fromkeys(people))}
        column: dict[Hashable, int] = {}
        last: dict[tuple[int, int], int] = {}
        for who, what, value in rows:
            if value not in (AGREE, PASS, DISAGREE):
                raise ValueError(f"A vote is 1, 0 or -1; {who!r} on {what!r} has {value!r}.")
            last[rank.setdefault(who, len(rank)), column.setdefault(what, len(column))] = value
        pairs = np.array(list(last), dtype=np.int64).reshape(-1, 2)
        said = np.fromiter(last.values(), np.int8, count=len(last))
        return cls.of_arrays(list(rank), list(column), pairs[:, 0], pairs[:, 1], said)

    @classmethod
    def of_arrays(
        cls, people: Sequence[Hashable], statements: Sequence[Hashable], person: Ints, statement: Ints, value: Values
    ) -> "Votes":
        """From arrays in the order in which the votes came: the later of two on the same pair counts."""
        key = person.astype(np.int64) * max(1, len(statements)) + statement
        _keys, first = np.unique(key[::-1], return_index=True)
        keep = len(key) - 1 - first
        return cls(people, statements, person[keep], statement[keep], value[keep].astype(np.int8))

    def without(self, statements: Iterable[Hashable]) -> "Votes":
        """The same without these statements (those moderated out). The people stay."""
        out = set(statements)
        kept = np.array([one not in out for one in self.statements], dtype=bool)
        if kept.all():
            return self
        position = np.cumsum(kept) - 1
        rows = kept[self.statement]
        left = [one for one in self.statements if one not in out]
        return Votes(self.people, left, self.person[rows], position[self.statement[rows]], self.value[rows])

    def by_person(self) -> Ints:
        """How many votes each person gave."""
        return np.bincount(self.person, minlength=len(self.people)).astype(np.int64)
