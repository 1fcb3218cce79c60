"""Copies of lists that come by mail: one message in, and the difference waits for the list's keeper.

A letterbox's secret word lets a copy in, nothing else: its keeper still says yes. Whoever wrote is answered only where
the address is the keeper's own, and each trouble once a day; strangers, and words that nobody knows, hear nothing.
"""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from folkmoot.directory.models import Source
from folkmoot.exchange import coming, jobs
from folkmoot.exchange.letters import Letter, Sheet
from folkmoot.exchange.models import Intake, Letterbox
from folkmoot.exchange.models.letterbox import TOKEN
from folkmoot.exchange.reading.limits import spoken
from folkmoot.exchange.reading.rows import Refused
from folkmoot.journal.models import Notice
from folkmoot.kit import mail
from folkmoot.kit.jobs import once
from folkmoot.kit.refusals import Refusal
from folkmoot.people.models import Person

TOO_LARGE = "The mail is larger than this site takes: a sheet of %s at most. Save only the sheet you need, as CSV."
CLOSED = "This mail address was closed. The list's page has the one that is open, or gives it a new one."
UNKNOWN = "No list here has the mail address you wrote to. The list's own page shows the right one."
NOTHING_NEW = "This is the same file as last time, so nothing has changed."


def most_bytes() -> int:
    """The largest message that can hold the largest sheet: a third more for how mail writes files, and its words."""
    return settings.UPLOAD_LIMIT * 3 // 2 + 2**20


def take(raw: bytes, envelope: str = "") -> str:
    """Read one message; what was done, in words for the mail server's log. Safe twice.

    `raw` may be cut off at `most_bytes() + 1`: it is refused then. `envelope`: the address it was handed over for.
    """
    letter = Letter(raw, envelope)
    known = [token for token in letter.tokens(settings.SHEETS_MAIL) if TOKEN.fullmatch(token)]
    found = list(Letterbox.objects.filter(token__in=known).select_related("source__keeper"))
    if letter.is_answer():
        return "an automatic answer, passed over"
    if not found:
        return _no_such(letter) if known else "for nobody here"
    return "; ".join(_take_one(box, letter, raw) for box in found)


def _no_such(letter: Letter) -> str:
    """A word nobody has: somebody who keeps a list here may have mistyped theirs."""
    person = Person.objects.filter(email__iexact=letter.sender, is_active=True).first() if letter.sender else None
    source = Source.objects.filter(keeper=person, story=False).first() if person else None
    if source and letter.may_be_answered():
        with once(f"letter to nobody {person.pk} {timezone.localdate()}") as first:
            if first:
                _answer(person, source, UNKNOWN)
    return "for a list that is not here"


def _take_one(box: Letterbox, letter: Letter, raw: bytes) -> str:
    try:
        with once(f"letter {box.pk} {letter.mark}") as first:
            return _put_in(box, letter, raw) if first else "had come before"
    except (Refused, Refusal) as refused:
        return _refuse(box, letter, str(refused))


def _put_in(box: Letterbox, letter: Letter, raw: bytes) -> str:
    keeper = box.source.keeper
    if not box.is_open:
        raise Refused(CLOSED)
    if keeper is None or not keeper.is_active:
        return "its list has no keeper"
    if len(raw) > most_bytes():
        raise Refused(TOO_LARGE % spoken(settings.UPLOAD_LIMIT))
    sheet = letter.sheet(settings.UPLOAD_LIMIT)
    if _is_known(box, sheet):
        raise Refused(NOTHING_NEW)
    intake = begun(box, keeper, sheet)
    box.was_used()
    return f"taken in to be compared: {intake.key}"


def _is_known(box: Letterbox, sheet: Sheet) -> bool:
    """Whether the list's newest reading was of this very file."""
    newest = box.source.intakes.exclude(state__in=[Intake.State.REFUSED, Intake.State.UNDONE]).first()
    return newest is not None and newest.digest == coming.digest_of(sheet.raw)


@transaction.atomic
def begun(box: Letterbox, keeper: Person, sheet: Sheet) -> Intake:
    """A new reading of the list, in its keeper's name; reading, comparing and asking are the worker's."""
    intake = Intake.begin(keeper, sheet.name, box.source, came=Intake.Came.MAIL)
    coming.put(intake, [sheet.raw])
    jobs.go_on(intake)
    return intake


def _refuse(box: Letterbox, letter: Letter, words: str) -> str:
    """Tell the keeper, by mail where they wrote it themselves; the same trouble once a day."""
    keeper = box.source.keeper
    box.was_used(trouble="" if words == NOTHING_NEW else words)
    if keeper is None or not keeper.is_active:
        return f"refused: {words}"
    own = letter.sender == keeper.email.lower() and letter.may_be_answered()
    with once(f"letter {box.pk} {timezone.localdate()} {own} {words}"[:200]) as first:
        if first and own:
            _answer(keeper, box.source, words)
        elif first and words != NOTHING_NEW and box.is_open:
            Notice.tell(keeper, f"{box.source}: {words}", box.source.get_absolute_url())
    return f"refused: {words}"


def _answer(keeper: Person, source: Source, words: str) -> None:
    said = {"words": words, "source": str(source), "address": source.get_absolute_url()}
    mail.send(keeper.email, f"Your list: {mail.one_line(str(source), 60)}", "exchange/mail/refused", said)
