"""New rows that may speak of somebody who is here already: found in the dry run, decided by a person.

Rows are held against what everybody may read: never against an address that is hidden or a value that is only to
match by, since whoever brings a list could find it out. What nobody decides comes in as new, and the daily look for
twins asks again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.directory.models import Identifier, Organisation
from folkmoot.exchange import facts
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


class Neighbours:
    """Everybody who is here, fetched once for a whole dry run and only when there is a new row to hold against them."""

    @cached_property
    def here(self) -> Here:
        return Here(_bodies())

    def of(self, drafts: Sequence[Draft]) -> dict[str, Found]:
        """Key of a draft → (answer, id of the body it adds to, bodies it may be); of those that are like somebody."""
        able = [draft for draft in drafts if draft.kind != DEED and draft.title]
        if not able or not len(self.here):
            return {}
        bodies = {draft.key: _body(draft) for draft in able}
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


def _bodies() -> Iterator[tuple[int, Body]]:
    """What may be read of each living organisation, by id."""
    ids = defaultdict(list)
    for body, scheme, value in Identifier.objects.values_list("organisation", "scheme", "value"):
        ids[body].append(f"{scheme}-{value}")
    rows = Organisation.objects.live().shown().order_by("pk").values_list("pk", "hides_address", *FIELDS)
    for pk, hides, *values in rows.iterator(chunk_size=5_000):
        said = dict(zip(FIELDS, values)) | ({"address": "", "postcode": ""} if hides else {})
        yield pk, Body(**said, ids=tuple(ids[pk]))


def _body(draft: Draft) -> Body:
    said = facts.of_body(draft.fields, {})
    ids = tuple(f"{scheme}-{value}" for scheme, value in facts.numbers_of(draft.fields))
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

    Gives how many were decided. What is none of the bodies proposed for a row is passed over.
    """
    held = intake.locked()
    if held.state != Intake.State.CHECK:
        raise IntakeRefused(_("This list is past that step."))
    if not may_decide(held, by):
        raise NotYours(_("Only whoever brought this list, a keeper or a convenor can say this."))
    rows = list(held.rows.filter(pk__in=list(said), verdict=Row.Verdict.NEW).exclude(answer=""))
    decided = [row for row in rows if _settle(row, said[row.pk], by)]
    Row.objects.bulk_update(decided, ["answer", "body", "alike", "answered_by"])
    return len(decided)


def _settle(row: Row, said: str, by: Person) -> bool:
    proposed = [each["body"] for each in row.alike] or [row.body_id]
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
    """Rows that are like somebody, in the order of the sheet: those to ask about, or `which` ("exact", "said")."""
    rows = intake.rows.filter(verdict=Row.Verdict.NEW).order_by("number", "pk")
    if which == "exact":
        return rows.filter(answer=Row.Answer.EXACT)
    if which == "said":
        return rows.filter(answer__in=[Row.Answer.SAME, Row.Answer.DIFFERENT, Row.Answer.LATER])
    return rows.filter(answer=Row.Answer.ASK)


def counted(intake: Intake) -> dict[str, int]:
    """How many rows are to be asked about, add to somebody who is here, and are decided otherwise."""
    if not intake.counts.get("alike"):
        return {}
    adding = intake.rows.filter(answer__in=Row.ADDING).count()
    said = waiting(intake, "said").count()
    return {"ask": waiting(intake).count(), "adds": adding, "exact": waiting(intake, "exact").count(), "said": said}


def choices(rows: Sequence[Row]) -> list[dict]:
    """Each row with the bodies it may be: {"row", "said": facts of the row, "bodies": [(body, reasons)]}."""
    keys = {each["body"] for row in rows for each in row.alike} | {row.body_id for row in rows if row.body_id}
    known = Organisation.objects.live().shown().select_related("place").in_bulk(keys)
    return [_choice(row, known) for row in rows]


def _choice(row: Row, known: dict[int, Organisation]) -> dict:
    proposed = row.alike or [{"body": row.body_id, "reasons": []}]
    bodies = [(known[each["body"]], each["reasons"]) for each in proposed if each["body"] in known]
    said = [row.fields_after.get(name) for name in ("address", "town", "postcode", "phone", "website", "email")]
    return {"row": row, "said": [one for one in said if one], "bodies": bodies}
