"""Answers counted by who gave them, with small groups hidden so that nobody is singled out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

FEWEST = 5


class Row(NamedTuple):
    """One group: how many answered, and how they did; every figure None where the group is too small to show."""

    label: str
    n: int | None
    yes: int | None
    maybe: int | None
    no: int | None


def by_group(answers: Iterable[tuple[str, int]], everything: bool = False) -> list[Row]:
    """(label, 2 yes | 1 maybe | 0 no) of each answer, as one row a label, most first, labels in order among equals.

    Groups under five are hidden; and so are as many of the next larger as it takes that those hidden cannot be had by
    subtracting the others from the whole. `everything` hides none: for those who asked.

    >>> [(row.label, row.n) for row in by_group([("Council", 2)] * 6 + [("Just me", 0)])]
    [('Council', None), ('Just me', None)]
    """
    counted: dict[str, Counter] = defaultdict(Counter)
    for label, value in answers:
        counted[label][value] += 1
    hidden = set() if everything else _hidden({label: sum(each.values()) for label, each in counted.items()})
    rows = [_row(label, each, label in hidden) for label, each in counted.items()]
    return sorted(rows, key=lambda row: (row.n is None, -(row.n or 0), row.label))


def _row(label: str, counts: Counter, hidden: bool) -> Row:
    if hidden:
        return Row(label, None, None, None, None)
    return Row(label, sum(counts.values()), counts[2], counts[1], counts[0])


def _hidden(sizes: dict[str, int]) -> set[str]:
    smallest_first = sorted(sizes, key=lambda label: (sizes[label], label))
    hidden = [label for label in smallest_first if sizes[label] < FEWEST]
    while hidden and len(hidden) < len(sizes) and (len(hidden) < 2 or sum(sizes[each] for each in hidden) < FEWEST):
        hidden.append(smallest_first[len(hidden)])
    return set(hidden)
