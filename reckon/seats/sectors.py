"""People counted by sector, before and after: counts, never percentages, those we do not know in a row of their own."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from .party import Party

UNKNOWN = "not known"


@dataclass(frozen=True)
class Row:
    """One sector: people who want a seat, those of them in, those squeezed out, and people who said maybe."""

    sector: str
    before: int
    after: int
    squeezed: int
    maybe: int


def by_sector(replies: Iterable[Party], seated: Iterable[Party]) -> tuple[Row, ...]:
    """One row for each sector, by name, UNKNOWN last (only where there are such people). `before` is `after` and
    `squeezed` together. Who said no is not counted. Small numbers are shown as they are: hide them before publishing.

    >>> for row in by_sector([Party("Ann", 2, sector="public"), Party("Bo")], [Party("Bo")]):
    ...     print(row.sector, row.before, row.after, row.squeezed)
    public 2 0 2
    not known 1 1 0
    """
    before, after, maybe = Counter[str](), Counter[str](), Counter[str]()
    for party in replies:
        if party.wants_a_seat:
            before[party.sector] += party.people
        elif party.answer == "maybe":
            maybe[party.sector] += party.people
    for party in seated:
        after[party.sector] += party.people
    names = sorted({*before, *maybe}, key=lambda name: (not name, name))
    return tuple(Row(n or UNKNOWN, before[n], after[n], before[n] - after[n], maybe[n]) for n in names)


def in_words(parties: Iterable[Party]) -> str:
    """How many people of which sector, most first: “3 public, 1 not known”."""
    counts = Counter[str]()
    for party in parties:
        counts[party.sector] += party.people
    order = sorted(counts, key=lambda name: (not name, -counts[name], name))
    return ", ".join(f"{counts[name]} {name or UNKNOWN}" for name in order)


def many(number: int, one: str, more: str = "") -> str:
    """“1 seat”, “2 seats”."""
    return f"{number} {one if number == 1 else more or one + 's'}"
