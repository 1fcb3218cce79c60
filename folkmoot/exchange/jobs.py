"""What the worker does for taking in: reading, comparing, taking, undoing, tidying, and forgetting files."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from folkmoot.exchange import comparing, files, opening, stepping, taking, undoing
from folkmoot.exchange.linked import NothingNew, bring, read_due
from folkmoot.exchange.models import Intake
from folkmoot.exchange.outcome import look_and_tidy
from folkmoot.exchange.reading.rows import Refused
from folkmoot.journal.models import Notice, Pace
from folkmoot.kit.jobs import every, job
from folkmoot.kit.refusals import Refusal


def _refuse(intake: Intake, refused: Exception) -> None:
    words = refused.problem.words if isinstance(refused, Refused) else str(refused)
    told = intake.told | ({"same": True} if isinstance(refused, NothingNew) else {})
    still = Intake.objects.filter(pk=intake.pk, state__in=["reading", "comparing"])
    moved = still.update(state="refused", words=words, told=told)
    if moved and intake.came and intake.by and not isinstance(refused, NothingNew):
        said = f"{intake}: {intake.file_name} {words}"
        Notice.tell(intake.by, said, intake.get_absolute_url(), pace=Pace.AT_ONCE)


@job
def read(pk: int) -> None:
    """Fetch the file if it is at an address, and see what it is and what its columns seem to hold."""
    intake = Intake.objects.select_related("source").filter(pk=pk, state=Intake.State.READING).first()
    if intake is None:
        return
    try:
        bring(intake)
        guesses, known = opening.look_over(intake)
    except (Refused, Refusal) as refused:
        _refuse(intake, refused)
        return
    opening.keep_guesses(intake, guesses, known)
    ready = opening.is_standard(known["kind"])
    mapping = opening.remembered(intake, guesses) or {}
    intake.kind = known["kind"] if ready else "sheet"
    state = Intake.State.COMPARING if ready or mapping else Intake.State.COLUMNS
    source = intake.source or (stepping.source_of(intake) if ready else None)
    facts = {
        "kind": intake.kind,
        "source": source,
        "mapping": mapping,
        "state": state,
        "notes": known["notes"],
        "rows_read": known["rows"],
    }
    facts |= {"sheet": known["sheet"][:120]}
    if Intake.objects.filter(pk=pk, state=Intake.State.READING).update(**facts):
        if state == Intake.State.COMPARING:
            compare.enqueue(pk)
        else:
            stepping.ask_keeper(Intake.objects.select_related("source", "by").get(pk=pk))


@job
def compare(pk: int) -> None:
    """The dry run."""
    intake = Intake.objects.select_related("source").filter(pk=pk, state=Intake.State.COMPARING).first()
    if intake is None:
        return
    try:
        comparing.compare(intake)
    except Refused as refused:
        _refuse(intake, refused)
    else:
        stepping.ask_keeper(Intake.objects.select_related("source", "by").get(pk=pk))


@job
def take(pk: int) -> None:
    """Take the rows, then look at what came of it."""
    taking.take_all(Intake.objects.get(pk=pk))
    look.enqueue(pk)


@job
def undo(pk: int) -> None:
    undoing.undo_all(Intake.objects.get(pk=pk))


@job
def look(pk: int) -> None:
    """Look for twins, compare everything again, and write the tidier sheet."""
    intake = Intake.objects.select_related("source").get(pk=pk)
    if intake.state == Intake.State.TAKEN:
        look_and_tidy(intake)


NEXT = {"reading": read, "comparing": compare, "taking": take, "undoing": undo}


def go_on(intake: Intake) -> None:
    """Queue what an intake waits for, in the transaction of whatever moved it on. Each job is safe twice."""
    if intake.state in NEXT:
        NEXT[intake.state].enqueue(intake.pk)


@every(minutes=60)
@job
def read_links() -> None:
    """Sources at an address are read again when they are due."""
    for intake in read_due(timezone.localdate()):
        go_on(intake)


@every(minutes=12 * 60)
@job
def forget_files() -> None:
    """Uploads and tidied copies go after 30 days; so do readings that nobody took."""
    old = timezone.now() - timedelta(days=files.KEEP_DAYS)
    for intake in Intake.objects.filter(at__lt=old).exclude(state__in=Intake.WORKING):
        intake.folder.drop()
    Intake.objects.filter(at__lt=old, taken_at=None).exclude(state__in=Intake.WORKING).delete()
