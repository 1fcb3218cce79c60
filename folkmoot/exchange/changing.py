"""Changed rows: the record says the new, and an entry follows where nobody has changed it by hand since."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Model
from django.utils import timezone

from folkmoot.directory.models import Activity, Party, Record, Revision
from folkmoot.exchange import facts, indexing
from folkmoot.exchange.entering import Begun, completeness, link
from folkmoot.exchange.models import Intake, Row
from folkmoot.kit.pouring import amend

WHERE = ("place_id", "latitude", "longitude")


def change_rows(intake: Intake, rows: list[Row]) -> None:
    """Bring records up to date with their rows, and entries as far as they still say what the source said."""
    if not rows:
        return
    records = Record.objects.select_related("organisation", "activity").in_bulk([row.record_id for row in rows])
    changed = [_Change(intake, row, records[row.record_id]) for row in rows if row.record_id in records]
    for one in changed:
        one.work_out()
    _write(changed)
    _new_deeds([one for one in changed if one.needs_deed])
    amend(rows, ["before"])
    indexing.refresh(
        [one.record.organisation for one in changed if one.record.organisation],
        [one.record.activity for one in changed if one.record.activity],
    )


class _Change:
    """One row, its record, and what changes of the entries that the record speaks of."""

    def __init__(self, intake: Intake, row: Row, record: Record) -> None:
        self.intake, self.row, self.record = intake, row, record
        self.old = dict(record.fields)
        self.new = self.old | {name: after for name, (_, after) in row.changes.items()}
        self.new = {name: value for name, value in self.new.items() if value not in ("", None)}
        self.revisions: list[Revision] = []

    @property
    def needs_deed(self) -> bool:
        return self.record.activity is None and self.row.plan["kind"] != "body"

    def work_out(self) -> None:
        record, plan = self.record, self.row.plan
        self.row.before = {"fields": self.old, "matching": record.matching, "digest": record.digest}
        self.row.before |= {"gone_at": record.gone_at.isoformat() if record.gone_at else None}
        for name, entry, read in (
            ("body", record.organisation, facts.of_body),
            ("deed", record.activity, facts.of_deed),
        ):
            if entry is not None and not entry.story:
                before = self._follow(entry, read(self.old, {"kind": plan["kind"]}), read(self.new, plan))
                self.row.before |= {name: before} if before else {}
        record.fields, record.matching, record.digest = self.new, self.row.matching, plan["digest"]
        record.gone_at, record.read_at = None, timezone.now()

    def _follow(self, entry: Model, old: dict, new: dict) -> dict[str, list]:
        """Change the facts that still stand as the source gave them; gives column → [before, after]."""
        moved = {name: [getattr(entry, name), new[name]] for name in new if _differ(name, entry, old, new)}
        if "postcode" not in moved:
            moved = {name: pair for name, pair in moved.items() if name not in WHERE}
        for name, (_, after) in moved.items():
            setattr(entry, name, after)
        said = {name: [plain(before), plain(after)] for name, (before, after) in moved.items()}
        if said:
            entry.changed_at = timezone.now()
            self.revisions.append(revision_of(self.intake, entry, said))
        return said


def _differ(name: str, entry: Model, old: dict, new: dict) -> bool:
    if name in WHERE:
        return getattr(entry, name) != new[name]
    return old[name] != new[name] and getattr(entry, name) == old[name] and not (name == "name" and not new[name])


def plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def revision_of(intake: Intake, entry: Model, said: dict[str, list], why: str = "") -> Revision:
    """A change by the source, for the entry's history; columns that are no facts of it stand in the row alone."""
    kept = {name.removesuffix("_id"): pair for name, pair in said.items() if name.removesuffix("_id") in entry.FACTS}
    source = str(intake.source)[:200]
    by = intake.taken_by
    return Revision(kind=entry._meta.label_lower, key=str(entry.pk), changes=kept, by=by, source=source, why=why[:300])


def _write(changed: list[_Change]) -> None:
    amend([one.record for one in changed], ["fields", "matching", "digest", "gone_at", "read_at"])
    bodies = {one.record.organisation.pk: one.record.organisation for one in changed if one.row.before.get("body")}
    deeds = {one.record.activity.pk: one.record.activity for one in changed if one.row.before.get("deed")}
    amend(bodies.values(), [*facts.of_body({}, {}), "changed_at"])
    amend(deeds.values(), [*facts.of_deed({}, {}), "changed_at"])
    Revision.objects.bulk_create(revision for one in changed for revision in one.revisions if revision.changes)


def _new_deeds(changed: list[_Change]) -> None:
    """Rows that now say what is done, and did not before."""
    begun = []
    for one in changed:
        deed = Activity(
            **facts.of_deed(one.new, one.row.plan),
            guessed=one.row.plan.get("guessed", []),
            entered_by=one.intake.by,
            confirmed_on=one.intake.as_of,
        )
        deed.completeness = completeness(deed, one.row, {})
        one.record.activity = deed
        begun.append(Begun(one.row, one.record.organisation, deed))
    Activity.objects.bulk_create(one.deed for one in begun)
    Party.objects.bulk_create(Party(activity=one.deed, organisation=one.body) for one in begun if one.body)
    link(begun)
    amend([one.record for one in changed], ["activity"])
    for one in begun:
        one.row.before["made"] = {"deed": one.deed.pk}


def mark_gone(rows: list[Row]) -> None:
    """These are no longer in the source. Their entries stay, and say so."""
    Record.objects.filter(pk__in=[row.record_id for row in rows], gone_at=None).update(gone_at=timezone.now())
