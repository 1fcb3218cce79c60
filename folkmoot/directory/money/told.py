"""What was told of money, counted: plain rows in, sums and the shape of the picture out."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Q

from folkmoot.directory.models import Activity, Organisation, Party, Served

from .picture import MANY, Step, picture


class Row(NamedTuple):
    """One piece of money as ids and pence: whose, under which programme, into which activity.

    `funder` None: nobody said who pays. `pence` None: nobody said how much. `passed_on`: the funder had it from
    another row, so that it is left out of sums.
    """

    funder: int | None
    programme: int | None
    activity: int
    pence: int | None
    passed_on: int = 0

    @property
    def purse(self) -> tuple[int | None, int | None]:
        """Whose money under which programme it is."""
        return self.funder, self.programme


@dataclass(frozen=True)
class Told:
    """Plain values, so that they can be kept: every row, the sums in pence, and the picture by ids.

    `unsaid` counts the rows that say no amount. `columns`: for funders, programmes, activities, places {id: pence};
    `bands`: (column, from, to) → pence.
    """

    rows: list[tuple]  # of Row's fields: plain ones are read back in half the time
    total: int
    passed_on: int
    unsaid: int
    columns: list[dict[int | None, int]]
    bands: dict[tuple[int, int | None, int | None], int]


def told_of(activities, most: int = 8) -> Told:
    """What somebody said these activities cost, or who pays. Absorbed bodies count as theirs; six queries.

    A body passes on what it gives, up to what it was given under the same programme (or both under none) for
    activities that it delivers to fund others.
    What an activity costs beyond what its funders are said to give stands as a row from nobody known.
    `most`: how many of each stand in the picture by themselves.
    """
    paid = Party.objects.filter(role=Party.Role.FUNDS).values("activity")
    asked = activities.filter(Q(pk__in=paid) | Q(money_pence__isnull=False)).order_by("pk")
    costs = list(asked.values_list("pk", "programme", "money_pence"))
    inside = {"activity__in": asked.order_by().values("pk")}
    funders = _parties(inside, Party.Role.FUNDS)
    rows = [row for cost in costs for row in _rows(*cost, funders.get(cost[0], []))]
    rows = _passed_on(rows, inside)
    known = [row for row in rows if row.pence is not None]
    places = _places(inside)
    columns, bands = picture([(_step(row, places), row.pence) for row in known if row.pence], most)
    total, again = sum(row.pence for row in known), sum(row.passed_on for row in known)
    return Told([tuple(row) for row in rows], total, again, len(rows) - len(known), columns, bands)


def _parties(inside: dict, role: str) -> dict[int, list[tuple[int, int | None]]]:
    """Activity → (body, pence) of each that has this part in it, in the order they were named."""
    found, after = defaultdict(list), Organisation.objects.survivors()
    rows = Party.objects.filter(**inside, role=role).order_by("pk")
    for activity, body, pence in rows.values_list("activity", "organisation", "money_pence"):
        found[activity].append((after.get(body, body), pence))
    return found


def _rows(activity: int, programme: int | None, cost: int | None, funders: list) -> list[Row]:
    rows = [Row(body, programme, activity, pence) for body, pence in funders]
    rest = (cost or 0) - sum(pence or 0 for _body, pence in funders)
    if cost is not None and (rest > 0 or not funders):
        if len(funders) == 1 and funders[0][1] is None:
            return [Row(funders[0][0], programme, activity, cost)]
        rows.append(Row(None, programme, activity, rest))
    return rows


def _passed_on(rows: list[Row], inside: dict) -> list[Row]:
    left, told = _granted(rows, inside), []
    for row in rows:
        again = min(row.pence or 0, left[row.purse]) if row.funder else 0
        left[row.purse] -= again
        told.append(row._replace(passed_on=again))
    return told


def _granted(rows: list[Row], inside: dict) -> Counter:
    """Purse (body, programme) → pence given for activities of the type "fund" that the body delivers: to pass on."""
    granted: Counter = Counter()
    grants = {"activity__in": Activity.types.through.objects.filter(**inside, typeofhelp="fund").values("activity")}
    delivers = _parties(grants, Party.Role.DELIVERS)
    for row in rows:
        bodies = {body for body, _pence in delivers.get(row.activity, [])}
        for body in bodies:
            granted[body, row.programme] += (row.pence or 0) // len(bodies)
    return granted


def _places(inside: dict) -> dict[int, int]:
    """Activity → the place it serves, or MANY."""
    found: dict[int, int] = {}
    for activity, place in Served.objects.filter(**inside).values_list("activity", "place"):
        found[activity] = MANY if activity in found else place
    return found


def _step(row: Row, places: dict[int, int]) -> Step:
    return row.funder, row.programme, row.activity, places.get(row.activity)
