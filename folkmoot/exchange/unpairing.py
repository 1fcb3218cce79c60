"""A row that was taken for one of before by its name, and is not: a person says that they are two."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.exchange import facts
from folkmoot.exchange.alike import may_decide
from folkmoot.exchange.drafts.draft import DEED, title_of
from folkmoot.exchange.models import Intake, IntakeRefused, Row
from folkmoot.exchange.pairing import without
from folkmoot.kit.refusals import NotYours
from folkmoot.people.models import Person

COLUMNS = ["verdict", "rank", "changes", "plan", "reasons", "record"]


@transaction.atomic
def unpair(intake: Intake, by: Person, pk: int) -> int:
    """All lines of the body that this row was taken for come in as new, and what was there before is gone. Gives how
    many lines that were; 0 where somebody said so already. Only while the list waits to be checked."""
    held = intake.locked()
    if held.state != Intake.State.CHECK:
        raise IntakeRefused(_("This list is past that step."))
    if not may_decide(held, by):
        raise NotYours(_("Only whoever brought this list, a keeper or a convenor can say this."))
    paired = held.rows.filter(verdict=Row.Verdict.CHANGED, plan__has_key="was").select_related("record")
    row = paired.filter(pk=pk).first()
    if row is None or row.record is None:
        return 0
    body = row.record.organisation_id
    lines = list(paired.filter(record__organisation=body))
    Row.objects.bulk_create([_gone(line) for line in lines], batch_size=500)
    Row.objects.bulk_update([_as_new(line) for line in lines], COLUMNS, batch_size=500)
    _add_no_more(held, body)
    held.counts |= _counted(held.counts, len(lines))
    held.save(update_fields=["counts"])
    return len(lines)


def _gone(line: Row) -> Row:
    said = {"title": title_of(line.record.fields), "number": 0, "record": line.record}
    return Row(intake=line.intake, key=line.plan["was"], verdict=Row.Verdict.GONE, **said)


def _as_new(line: Row) -> Row:
    """As it would have been, had nothing of its name been gone."""
    told = line.record.fields | {name: after for name, (_before, after) in line.changes.items()}
    line.changes = facts.differences({}, {name: value for name, value in told.items() if value not in ("", None)})
    line.verdict, line.record = Row.Verdict.NEW, None
    line.plan = without(line.plan, "was")
    line.rank = Row.DEED if line.plan.get("kind") == DEED else Row.BODY
    line.reasons = line.reasons[:-1]  # that it was taken for one of before, which is noted last
    return line


def _add_no_more(held: Intake, body: int) -> None:
    """Lines that came along with those of before speak of a body of their own name too."""
    came = held.rows.filter(verdict=Row.Verdict.NEW, answer=Row.Answer.EXACT, body=body).exclude(alike=[])
    came.update(answer=Row.Answer.NONE, body=None, alike=[])


def _counted(counts: dict, n: int) -> dict:
    more = {"new": n, "gone": n, "changed": -n, "again": -n}
    return {name: counts.get(name, 0) + each for name, each in more.items()}
