"""Parts in an activity that a list gives: each knows its list, and follows it as the activity's other facts do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import NamedTuple

from folkmoot.directory.models import Activity, Party, Record
from folkmoot.directory.models.party import WHEN, part_of, row_of, when_in
from folkmoot.exchange import indexing
from folkmoot.exchange.facts import plain
from folkmoot.exchange.following import count_facts
from folkmoot.exchange.models import Intake, Row
from folkmoot.exchange.recorded import bodies_by_key
from folkmoot.kit.pouring import amend_rows, pour
from folkmoot.kit.uprooting import among, uproot

COLUMNS = ("activity_id", "organisation_id", "role", "money_pence", "source_id")
OF_HELD = (*COLUMNS[3:], *WHEN)
Part = tuple[int, str]
Pair = list[list]


class Held(NamedTuple):
    """What is told of a part: its pence, its dates by column, and the list that gave it, None where people said it."""

    pence: int | None
    when: dict[str, str]
    source: int | None

    def filled_by(self, other: Held) -> Held:
        """With what the other tells and this does not; of other money it tells something else altogether."""
        if None not in (self.pence, other.pence) and self.pence != other.pence:
            return self
        pence = other.pence if self.pence is None else self.pence
        return self._replace(pence=pence, when=self.when or other.when)


@dataclass
class Moved:
    """What becomes of one activity's parts, each a plain row (`directory.models.party.row_of`).

    `told` are parts of which the list that gave them tells something else now, each [before, after]. `filled` are
    parts that people told, of which a list tells the pence or the dates: they stay theirs. `before` and `after` are
    all its parts, as the activity's history has them.
    """

    before: list[list]
    ended: list[list] = field(default_factory=list)
    begun: list[list] = field(default_factory=list)
    told: list[Pair] = field(default_factory=list)
    filled: list[Pair] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.ended or self.begun or self.told or self.filled)

    @property
    def after(self) -> list[list]:
        now = {part_of(row): row for row in self.before}
        for row in self.ended:
            now.pop(part_of(row), None)
        now |= {part_of(row): row for row in (*self.begun, *(after for _before, after in (*self.told, *self.filled)))}
        return [now[part] for part in sorted(now)]

    def plain(self) -> dict[str, list]:
        """What the row keeps, for undoing."""
        return {name: rows for name, rows in asdict(self).items() if name != "before"}


def _row(which: Part, held: Held) -> list:
    return row_of(*which, held.pence, held.when)


def when_given(plan: dict, role: str) -> dict[str, str]:
    """The dates of a part that a plan names: those of a grant are when it is funded, not when it is delivered."""
    return plan.get("when", {}) if role == Party.Role.FUNDS else {}


def kept_pairs(kept: dict[str, list], name: str) -> list[Pair]:
    """[before, after] of what a row kept as told or filled; earlier readings kept them in one line each."""
    if name == "told" and "paid" in kept:
        return [[[body, role, before], [body, role, after]] for body, role, before, after in kept["paid"]]
    rows = kept.get(name, ())
    return [row if isinstance(row[0], list) else [[*row[:2], None], row] for row in rows]


class Parts:
    """The parts in some activities, and whom the keys in a list's plans mean, fetched at once; what is moved is written
    at once, too."""

    def __init__(self, intake: Intake, deeds: Iterable[Activity], plans: Iterable[dict]) -> None:
        self.source = intake.source_id
        keys = {key for plan in plans for _role, key, _pence in plan.get("links", ())}
        self.owners = bodies_by_key(intake, keys)
        self.now = parts_of(deeds)
        self._was: dict[int, dict[Part, Held]] = {}

    def moved(self, deed: Activity, said: dict, says: dict) -> Moved:
        """What the plan `said` gave and `says` gives otherwise, as far as it still stands so.

        A part that somebody changed or took away since, or that another list gives, stays as it is.
        """
        now, old, new = self.now[deed.pk], self._given(said), self._given(says)
        found = self._as_now(deed)
        for part, told in old.items() if said else ():
            held = now.get(part)
            if held is None or held not in (told, told._replace(source=None)):
                continue
            if part not in new:
                found.ended.append(_row(part, told))
            elif new[part] != told:
                found.told.append([_row(part, told), _row(part, new[part])])
        fresh = (part for part in new if said and part not in old and part not in now)
        found.begun = [_row(part, new[part]) for part in fresh]
        return found

    def added(self, deed: Activity, plan: dict) -> Moved:
        """The parts that a plan names and nobody told yet, and the pence and dates that people told of none."""
        now, new = self.now[deed.pk], self._given(plan)
        found = self._as_now(deed)
        found.begun = [_row(part, told) for part, told in new.items() if part not in now]
        for part, told in new.items():
            held = now.get(part)
            if held and held.source is None and held.filled_by(told) != held:
                found.filled.append([_row(part, held), _row(part, held.filled_by(told))])
        return found

    def back(self, deed: Activity, kept: dict[str, list]) -> Moved:
        """What undoes a `Moved` that a row kept, as far as it still stands as the list left it."""
        now, found = self.now[deed.pk], self._as_now(deed)
        ours = {part: _row(part, held) for part, held in now.items() if held.source == self.source}
        theirs = {part: _row(part, held) for part, held in now.items() if held.source is None}
        found.ended = [row for row in kept["begun"] if ours.get(part_of(row)) == row]
        found.begun = [row for row in kept["ended"] if part_of(row) not in now]
        pairs = kept_pairs(kept, "told"), kept_pairs(kept, "filled")
        found.told, found.filled = (
            [[after, before] for before, after in each if stand.get(part_of(after)) == after]
            for each, stand in zip(pairs, (ours, theirs))
        )
        return found

    def move(self, deed: Activity, moved: Moved) -> None:
        """From now on these are its parts, for whatever is asked next; `write` tells the database."""
        now = self.now[deed.pk]
        self._was.setdefault(deed.pk, dict(now))
        for row in moved.ended:
            now.pop(part_of(row), None)
        ours = (*moved.begun, *(after for _before, after in moved.told))
        now |= {part_of(row): Held(row[2], when_in(row), self.source) for row in ours}
        now |= {part_of(row): Held(row[2], when_in(row), None) for _before, row in moved.filled}

    def write(self) -> None:
        """Write all that was moved, in as many queries for one activity as for a thousand."""
        pairs = [(deed, was, self.now[deed]) for deed, was in self._was.items()]
        ended = {(deed, *part) for deed, was, now in pairs for part in was if part not in now}
        told = {(deed, *p): now[p] for deed, was, now in pairs for p in now if p in was and was[p] != now[p]}
        rows = _ids_of({*ended, *told})
        uproot(Party, [pk for part, pk in rows.items() if part in ended])
        amend_rows(Party, OF_HELD, ((*_columns(told[part]), pk) for part, pk in rows.items() if part in told))
        begin_parts(((deed, _row(p, now[p])) for deed, was, now in pairs for p in now if p not in was), self.source)
        self._was.clear()

    def given(self, plan: dict) -> list[list]:
        """All that a plan gives, for an activity that is new."""
        return [_row(part, told) for part, told in self._given(plan).items()]

    def _as_now(self, deed: Activity) -> Moved:
        return Moved([_row(part, held) for part, held in sorted(self.now[deed.pk].items())])

    def _given(self, plan: dict) -> dict[Part, Held]:
        """Which part each body has by this plan; of two that name the same the first, as when it was taken in."""
        links = [(role, key, pence) for role, key, pence in plan.get("links", ()) if key in self.owners]
        return {
            (self.owners[key], role): Held(pence, when_given(plan, role), self.source)
            for role, key, pence in reversed(links)
        }


def parts_of(deeds: Iterable[Activity]) -> dict[int, dict[Part, Held]]:
    """Activity → (organisation, role) → what is told of that part."""
    found: dict[int, dict[Part, Held]] = defaultdict(dict)
    rows = Party.objects.filter(activity__in=among({deed.pk for deed in deeds})).order_by("pk")
    for deed, body, role, pence, source, *days in rows.values_list(*COLUMNS, *WHEN):
        when = {name: plain(day) for name, day in zip(WHEN, days) if day}
        found[deed][body, role] = Held(pence, when, source)
    return found


def _columns(held: Held) -> list:
    return [held.pence, held.source, *Party.columns_of(held.when).values()]


def _ids_of(parts: set[tuple]) -> dict[tuple, int]:
    """(activity, organisation, role) → the id of its row, for each of these that is still there."""
    rows = Party.objects.filter(activity__in=among({deed for deed, *_part in parts})) if parts else Party.objects.none()
    found = {tuple(part): pk for pk, *part in rows.values_list("pk", *COLUMNS[:3])}
    return {part: pk for part, pk in found.items() if part in parts}


def begin_parts(rows: Iterable[tuple[int, list]], source: int) -> None:
    """Begin these parts, each (id of the activity, its plain row); one that is there already stays."""
    rows = list(rows)
    if any(when_in(row) for _deed, row in rows):
        held = ((deed, row[:2], Held(row[2], when_in(row), source)) for deed, row in rows)
        whole = ((deed, *which, *_columns(told)) for deed, which, told in held)
        pour(Party, (*COLUMNS, *WHEN), whole, unique=COLUMNS[:3])
    else:
        pour(Party, COLUMNS, ((deed, *row, source) for deed, row in rows), unique=COLUMNS[:3])


def late_parties(intake: Intake, rows: Iterable[Row]) -> None:
    """Parts of bodies that stood so far below in the list that they were not taken yet when they were named, in
    activities that these rows made."""
    plans = {row.key: row.plan for row in rows}
    records = Record.objects.filter(source=intake.source_id, row__in=plans, activity__isnull=False)
    deeds = dict(records.values_list("row", "activity"))
    known = Activity.objects.in_bulk(deeds.values())
    parts = Parts(intake, (), plans.values())
    given = ((deed, each) for row, deed in deeds.items() for each in parts.given(plans[row]))
    begin_parts(given, intake.source_id)
    count_facts(list(known.values()))
    indexing.refresh([], known.values())
