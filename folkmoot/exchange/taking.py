"""Taking: the plan of the dry run is carried out, a few hundred rows at a time, each chunk whole or not at all.

A chunk locks its intake, so of two workers one waits and finds the rows done; a worker that is killed leaves
whole chunks behind, and the next goes on from there.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from folkmoot.exchange.changing import change_rows, mark_gone
from folkmoot.exchange.entering import OF_ROW, Begun, enter_late, enter_rows
from folkmoot.exchange.models import Intake, Row
from folkmoot.kit.pouring import collecting_seldom

# Short enough that nobody else who writes waits for long.
CHUNK = 2_000


def take_all(intake: Intake) -> None:
    """Take every row that is left, then say so once in the journal. Safe twice."""
    while take_some(intake):
        pass


@transaction.atomic
def take_some(intake: Intake) -> bool:
    """Take the next rows; False when there was nothing left to take."""
    held = intake.locked()
    if held.state != Intake.State.TAKING:
        return False
    left = held.rows.filter(done=False, verdict__in=Row.TAKEN).order_by("rank", "pk")
    with collecting_seldom():
        found = list(left.values_list("verdict", *OF_ROW)[:CHUNK])
        enter_rows(held, [Begun.of(row) for verdict, *row in found if verdict == Row.Verdict.NEW])
    if not found:
        _finish(held)
        return False
    rows = list(held.rows.filter(pk__in=[pk for verdict, pk, *_ in found if verdict != Row.Verdict.NEW]))
    change_rows(held, [row for row in rows if row.verdict == Row.Verdict.CHANGED])
    mark_gone([row for row in rows if row.verdict == Row.Verdict.GONE])
    Row.objects.filter(pk__in=[row.pk for row in rows]).update(done=True)
    Intake.objects.filter(pk=held.pk).update(done=held.done + len(found))
    return True


def _finish(held: Intake) -> None:
    if held.counts.get("linked"):
        enter_late(held)
    now = timezone.now()
    held.state, held.taken_at = Intake.State.TAKEN, now
    held.save(update_fields=["state", "taken_at"])
    source = held.source
    source.read_at, source.mapping = now, held.mapping or source.mapping
    source.as_of = held.as_of or source.as_of
    source.save(update_fields=["read_at", "mapping", "as_of"])
    held.tell(held.taken_by, "took in")
