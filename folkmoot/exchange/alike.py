"""New rows that may speak of somebody who is here already: found in the dry run, decided by a person.

Rows are held against what everybody may read: never against an address that is hidden or a value that is only to
match by, since whoever brings a list could find it out. What nobody decides comes in as new, and the daily look for
twins asks again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.directory.models import Identifier, Organisation
from folkmoot.exchange import facts
from folkmoot.exchange.adding import one_body
from folkmoot.exchange.drafts import Draft
from folkmoot.exchange.drafts.draft import DEED
from folkmoot.exchange.models import Intake, IntakeRefused, Row
from folkmoot.exchange.models.intake import looks_after_all
from folkmoot.exchange.sums import Alike, Body, Here
from folkmoot.kit.refusals import NotYours
from folkmoot.people.models import Person

FORTY = 40
FIELDS = ("name", "address", "postcode", "phone", "website", "email")
Found = tuple[str, int | None, list[dict]]
NOBODY: Found = ("", None, [])
ANSWERED = (Row.Answer.SAME, Row.Answer.DIFFERENT, Row.Answer.LATER)


class Neighbours:
    """Everybody who is here, fetched once for a whole dry run and only when there is a new row to hold against them."""

    def __init__(self) -> None:
        self._first: dict[tuple, str] = {}

    @cached_property
    def here(self) -> Here:
        return Here(_bodies())

    def of(self, drafts: Sequence[Draft]) -> dict[str, Found]:
        """Key of a draft → (answer, id of the body it adds to, bodies it may be); of those that are like somebody."""
        able = [draft for draft in drafts if draft.kind != DEED and draft.title]
        if not able or not len(self.here):
            return {}
        bodies = {draft.key: body_of(draft.fields) for draft in able}
        sure = {key: found for key, body in bodies.items() if (found := self.here.surely(body)) is not None}
        found: dict[str, Found] = {key: (Row.Answer.EXACT, pk, []) for key, pk in sure.items()}
        named = [draft for draft in able if draft.only_named and draft.key not in sure]
        sure |= {draft.key: pk for draft in named if (pk := self.here.called(draft.title)) is not None}
        found |= {draft.key: _by_name(sure[draft.key]) for draft in named if draft.key in sure}
        asked = {key: body for key, body in bodies.items() if key not in sure}
        for key, likely in zip(asked, self.here.likely(list(asked.values()))):
            if likely:
                found[key] = (Row.Answer.ASK, None, [_plain(each) for each in likely])
        return found

    def asked_with(self, draft: Draft, found: Found) -> dict[str, str]:
        """The key of the first line of the same body that was found alike ({"asked_with": key}): who does several
        things is asked about once. {} for that first line itself."""
        answer, body, _alike = found
        told = one_body(facts.of_body(draft.fields, {}), says_what=bool(draft.fields.get("title")))
        if not answer or not any(told):
            return {}
        first = self._first.setdefault((answer, body, *told), draft.key)
        return {"asked_with": first} if first != draft.key else {}


def _bodies() -> Iterator[tuple[int, Body]]:
    """What may be read of each living organisation, by id."""
    ids = defaultdict(list)
    for body, scheme, value in Identifier.objects.values_list("organisation", "scheme", "value"):
        ids[body].append(f"{scheme}-{value}")
    rows = Organisation.objects.live().shown().order_by("pk").values_list("pk", "hides_address", *FIELDS)
    for pk, hides, *values in rows.iterator(chunk_size=5_000):
        said = dict(zip(FIELDS, values)) | ({"address": "", "postcode": ""} if hides else {})
        yield pk, Body(**said, ids=tuple(ids[pk]))


def body_of(fields: dict) -> Body:
    """The organisation that a row of these fields speaks of."""
    said = facts.of_body(fields, {})
    ids = tuple(f"{scheme}-{value}" for scheme, value in facts.numbers_of(fields))
    return Body(**{name: said[name] for name in FIELDS}, ids=ids)


def _by_name(pk: int) -> Found:
    """Whom a column of parties names: all that is said is the name, and only one here has it."""
    why = _("The same name, and the list says no more of it")
    return (Row.Answer.EXACT, pk, [{"body": pk, "likelihood": 1.0, "reasons": [why]}])


def _plain(each: Alike) -> dict:
    return {"body": each.key, "likelihood": each.likelihood, "reasons": list(each.reasons)}


# What a person says


def may_decide(intake: Intake, person: Person | None) -> bool:
    """Whoever brought the list, and the keepers and convenors, while it waits to be checked."""
    if person is None or not person.is_authenticated or intake.state != Intake.State.CHECK:
        return False
    return intake.is_kept_by(person) or looks_after_all(person, timezone.localdate())


@transaction.atomic
def decide(intake: Intake, by: Person, said: dict[int, str]) -> int:
    """Keep what a person says of rows: the id of a body they speak of, "different" or "later". Safe twice.

    It holds for all lines of the body that a row speaks of. Gives how many rows were decided. What is none of the
    bodies proposed for any of its lines is passed over.
    """
    held = intake.locked()
    if held.state != Intake.State.CHECK:
        raise IntakeRefused(_("This list is past that step."))
    if not may_decide(held, by):
        raise NotYours(_("Only whoever brought this list, a keeper or a convenor can say this."))
    asked = list(held.rows.filter(pk__in=list(said), verdict=Row.Verdict.NEW).exclude(answer=""))
    answers, decided = {_first_of(row): said[row.pk] for row in asked}, []
    for first, rows in _lines_of(held, asked).items():
        proposed = _proposed(rows)
        decided += [row for row in rows if _settle(row, proposed, answers[first], by)]
    Row.objects.bulk_update(decided, ["answer", "body", "alike", "answered_by"], batch_size=500)
    return len(decided)


def _first_of(row: Row) -> str:
    """The key of the first line of its body."""
    return row.plan.get("asked_with", row.key)


def _lines_of(intake: Intake, rows: Sequence[Row]) -> dict[str, list[Row]]:
    """Key of the first line → all lines of its body that are asked about together, for the bodies of these rows."""
    keys, lines = {_first_of(row) for row in rows}, defaultdict(list)
    found = intake.rows.filter(verdict=Row.Verdict.NEW).exclude(answer="")
    for row in found.filter(Q(key__in=keys) | Q(plan__asked_with__in=keys)) if keys else ():
        lines[_first_of(row)].append(row)
    return lines


def _proposed(rows: Sequence[Row]) -> dict[int, list]:
    """Whom lines of one body may be → why, the likeliest of the first line first."""
    told: dict[int, list] = {}
    for row in rows:
        for each in row.alike or [{"body": row.body_id, "reasons": []}]:
            told.setdefault(each["body"], each["reasons"])
    return told


def _settle(row: Row, proposed: Collection[int], said: str, by: Person) -> bool:
    if said in (Row.Answer.DIFFERENT, Row.Answer.LATER):
        # What it might have been is kept: the answer can be changed, and "not the same" teaches the look for twins.
        row.alike = row.alike or [{"body": row.body_id, "likelihood": 1.0, "reasons": []}]
        row.answer, row.body_id = said, None
    elif said.isdecimal() and int(said) in proposed:
        row.answer, row.body_id = Row.Answer.SAME, int(said)
    else:
        return False
    row.answered_by = by
    return True


def read(posted) -> dict[int, str]:
    """What a page says: for each row on it ("row"), the answer ("row-12": "7")."""
    keys = [int(pk) for pk in posted.getlist("row") if pk.isdecimal() and len(pk) < 18][:FORTY]
    return {pk: posted.get(f"row-{pk}", "")[:20] for pk in keys}


# What its page shows


def waiting(intake: Intake, which: str = ""):
    """The first line of each body that is like somebody, in the order of the sheet: those to ask about, or `which`
    ("exact", "said")."""
    answers = {"exact": (Row.Answer.EXACT,), "said": ANSWERED}.get(which, (Row.Answer.ASK,))
    rows = intake.rows.filter(verdict=Row.Verdict.NEW, answer__in=answers)
    return rows.exclude(plan__has_key="asked_with").order_by("number", "pk")


def counted(intake: Intake) -> dict[str, int]:
    """How many bodies are to be asked about ("ask"), are known by themselves ("exact") and were decided ("said"); and
    how many rows add to somebody who is here ("adds")."""
    if not intake.counts.get("alike"):
        return {}
    adding = intake.rows.filter(answer__in=Row.ADDING).count()
    said = waiting(intake, "said").count()
    return {"ask": waiting(intake).count(), "adds": adding, "exact": waiting(intake, "exact").count(), "said": said}


def choices(rows: Sequence[Row]) -> list[dict]:
    """Each row with the bodies it may be: {"row", "more": how many lines more of its body, "said": facts of the row,
    "bodies": [(body, reasons)]}. `rows`: first lines of one intake."""
    rows = list(rows)
    lines = _lines_of(rows[0].intake, rows) if rows else {}
    proposed = {row.pk: _proposed(lines[_first_of(row)]) for row in rows}
    keys = {pk for told in proposed.values() for pk in told if pk}
    known = Organisation.objects.live().shown().select_related("place").in_bulk(keys)
    return [_choice(row, len(lines[_first_of(row)]) - 1, proposed[row.pk], known) for row in rows]


def _choice(row: Row, more: int, proposed: dict[int, list], known: dict[int, Organisation]) -> dict:
    bodies = [(known[pk], reasons) for pk, reasons in proposed.items() if pk in known]
    said = [row.fields_after.get(name) for name in ("address", "town", "postcode", "phone", "website", "email")]
    return {"row": row, "more": more, "said": [one for one in said if one], "bodies": bodies}
