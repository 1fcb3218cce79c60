"""New rows become organisations, what they do, and the records that say where it comes from: in bulk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Model
from django.utils import timezone

from folkmoot.directory.models import Activity, Identifier, Organisation, Party, Programme, Record, Revision
from folkmoot.directory.models.party import row_of
from folkmoot.exchange import adding, facts, indexing, programmes
from folkmoot.exchange.additions import bring
from folkmoot.exchange.linking import link
from folkmoot.exchange.models import Intake, Row
from folkmoot.exchange.owning import Owning
from folkmoot.exchange.parts import begin_parts, late_parties, when_given
from folkmoot.exchange.proposing import plant_people
from folkmoot.exchange.recorded import bodies_by_key
from folkmoot.kit.pouring import amend, amend_rows, fresh_ids, pour

OF_ROW = ("pk", "key", "changes", "matching", "plan", "answer", "body_id")
RECORD = ("source_id", "row", "organisation_id", "activity_id", "fields", "matching", "digest", "read_at")


@dataclass(slots=True)
class Begun:
    """A new row on its way in, and the columns of the body and of the deed that its record will speak of.

    `body` and `deed` are ids; `made_body` and `made_deed` hold columns, None where nothing is made.
    """

    pk: int
    key: str
    fields: dict
    matching: dict
    plan: dict
    before: dict = field(default_factory=dict)
    body: int | None = None
    body_name: str = ""
    made_body: dict | None = None
    deed: int | None = None
    made_deed: dict | None = None
    programme: Programme | None = None
    adds_to: int | None = None  # whom it speaks of, as was decided in the dry run
    is_apart: bool = False  # somebody said that it is none of those it is like
    is_left_for_later: bool = False  # somebody said that it is to be said later: it comes in as new
    says_again: bool = False  # its activity was made by a row before it, of this very reading
    said_of_body: dict = field(default_factory=dict)  # columns of an organisation
    said_of_deed: dict = field(default_factory=dict)  # columns of an activity

    @classmethod
    def of(cls, row: tuple) -> Begun:
        """From the values of OF_ROW."""
        pk, key, changes, matching, plan, answer, body = row
        fields = {name: after for name, (_, after) in changes.items() if after not in ("", None)}
        adds_to = body if answer in Row.ADDING else None
        begun = cls(pk, key, fields, matching, plan, adds_to=adds_to)
        begun.said_of_body, begun.said_of_deed = facts.of_body(fields, plan), facts.of_deed(fields, plan)
        begun.is_apart, begun.is_left_for_later = answer == Row.Answer.DIFFERENT, answer == Row.Answer.LATER
        return begun

    @property
    def shares(self) -> bool:
        """Whether its body was here before, by its register number."""
        return self.body is not None and self.made_body is None


def enter_rows(intake: Intake, begun: list[Begun]) -> None:
    """Write these rows' entries and records, and make them findable and counted."""
    if not begun:
        return
    filled = _bodies(intake, begun)
    touched = _deeds(intake, begun)
    _records(intake, begun)
    _remember(begun)
    adding.teach([one for one in begun if one.is_apart and one.made_body])
    indexing.enter(begun)
    indexing.refresh(filled, touched)


def _bodies(intake: Intake, begun: list[Begun]) -> list[Organisation]:
    """Make the bodies that are new; gives those that were here and had something filled in."""
    here, chosen = _known_by_number(begun), adding.chosen(begun)
    known: dict[tuple, tuple[int, str]] = {number: (body.pk, body.name) for number, body in here.items()}
    known |= adding.standing(begun) | adding.of_this_list(begun, intake.source_id) | adding.made_apart(begun, intake)
    able = [one for one in begun if one.plan["kind"] != "deed"]
    ids, numbers = iter(fresh_ids(Organisation, len(able))), []
    for one in able:
        mine = [tuple(number) for number in facts.numbers_of(one.fields)]
        one.body, one.body_name = adding.whose(one, mine, known, chosen)
        if one.body is None:
            one.body, one.made_body = next(ids), _body(intake, one)
            one.body_name = one.made_body["name"]
            numbers += [(one.body, *number) for number in mine]
            marks = filter(any, [adding.mark(one), adding.named_again(one), adding.apart_together(one)])
            known |= dict.fromkeys([*mine, *marks], (one.body, one.body_name))
    _pour_made(Organisation, ((one.body, one.made_body) for one in able if one.made_body))
    names = ("organisation_id", "scheme", "value")
    pour(Identifier, names, numbers, unique=names)
    all_here = {body.pk: body for body in (*here.values(), *chosen.values())}
    return _fill_blanks(intake, [one for one in able if one.shares], all_here)


def _pour_made(model: type[Model], made: Iterable[tuple[int, dict]]) -> None:
    """Insert things as (id, columns), all of the same columns."""
    made = list(made)
    if made:
        names = list(made[0][1])
        pour(model, ["id", *names], ([pk, *columns.values()] for pk, columns in made))


def _known_by_number(begun: list[Begun]) -> dict[tuple[str, str], Organisation]:
    """Organisations of today's directory that carry one of these rows' register numbers, as they stand today."""
    wanted = {number[1] for one in begun for number in facts.numbers_of(one.fields)}
    rows = Identifier.objects.filter(value__in=wanted, organisation__story=False)
    rows = rows.select_related("organisation__same_as").order_by("-pk")
    return {(row.scheme, row.value): row.organisation.survivor() for row in rows}


def _body(intake: Intake, one: Begun) -> dict:
    known = one.said_of_body | {"hides_address": one.plan.get("hides", False)}
    confirmed = facts.confirmed_on(one.fields) or intake.as_of
    return known | {"entered_by_id": intake.by_id, "confirmed_on": confirmed}


def _fill_blanks(intake: Intake, shared: list[Begun], here: dict[int, Organisation]) -> list[Organisation]:
    """A body that was here keeps what is said of it; only what nobody has told is filled in, as a change of its own.

    Where somebody speaks for it, that is put to them instead.
    """
    here = here | Organisation.objects.in_bulk([one.body for one in shared if one.body not in here])
    owning = Owning(intake, here.values()) if shared else None
    done: dict[int, Organisation] = {}
    revisions = []
    for one in shared:
        body = here[one.body]
        known = one.said_of_body
        empty = {name: value for name, value in known.items() if value and not getattr(body, name)}
        if body.hides_address or not empty:
            continue
        if not owning.may_fill(body):
            owning.suggest(one.pk, body, _said_before(body, empty))
            continue
        one.before["body"] = _said_before(body, empty)
        for name, value in empty.items():
            setattr(body, name, value)
        revisions.append(_revision(intake, body, one.before["body"]))
        done[body.pk] = body
    amend(done.values(), [name for name in facts.of_body({}, {}) if name != "name"])
    Revision.objects.bulk_create(revisions)
    return list(done.values())


def _said_before(body: Organisation, empty: dict) -> dict:
    """Fact → [before, after] for facts that are to be filled in."""
    return {name.removesuffix("_id"): [getattr(body, name), value] for name, value in empty.items()}


def _revision(intake: Intake, entry: Model, changes: dict) -> Revision:
    kept = {name: pair for name, pair in changes.items() if name in entry.FACTS}
    source = str(intake.source)[:200]
    return Revision(kind=entry._meta.label_lower, key=str(entry.pk), changes=kept, by=intake.taken_by, source=source)


def _deeds(intake: Intake, begun: list[Begun]) -> list[Activity]:
    """Make the activities that are new; gives those that were here, or were just said, and had something added."""
    owners = _owners(intake, begun)
    adding.already_done(begun, owners, intake)
    here = [one for one in begun if one.deed is not None]
    doing = [one for one in begun if one.plan["kind"] != "body" and one.deed is None]
    twins = adding.said_twice(doing)
    again = [one for one in doing if one.pk in twins]
    doing = [one for one in doing if one.pk not in twins]
    _programmes(intake, doing, owners)
    for one, pk in zip(doing, fresh_ids(Activity, len(doing))):
        one.deed, one.made_deed = pk, _deed(intake, one, owners)
    _pour_made(Activity, ((one.deed, one.made_deed) for one in doing))
    made = {one.pk: one.deed for one in doing}
    for one in again:
        one.deed, one.says_again = made[twins[one.pk]], True
    plant_people(code for one in doing for code in one.plan.get("people", ()))
    begin_parts(_parties(doing, owners), intake.source_id)
    link([(one.deed, one.plan) for one in doing])
    return bring(intake, [*here, *again], owners)


def _programmes(intake: Intake, doing: list[Begun], owners: dict[str, int]) -> None:
    named = {one.pk: programmes.named_by(one.fields, one.plan.get("links", []), owners) for one in doing}
    found, made = programmes.found_or_made(intake, set(filter(None, named.values())))
    for one in doing:
        which = named[one.pk]
        one.programme = found.get(which)
        if which in made:
            made.discard(which)
            one.before["programme"] = found[which].pk


def _owners(intake: Intake, begun: list[Begun]) -> dict[str, int]:
    """Key of a body in this source → the organisation's id, for the parties that rows name."""
    wanted = {key for one in begun for _, key, _ in one.plan.get("links", ())}
    just_made = {one.key: one.body for one in begun if one.body}
    return bodies_by_key(intake, wanted) | just_made


def _deed(intake: Intake, one: Begun, owners: dict[str, int]) -> dict:
    known = one.said_of_deed
    counted = facts.completeness(known, one.plan, facts.roles_in(one.plan, owners))
    more = {"guessed": one.plan.get("guessed", []), "completeness": counted}
    confirmed = facts.confirmed_on(one.fields) or intake.as_of
    more |= {"entered_by_id": intake.by_id, "confirmed_on": confirmed}
    return known | more | {"programme_id": one.programme.pk if one.programme else None}


def _parties(doing: list[Begun], owners: dict[str, int]) -> Iterator[tuple[int, list]]:
    delivers = str(Party.Role.DELIVERS)
    for one in doing:
        if one.body is not None:
            yield one.deed, [one.body, delivers, None]
        for role, key, pence in one.plan.get("links", ()):
            if key in owners:
                yield one.deed, row_of(owners[key], role, pence, when_given(one.plan, role))
            else:
                one.before["waits"] = True


def _records(intake: Intake, begun: list[Begun]) -> None:
    now, source = timezone.now(), intake.source_id
    kept = (one for one in begun if one.body or one.deed)
    pour(
        Record,
        RECORD,
        ((source, one.key, one.body, one.deed, one.fields, one.matching, one.plan["digest"], now) for one in kept),
    )


def _remember(begun: list[Begun]) -> None:
    """What each row made, for undoing."""
    amend_rows(Row, ["before", "done"], ((one.before | {"made": _made(one)}, True, one.pk) for one in begun))


def enter_late(intake: Intake) -> None:
    """What rows that named bodies far below them still bring, now that all are taken."""
    rows = list(intake.rows.filter(done=True, verdict=Row.Verdict.NEW, before__has_key="waits"))
    late_parties(intake, [row for row in rows if row.before.get("made", {}).get("deed")])
    left = {row.key: row for row in rows if not row.before.get("made", {}).get("deed")}
    kept = Record.objects.filter(source=intake.source, row__in=left, activity__isnull=False)
    begun = [_begun_again(left[key], deed) for key, deed in kept.values_list("row", "activity")]
    touched = bring(intake, begun, _owners(intake, begun))
    amend_rows(Row, ["before"], ((one.before, one.pk) for one in begun))
    indexing.refresh([], touched)


def _begun_again(row: Row, deed: int) -> Begun:
    one = Begun.of(tuple(getattr(row, name) for name in OF_ROW))
    one.deed, one.before, one.says_again = deed, row.before, "again" in row.before.get("made", {})
    return one


def _made(one: Begun) -> dict[str, int | bool]:
    made = {"deed": one.deed if one.made_deed else None, "body": one.body if one.made_body else None}
    return {name: pk for name, pk in made.items() if pk} | ({"again": True} if one.says_again else {})
