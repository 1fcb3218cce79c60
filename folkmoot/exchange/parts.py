"""Parts in an activity that a list gives: each knows its list, and follows it as the activity's other facts do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from folkmoot.directory.models import Activity, Party, Record, Revision
from folkmoot.exchange import indexing
from folkmoot.exchange.following import count_facts
from folkmoot.exchange.models import Intake, Row
from folkmoot.kit.pouring import pour

COLUMNS = ("activity_id", "organisation_id", "role", "money_pence", "source_id")
Part = tuple[int, str]


@dataclass
class Moved:
    """What becomes of one activity's parts, each as [organisation, role, pence]: `paid` adds the pence from now on.

    `filled` are parts that people told, of which a list tells the pence: they stay theirs. `before` and `after` are
    all its parts, as the activity's history has them.
    """

    before: list[list]
    ended: list[list] = field(default_factory=list)
    begun: list[list] = field(default_factory=list)
    paid: list[list] = field(default_factory=list)
    filled: list[list] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.ended or self.begun or self.paid or self.filled)

    @property
    def after(self) -> list[list]:
        now = {(body, role): pence for body, role, pence in self.before}
        for body, role, _pence in self.ended:
            now.pop((body, role), None)
        now |= {(body, role): pence for body, role, pence in (*self.begun, *self.filled)}
        now |= {(body, role): after for body, role, _pence, after in self.paid}
        return sorted(([body, role, pence] for (body, role), pence in now.items()), key=lambda row: row[:2])

    def plain(self) -> dict[str, list]:
        """What the row keeps, for undoing."""
        return {name: rows for name, rows in asdict(self).items() if name != "before"}


class Parts:
    """The parts in some activities, and whom the keys in a list's plans mean, fetched at once."""

    def __init__(self, intake: Intake, deeds: Iterable[Activity], plans: Iterable[dict]) -> None:
        self.source = intake.source_id
        keys = {key for plan in plans for _role, key, _pence in plan.get("links", ())}
        kept = Record.objects.filter(source=self.source, row__in=keys, organisation__isnull=False)
        self.owners = dict(kept.values_list("row", "organisation"))
        self.now = parts_of(deeds)

    def moved(self, deed: Activity, said: dict, says: dict) -> Moved:
        """What the plan `said` gave and `says` gives otherwise, as far as it still stands so.

        A part that somebody changed or took away since, or that another list gives, stays as it is.
        """
        now, old, new = self.now[deed.pk], self._given(said), self._given(says)
        found = Moved([[body, role, pence] for (body, role), (pence, _source) in sorted(now.items())])
        for part, pence in old.items() if said else ():
            if now.get(part) not in ((pence, None), (pence, self.source)):
                continue
            if part not in new:
                found.ended.append([*part, pence])
            elif new[part] != pence:
                found.paid.append([*part, pence, new[part]])
        fresh = (part for part in new if said and part not in old and part not in now)
        found.begun = [[*part, new[part]] for part in fresh]
        return found

    def added(self, deed: Activity, plan: dict) -> Moved:
        """The parts that a plan names and nobody told yet, and the pence of those of which nobody told any."""
        now, new = self.now[deed.pk], self._given(plan)
        found = Moved([[body, role, pence] for (body, role), (pence, _source) in sorted(now.items())])
        found.begun = [[*part, pence] for part, pence in new.items() if part not in now]
        unpaid = [part for part, told in now.items() if told == (None, None)]
        found.filled = [[*part, new[part]] for part in unpaid if new.get(part) is not None]
        return found

    def note(self, deed: Activity, added: Moved) -> None:
        """That these were written, for the next row that speaks of the same activity."""
        now = self.now[deed.pk]
        now |= {(body, role): (pence, self.source) for body, role, pence in added.begun}
        now |= {(body, role): (pence, None) for body, role, pence in added.filled}

    def given(self, plan: dict) -> Moved:
        """All that a plan gives, for an activity that is new."""
        return Moved([], begun=[[*part, pence] for part, pence in self._given(plan).items()])

    def _given(self, plan: dict) -> dict[Part, int | None]:
        """Which part each body has by this plan; of two that name the same the first, as when it was taken in."""
        links = [(role, key, pence) for role, key, pence in plan.get("links", ()) if key in self.owners]
        return {(self.owners[key], role): pence for role, key, pence in reversed(links)}


def parts_of(deeds: Iterable[Activity]) -> dict[int, dict[Part, tuple[int | None, int | None]]]:
    """Activity → (organisation, role) → (pence, the list that gave it)."""
    found: dict[int, dict] = defaultdict(dict)
    rows = Party.objects.filter(activity__in=[deed.pk for deed in deeds])
    for deed, body, role, pence, source in rows.values_list(*COLUMNS):
        found[deed][body, role] = (pence, source)
    return found


def write_parts(moved: Iterable[tuple[Activity, Moved]], source: int) -> None:
    """End, begin and pay what has moved."""
    moved = list(moved)
    for deed, parts in moved:
        for body, role, _pence in parts.ended:
            deed.parties.filter(organisation=body, role=role).delete()
        for body, role, _before, pence in parts.paid:
            deed.parties.filter(organisation=body, role=role).update(money_pence=pence, source=source)
        for body, role, pence in parts.filled:
            deed.parties.filter(organisation=body, role=role).update(money_pence=pence)
    rows = ((deed.pk, body, role, pence, source) for deed, parts in moved for body, role, pence in parts.begun)
    pour(Party, COLUMNS, rows, unique=COLUMNS[:3])


def late_parties(intake: Intake, rows: Iterable[Row]) -> None:
    """Parts of bodies that stood so far below in the list that they were not taken yet when they were named, in
    activities that these rows made."""
    plans = {row.key: row.plan for row in rows}
    records = Record.objects.filter(source=intake.source_id, row__in=plans, activity__isnull=False)
    deeds = dict(records.values_list("row", "activity"))
    known = Activity.objects.in_bulk(deeds.values())
    parts = Parts(intake, (), plans.values())
    write_parts(((known[deed], parts.given(plans[row])) for row, deed in deeds.items()), intake.source_id)
    count_facts(list(known.values()))
    indexing.refresh([], known.values())


def put_parts_back(intake: Intake, deed: Activity, kept: dict[str, list]) -> Revision | None:
    """Undo what still stands as a list left it; gives the change for its history, None where nothing does."""
    now = parts_of([deed])[deed.pk]
    stand = {part: pence for part, (pence, source) in now.items() if source == intake.source_id}
    back = Moved([[*part, pence] for part, (pence, _source) in sorted(now.items())])
    back.ended = [row for row in kept["begun"] if stand.get((row[0], row[1]), "") == row[2]]
    back.begun = [row for row in kept["ended"] if (row[0], row[1]) not in now]
    back.paid = [
        [body, role, after, before]
        for body, role, before, after in kept["paid"]
        if stand.get((body, role), "") == after
    ]
    back.filled = [
        [body, role, None] for body, role, pence in kept.get("filled", ()) if now.get((body, role)) == (pence, None)
    ]
    if not back:
        return None
    write_parts([(deed, back)], intake.source_id)
    facts = {"by": intake.taken_by, "source": str(intake.source)[:200], "why": "the reading was undone"}
    changes = {"parties": [back.before, back.after]}
    return Revision(kind=deed._meta.label_lower, key=str(deed.pk), changes=changes, **facts)
