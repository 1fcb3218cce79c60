"""New rows become organisations, what they do, and the records that say where it comes from: in bulk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Model
from django.utils import timezone

from folkmoot.directory.models import Activity, Identifier, Organisation, Party, Record, Revision, Served
from folkmoot.exchange import facts, indexing, programmes
from folkmoot.exchange.models import Intake, Row
from folkmoot.exchange.proposing import plant_people
from folkmoot.kit.pouring import amend, pour, pour_things

LINKS = (("types", "typeofhelp_id"), ("topics", "topic_id"), ("people", "peopleserved_id"))
PARTY = ("activity_id", "organisation_id", "role", "money_pence")
RECORD = ("source_id", "row", "organisation_id", "activity_id", "fields", "matching", "digest", "read_at")


@dataclass
class Begun:
    """A row on its way in: the body and the deed that its record will speak of."""

    row: Row
    body: Organisation | None = None
    deed: Activity | None = None
    shared: bool = False  # the body was here before, by its register number


def enter_rows(intake: Intake, rows: list[Row]) -> None:
    """Write these rows' entries and records, and make them findable and counted."""
    if not rows:
        return
    begun = [Begun(row) for row in rows]
    _bodies(intake, begun)
    _deeds(intake, begun)
    _records(intake, begun)
    _remember(begun)
    indexing.enter(begun)


def _bodies(intake: Intake, begun: list[Begun]) -> None:
    here = _known_by_number(begun)
    fresh, numbers = [], []
    for one in begun:
        if one.row.plan["kind"] == "deed":
            continue
        fields = one.row.fields_after
        mine = facts.numbers_of(fields)
        one.body = next((here[tuple(number)] for number in mine if tuple(number) in here), None)
        one.shared = one.body is not None
        if one.body is None:
            one.body = _body(intake, one.row)
            fresh.append(one.body)
            numbers += [(one.body, number) for number in mine]
            here |= {tuple(number): one.body for number in mine}
    pour_things(fresh)
    known = ((body.pk, scheme, value) for body, (scheme, value) in numbers)
    names = ("organisation_id", "scheme", "value")
    pour(Identifier, names, known, unique=names)
    _fill_blanks(intake, [one for one in begun if one.shared])


def _known_by_number(begun: list[Begun]) -> dict[tuple[str, str], Organisation]:
    """Organisations of today's directory that carry one of these rows' register numbers, as they stand today."""
    wanted = {number[1] for one in begun for number in facts.numbers_of(one.row.fields_after)}
    rows = Identifier.objects.filter(value__in=wanted, organisation__story=False)
    rows = rows.select_related("organisation__same_as").order_by("-pk")
    return {(row.scheme, row.value): row.organisation.survivor() for row in rows}


def _body(intake: Intake, row: Row) -> Organisation:
    known = facts.of_body(row.fields_after, row.plan)
    return Organisation(
        **known,
        hides_address=row.plan.get("hides", False),
        entered_by=intake.by,
        confirmed_on=facts.confirmed_on(row.fields_after) or intake.as_of,
    )


def _fill_blanks(intake: Intake, shared: list[Begun]) -> None:
    """A body that was here keeps what is said of it; only what nobody has told is filled in, as a change of its own."""
    done: dict[int, Organisation] = {}
    revisions = []
    for one in shared:
        body = done.setdefault(one.body.pk, one.body) if one.body.pk else one.body
        known = facts.of_body(one.row.fields_after, one.row.plan)
        empty = {name: value for name, value in known.items() if value and not getattr(body, name)}
        if body.pk is None or body.hides_address:
            continue
        for name, value in empty.items():
            setattr(body, name, value)
        said = _said_before(body, empty)
        if said:
            revisions.append(_revision(intake, body, said))
            one.row.before["body"] = said
    bodies = [body for body in done.values() if body.pk]
    amend(bodies, [name for name in facts.of_body({}, {}) if name != "name"])
    Revision.objects.bulk_create(revisions)


def _said_before(body: Organisation, empty: dict) -> dict:
    """Fact → [before, after] for facts that were filled in."""
    names = {name.removesuffix("_id"): value for name, value in empty.items()}
    return {name: ["" if isinstance(value, str) else None, value] for name, value in names.items()}


def _revision(intake: Intake, entry: Model, changes: dict) -> Revision:
    kept = {name: pair for name, pair in changes.items() if name in entry.FACTS}
    source = str(intake.source)[:200]
    return Revision(kind=entry._meta.label_lower, key=str(entry.pk), changes=kept, by=intake.taken_by, source=source)


def _deeds(intake: Intake, begun: list[Begun]) -> None:
    owners = _owners(intake, begun)
    doing = [one for one in begun if one.row.plan["kind"] != "body"]
    for one in doing:
        one.deed = _deed(intake, one.row, owners)
    _programmes(intake, doing, owners)
    pour_things([one.deed for one in doing])
    plant_people(code for one in doing for code in one.row.plan.get("people", ()))
    pour(Party, PARTY, _parties(doing, owners), unique=PARTY[:3])
    link(doing)


def _programmes(intake: Intake, doing: list[Begun], owners: dict[str, int]) -> None:
    named = {
        one.row.pk: programmes.named_by(one.row.fields_after, one.row.plan.get("links", []), owners) for one in doing
    }
    found, made = programmes.found_or_made(intake, set(filter(None, named.values())))
    for one in doing:
        which = named[one.row.pk]
        one.deed.programme = found.get(which)
        if which in made:
            made.discard(which)
            one.row.before["programme"] = found[which].pk


def link(doing: Iterable[Begun]) -> None:
    """Write the places served, types, topics and people that the plans of these rows name."""
    doing = list(doing)
    served = ((one.deed.pk, pk) for one in doing for pk in one.row.plan.get("served", ()))
    pour(Served, ("activity_id", "place_id"), served, unique=("activity_id", "place_id"))
    for name, column in LINKS:
        rows = ((one.deed.pk, code) for one in doing for code in one.row.plan.get(name, ()))
        names = ("activity_id", column)
        pour(getattr(Activity, name).through, names, rows, unique=names)


def _owners(intake: Intake, begun: list[Begun]) -> dict[str, int]:
    """Key of a body in this source → the organisation's id, for the parties that rows name."""
    wanted = {key for one in begun for _, key, _ in one.row.plan.get("links", ())}
    kept = Record.objects.filter(source=intake.source, row__in=wanted, organisation__isnull=False)
    just_made = {one.row.key: one.body.pk for one in begun if one.body}
    return dict(kept.values_list("row", "organisation")) | just_made


def _deed(intake: Intake, row: Row, owners: dict[str, int]) -> Activity:
    fields, plan = row.fields_after, row.plan
    deed = Activity(
        **facts.of_deed(fields, plan),
        guessed=plan.get("guessed", []),
        entered_by=intake.by,
        confirmed_on=facts.confirmed_on(fields) or intake.as_of,
    )
    deed.completeness = completeness(deed, row, owners)
    return deed


def completeness(deed: Activity, row: Row, owners: dict[str, int]) -> int:
    """How many of the ten facts are known, as Activity.known counts them, without asking the database."""
    plan = row.plan
    parts = [role for role, key, _ in plan.get("links", ()) if key in owners]
    known = (
        deed.about,
        plan["kind"] == "both" or any(role in Party.OWNERS for role in parts),
        plan.get("types"),
        plan.get("topics"),
        plan.get("people") or deed.people_words,
        plan.get("served"),
        deed.starts_said or deed.ends_said,
        deed.stage,
        deed.money_pence is not None or Party.Role.FUNDS in parts,
        deed.contact or deed.website,
    )
    return sum(map(bool, known))


def _parties(doing: list[Begun], owners: dict[str, int]) -> Iterator[tuple]:
    for one in doing:
        if one.body is not None:
            yield one.deed.pk, one.body.pk, Party.Role.DELIVERS, None
        for role, key, pence in one.row.plan.get("links", ()):
            if key in owners:
                yield one.deed.pk, owners[key], role, pence


def _records(intake: Intake, begun: list[Begun]) -> None:
    now, source = timezone.now(), intake.source_id
    pour(Record, RECORD, (_record(source, one, now) for one in begun if one.body or one.deed))


def _record(source: int, one: Begun, now) -> tuple:
    about = (one.body.pk if one.body else None, one.deed.pk if one.deed else None)
    return (source, one.row.key, *about, one.row.fields_after, one.row.matching, one.row.plan["digest"], now)


def _remember(begun: list[Begun]) -> None:
    """What this row made, for undoing."""
    for one in begun:
        made = {"deed": one.deed.pk if one.deed else None}
        made["body"] = one.body.pk if one.body and not one.shared else None
        one.row.before = one.row.before | {"made": {name: pk for name, pk in made.items() if pk}}
    amend([one.row for one in begun], ["before"])
