"""Undoing an intake: what it made goes, what it changed comes back, and what others have built on stays."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model, Q
from django.utils import timezone

from folkmoot.directory.models import (
    Activity,
    Ask,
    Confirmation,
    Membership,
    Offer,
    Organisation,
    Party,
    Post,
    Programme,
    Record,
    Reply,
    Revision,
    Tally,
)
from folkmoot.exchange import indexing, programmes
from folkmoot.exchange.facts import plain
from folkmoot.exchange.following import Links, following_guesses
from folkmoot.exchange.history import revision_of
from folkmoot.exchange.models import Intake, Row
from folkmoot.exchange.owning import take_back_suggestions
from folkmoot.exchange.parts import Parts
from folkmoot.exchange.recorded import records_by_id
from folkmoot.kit.pouring import amend, collecting_seldom, pour_things
from folkmoot.kit.search.keeping import drop_many
from folkmoot.kit.uprooting import among, uproot

from .taking import CHUNK

OF_ROW = ("intake", "key", "verdict", "before", "record")
# What a row did to entries that were here before it.
TOUCHED = {"body", "deed", "links", "parts"}


def undo_all(intake: Intake) -> None:
    """Bring back every row that was taken, the last first. Safe twice."""
    while undo_some(intake):
        pass


@transaction.atomic
def undo_some(intake: Intake) -> bool:
    """Undo the next rows; False when there was nothing left to undo."""
    held = intake.locked()
    if held.state != Intake.State.UNDOING:
        return False
    with collecting_seldom():
        rows = list(held.rows.filter(done=True).order_by("-rank", "-pk").only(*OF_ROW)[:CHUNK])
        _undo(held, rows)
    if not rows:
        _finish(held)
    return bool(rows)


def _undo(held: Intake, rows: list[Row]) -> None:
    _find_records(held, rows)
    touched = {row.record_id for row in rows if row.verdict == Row.Verdict.CHANGED or row.before.keys() & TOUCHED}
    records = records_by_id(touched - {None})
    for verdict, undo in ((Row.Verdict.GONE, _back), (Row.Verdict.CHANGED, _changed), (Row.Verdict.NEW, _new)):
        undo(held, [row for row in rows if row.verdict == verdict], records)
    take_back_suggestions(held, rows)
    Row.objects.filter(pk__in=among([row.pk for row in rows])).update(done=False)
    Intake.objects.filter(pk=held.pk).update(done=held.done + len(rows), told=held.told)


def _finish(held: Intake) -> None:
    held.state, held.undone_at = Intake.State.UNDONE, timezone.now()
    held.save(update_fields=["state", "undone_at"])
    held.source.read_at = timezone.now()
    held.source.save(update_fields=["read_at"])
    held.tell(held.taken_by, "undid taking in")


def _find_records(held: Intake, rows: list[Row]) -> None:
    """New rows know their record by its key only."""
    new = [row.key for row in rows if row.verdict == Row.Verdict.NEW]
    made = dict(Record.objects.filter(source=held.source, row__in=among(new, of=str)).values_list("row", "pk"))
    for row in rows:
        if row.verdict == Row.Verdict.NEW:
            row.record_id = made.get(row.key)


def _back(held: Intake, rows: list[Row], records: dict[int, Record]) -> None:
    Record.objects.filter(pk__in=[row.record_id for row in rows]).update(gone_at=None)


def _changed(held: Intake, rows: list[Row], records: dict[int, Record]) -> None:
    kept = []
    for row in rows:
        record, before = records.get(row.record_id), row.before
        if record is None:
            continue
        record.fields, record.matching, record.digest = before["fields"], before["matching"], before["digest"]
        record.gone_at = datetime.fromisoformat(before["gone_at"]) if before["gone_at"] else None
        record.row = before.get("row", record.row)
        kept.append(record)
    _entries_back(held, rows, records)
    amend(kept, ["row", "fields", "matching", "digest", "gone_at"])
    _unmake(held, rows)


def _entries_back(held: Intake, rows: list[Row], records: dict[int, Record]) -> None:
    """What these rows did to entries that were here before them, as far as it still stands so."""
    touching = [(row, records[row.record_id]) for row in rows if row.record_id in records]
    told = {record.activity.pk: record.activity for _row, record in touching if record.activity}
    back = _Back(held, told.values())
    for row, record in touching:
        for name, entry in (("body", record.organisation), ("deed", record.activity)):
            if entry is not None and row.before.get(name):
                back.columns(entry, row.before[name])
        if record.activity is not None:
            back.links_of(record.activity, row.before)
            back.parts_of(record.activity, row.before)
    back.write()


class _Back:
    """What comes back, noted row by row and written at once."""

    def __init__(self, held: Intake, deeds: Iterable[Activity]) -> None:
        self.held, deeds = held, list(deeds)
        self.links, self.parts = Links(deeds), Parts(held, deeds, ())
        self.touched: dict[type[Model], dict[int, Model]] = {Organisation: {}, Activity: {}}
        self.names: dict[type[Model], set[str]] = {Organisation: set(), Activity: {"guessed", "completeness"}}
        self.revisions: list[Revision] = []

    def columns(self, entry: Model, moved: dict[str, list]) -> None:
        back = _put_back(entry, moved)
        self.names[type(entry)] |= back.keys()
        self._note(entry, back)

    def links_of(self, deed: Activity, before: dict) -> None:
        back = self.links.back(deed, before.get("links", {}))
        self.links.move(deed, back)
        deed.guessed = following_guesses(deed, before, back) if back else deed.guessed
        self._note(deed, back)

    def parts_of(self, deed: Activity, before: dict) -> None:
        if "parts" in before and (back := self.parts.back(deed, before["parts"])):
            self.parts.move(deed, back)
            self._note(deed, {"parties": [back.before, back.after]})

    def write(self) -> None:
        for deed in self.touched[Activity].values():
            self.links.count_facts(deed, self.parts.now[deed.pk])
        for model, entries in self.touched.items():
            amend(entries.values(), sorted(self.names[model]))
        self.links.write()
        self.parts.write()
        pour_things([revision for revision in self.revisions if revision.changes])
        indexing.refresh(self.touched[Organisation].values(), self.touched[Activity].values())

    def _note(self, entry: Model, back: dict[str, list]) -> None:
        if back:
            self.touched[type(entry)][entry.pk] = entry
            self.revisions.append(revision_of(self.held, entry, back, "the reading was undone"))


def _put_back(entry: Model, moved: dict[str, list]) -> dict[str, list]:
    """Set back the columns that still stand as the intake left them; gives column → [after, before]."""
    columns = {_column(entry, name): pair for name, pair in moved.items()}
    back = {name: [after, before] for name, (before, after) in columns.items() if plain(getattr(entry, name)) == after}
    for name, (_, before) in back.items():
        setattr(entry, name, _typed(entry, name, before))
    return back


def _column(entry: Model, name: str) -> str:
    """What was filled in is kept by the name of the fact: "place" stands in the column "place_id"."""
    return entry._meta.get_field(name.removesuffix("_id")).attname


def _typed(entry: Model, name: str, value: Any) -> Any:
    field = next(field for field in entry._meta.concrete_fields if name in (field.name, field.attname))
    if value is None and not field.null:
        # Earlier readings kept no "no" of what they made a "yes".
        return field.get_default()
    return value if field.is_relation else field.to_python(value)


def _new(held: Intake, rows: list[Row], records: dict[int, Record]) -> None:
    """Their records go; so do entries they made, unless somebody has built on them."""
    _entries_back(held, rows, records)
    uproot(Record, [row.record_id for row in rows if row.record_id])
    _unmake(held, rows)


def _unmake(held: Intake, rows: list[Row]) -> None:
    made = [row.before.get("made", {}) for row in rows]
    deeds = Activity.objects.filter(pk__in=among([each["deed"] for each in made if each.get("deed")]))
    bodies = Organisation.objects.filter(pk__in=among([each["body"] for each in made if each.get("body")]))
    kept = _forget(deeds, _built_on(held, deeds))
    programmes.forget_empty([row.before["programme"] for row in rows if "programme" in row.before])
    kept += _forget(bodies, _built_on_bodies(held, bodies))
    held.told["stay"] = held.told.get("stay", 0) + kept


def _forget(entries, built_on: set[int]) -> int:
    """Delete those nobody has built on; gives how many stay."""
    kind = entries.model._meta.label_lower
    keys = [pk for pk in entries.values_list("pk", flat=True) if pk not in built_on]
    if entries.model is Activity:
        Tally.forget_many(keys)
    drop_many(kind, keys)
    for model in (Revision, Confirmation):
        said = model.objects.filter(kind=kind, key__in=among(list(map(str, keys)), of=str))
        uproot(model, said.values_list("pk", flat=True))
    uproot(entries.model, keys)
    return len(built_on)


def _built_on(held: Intake, entries) -> set[int]:
    """Entries that somebody else changed, confirmed, replied to, or had looked at; or merged with another."""
    kind, keys = entries.model._meta.label_lower, among(list(map(str, entries.values_list("pk", flat=True))), of=str)
    own = Q(by=held.by) | Q(by=held.taken_by)
    said = [*Revision.objects.filter(kind=kind, key__in=keys).exclude(own).values_list("key", flat=True)]
    said += Confirmation.objects.filter(kind=kind, key__in=keys).exclude(own).values_list("key", flat=True)
    said += Reply.objects.filter(kind=kind, key__in=keys).values_list("key", flat=True)
    merged = entries.filter(Q(same_as__isnull=False) | Q(absorbed__isnull=False) | Q(standing__isnull=False))
    told = Record.objects.filter(**{f"{entries.model._meta.model_name}__in": entries})
    found = {int(key) for key in said} | set(merged.values_list("pk", flat=True))
    return found | set(told.values_list(entries.model._meta.model_name, flat=True))


def _built_on_bodies(held: Intake, bodies) -> set[int]:
    found = _built_on(held, bodies)
    for model in (Membership, Post, Programme, Party, Offer, Ask):
        found |= set(model.objects.filter(organisation__in=bodies).values_list("organisation", flat=True))
    return found
