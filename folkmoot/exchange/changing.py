"""Changed rows: the record says the new, and an entry follows where nobody has changed it by hand since."""

from __future__ import annotations

from django.db.models import Model
from django.utils import timezone

from folkmoot.directory.models import Activity, Party, Record, Revision
from folkmoot.exchange import facts, indexing
from folkmoot.exchange.following import Links, following_guesses, plans_before
from folkmoot.exchange.history import facts_of, revision_of
from folkmoot.exchange.linking import link
from folkmoot.exchange.models import Intake, Row
from folkmoot.exchange.owning import Owning
from folkmoot.exchange.parts import Moved, Parts, begin_parts
from folkmoot.exchange.recorded import records_by_id
from folkmoot.kit.pouring import amend

WHERE = ("place_id", "latitude", "longitude")
# What a row that has changed an activity keeps of it.
OF_DEED = {"deed", "links", "parts"}


def change_rows(intake: Intake, rows: list[Row]) -> None:
    """Bring records up to date with their rows, and entries as far as they still say what the source said."""
    if not rows:
        return
    records = records_by_id({row.record_id for row in rows} - {None})
    # By the key it was taken under last: one that is known again by its name has another now.
    before = plans_before(intake, [record.row for record in records.values()])
    found = [(row, records[row.record_id]) for row in rows if row.record_id in records]
    changed = [_Change(intake, row, record, before.get(record.row, {})) for row, record in found]
    bodies, deeds = ([each for each in map(_named(name), changed) if each] for name in ("organisation", "activity"))
    plans = [plan for one in changed for plan in (one.said, one.row.plan)]
    owning, links, parts = Owning(intake, bodies, deeds), Links(deeds), Parts(intake, deeds, plans)
    for one in changed:
        one.work_out(owning, links, parts)
    _write(changed, links, parts)
    _new_deeds([one for one in changed if one.needs_deed], parts)
    amend(rows, ["before"])
    indexing.refresh(
        [one.record.organisation for one in changed if one.record.organisation],
        [one.record.activity for one in changed if one.record.activity],
    )


class _Change:
    """One row, its record, and what changes of the entries that the record speaks of."""

    def __init__(self, intake: Intake, row: Row, record: Record, said: dict) -> None:
        """`said`: the plan by which this row was taken last, {} where it is not known."""
        self.intake, self.row, self.record, self.said = intake, row, record, said
        self.old = dict(record.fields)
        self.new = self.old | {name: after for name, (_, after) in row.changes.items()}
        self.new = {name: value for name, value in self.new.items() if value not in ("", None)}
        self.revisions: list[Revision] = []

    @property
    def needs_deed(self) -> bool:
        return self.record.activity is None and self.row.plan["kind"] != "body"

    def work_out(self, owning: Owning, links: Links, parts: Parts) -> None:
        record, plan = self.record, self.row.plan
        self.row.before = {"fields": self.old, "matching": record.matching, "digest": record.digest}
        self.row.before |= {"gone_at": record.gone_at.isoformat() if record.gone_at else None, "row": record.row}
        said = self.said | {"kind": plan["kind"]}
        for name, entry, read in (
            ("body", record.organisation, facts.of_body),
            ("deed", record.activity, facts.of_deed),
        ):
            if entry is not None and not entry.story:
                moved = self._moved(entry, read(self.old, said), read(self.new, plan))
                linked = links.moved(entry, self.said, plan) if name == "deed" else {}
                taking_part = parts.moved(entry, self.said, plan) if name == "deed" else Moved([])
                if self._follow(name, entry, moved, linked, taking_part, owning):
                    links.move(entry, linked)
                    parts.move(entry, taking_part)
        record.fields, record.matching, record.digest = self.new, self.row.matching, plan["digest"]
        record.row, record.gone_at, record.read_at = self.row.key, None, timezone.now()

    def _moved(self, entry: Model, old: dict, new: dict) -> dict[str, list]:
        """The facts that still stand as the source gave them, and that it gives otherwise now: [before, after]."""
        moved = {name: [getattr(entry, name), new[name]] for name in new if _differ(name, entry, old, new)}
        if "postcode" in moved:
            # Where it is comes from its postcode.
            moved |= {name: [getattr(entry, name), new[name]] for name in WHERE if getattr(entry, name) != new[name]}
        return moved

    def _follow(self, name: str, entry: Model, moved: dict, linked: dict, parts: Moved, owning: Owning) -> bool:
        """Change the entry's own columns, kept in the row as column → [before, after], or put the change to those who
        may. Gives whether links and parts follow."""
        said = {column: [facts.plain(before), facts.plain(after)] for column, (before, after) in moved.items()}
        taking_part = {"parties": [parts.before, parts.after]} if parts else {}
        if not (said or linked or parts):
            return False
        if not owning.may_change(entry):
            owning.suggest(self.row.pk, entry, facts_of(said) | linked | taking_part)
            return False
        for column, (_, after) in moved.items():
            setattr(entry, column, after)
        entry.changed_at = timezone.now()
        self.row.before |= {name: said} if said else {}
        if linked:
            self.row.before |= {"links": linked, "guessed": list(entry.guessed)}
            entry.guessed = following_guesses(entry, self.row.plan, linked)
        if parts:
            self.row.before |= {"parts": parts.plain()}
        self.revisions.append(revision_of(self.intake, entry, said | linked | taking_part))
        return True


def _named(name: str):
    return lambda one: getattr(one.record, name)


def _differ(name: str, entry: Model, old: dict, new: dict) -> bool:
    return old[name] != new[name] and getattr(entry, name) == old[name] and not (name == "name" and not new[name])


def _write(changed: list[_Change], links: Links, parts: Parts) -> None:
    amend([one.record for one in changed], ["row", "fields", "matching", "digest", "gone_at", "read_at"])
    bodies = {one.record.organisation.pk: one.record.organisation for one in changed if one.row.before.get("body")}
    deeds = {one.record.activity.pk: one.record.activity for one in changed if one.row.before.keys() & OF_DEED}
    for deed in deeds.values():
        links.count_facts(deed, parts.now[deed.pk])
    amend(bodies.values(), [*facts.of_body({}, {}), "changed_at"])
    amend(deeds.values(), [*facts.of_deed({}, {}), "guessed", "changed_at", "completeness"])
    links.write()
    parts.write()
    Revision.objects.bulk_create(revision for one in changed for revision in one.revisions if revision.changes)


def _new_deeds(changed: list[_Change], parts: Parts) -> None:
    """Rows that now say what is done, and did not before."""
    for one in changed:
        known = facts.of_deed(one.new, one.row.plan)
        more = {
            "guessed": one.row.plan.get("guessed", []),
            "entered_by": one.intake.by,
            "confirmed_on": one.intake.as_of,
        }
        roles = facts.roles_in(one.row.plan, parts.owners)
        more["completeness"] = facts.completeness(known, one.row.plan, roles)
        one.record.activity = Activity(**known, **more)
    Activity.objects.bulk_create(one.record.activity for one in changed)
    owned = [one.record for one in changed if one.record.organisation]
    source = parts.source
    Party.objects.bulk_create(
        Party(activity=each.activity, organisation=each.organisation, source_id=source) for each in owned
    )
    begin_parts(((one.record.activity.pk, each) for one in changed for each in parts.given(one.row.plan)), source)
    link([(one.record.activity.pk, one.row.plan) for one in changed])
    amend([one.record for one in changed], ["activity"])
    for one in changed:
        one.row.before["made"] = {"deed": one.record.activity.pk}


def mark_gone(rows: list[Row]) -> None:
    """These are no longer in the source. Their entries stay, and say so."""
    Record.objects.filter(pk__in=[row.record_id for row in rows], gone_at=None).update(gone_at=timezone.now())
