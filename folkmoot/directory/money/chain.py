"""The chain with the things themselves, fetched as they are shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from folkmoot.directory.models import Activity, Organisation, Party, Programme, Served
from folkmoot.places.models import Place

from .picture import named
from .told import Row, Told, told_of

AT_A_TIME = 500


@dataclass(frozen=True)
class Link:
    """One row with the things themselves, for showing."""

    funder: Organisation | None
    programme: Programme | None
    activity: Activity
    places: tuple[Place, ...]
    pence: int | None
    passed_on: int = 0
    when: str = ""  # from when to when the funder gives it, as was said


class Links:
    """The rows as links, fetched fifty or five hundred at a time. One whose activity is not shown now is left out."""

    def __init__(self, rows: list[tuple]) -> None:
        self.rows = rows

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, wanted: slice | int):
        return _links(self.rows[wanted]) if isinstance(wanted, slice) else _links([self.rows[wanted]])[0]

    def __iter__(self) -> Iterator[Link]:
        for start in range(0, len(self.rows), AT_A_TIME):
            yield from _links(self.rows[start : start + AT_A_TIME])


@dataclass(frozen=True)
class Chain:
    """What was told, with its links."""

    told: Told
    links: Links

    @property
    def total(self) -> int:
        return self.told.total

    @property
    def passed_on(self) -> int:
        return self.told.passed_on

    @property
    def unsaid(self) -> int:
        return self.told.unsaid

    @property
    def once(self) -> int:
        """The total with money that was passed on counted once."""
        return self.total - self.passed_on


def chain_of(activities, most: int = 8) -> Chain:
    """The chain of these activities, all of them, by their number."""
    return drawn(told_of(activities, most))


def drawn(told: Told) -> Chain:
    return Chain(told, Links(told.rows))


def flow(chain: Chain) -> tuple[list[list[tuple[str, int]]], list[tuple[int, str, str, int]]]:
    """For the picture: the columns of (name, pence), largest first, and the bands (column, from, to, pence) between."""
    return named(chain.told.columns, chain.told.bands)


def _links(rows: list[tuple]) -> list[Link]:
    """These rows with what they name, in a constant number of queries."""
    rows = [Row(*row) for row in rows]
    bodies = Organisation.objects.in_bulk({row.funder for row in rows if row.funder})
    programmes = Programme.objects.in_bulk({row.programme for row in rows if row.programme})
    activities = Activity.objects.shown().in_bulk({row.activity for row in rows})
    places = defaultdict(list)
    for served in Served.objects.filter(activity__in=activities).select_related("place").order_by("pk"):
        places[served.activity_id].append(served.place)
    when = _when(activities)
    return [
        Link(
            bodies.get(row.funder),
            programmes.get(row.programme),
            activities[row.activity],
            tuple(places[row.activity]),
            row.pence,
            row.passed_on,
            when.get((row.activity, row.funder), ""),
        )
        for row in rows
        if row.activity in activities
    ]


def _when(activities) -> dict[tuple[int, int], str]:
    """(activity, funder as it stands today) → from when to when it gives its money."""
    dated = Party.objects.filter(activity__in=activities, role=Party.Role.FUNDS).exclude(starts_said="", ends_said="")
    dated = list(dated.order_by("-pk"))
    after = Organisation.objects.survivors() if dated else {}
    return {(one.activity_id, after.get(one.organisation_id, one.organisation_id)): one.when_said for one in dated}
