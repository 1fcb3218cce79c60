"""Keeping a listening: what somebody typed on a phone or from paper becomes a conversation, sealed, each once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.journal.models import Audience, Line
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.listening.models import Allowed, Heard, Knock, Listening, Organiser, Owed, PassedOn, Patch, Slip
from folkmoot.people.models import Person
from folkmoot.points.models import Point

KINDS = (Point.Kind.LOVE, Point.Kind.WORRY, Point.Kind.CHANGE, Point.Kind.WOULD_DO)
MOST_AT_A_MEETING = 60
NUMBERED = re.compile(r"^\s*(\d{1,2})\s*[:.)]\s+")


class Unclear(Refusal):
    """What was typed cannot be kept as it is; the words say what to change. Nothing typed is lost."""

    status = 422


@dataclass(frozen=True)
class Other:
    """One more of those at a house meeting: what they said of themselves, and the purposes they said yes to."""

    age: str = ""
    group: str = ""
    allowed: tuple[str, ...] = ()


OTHERS_ASKED = (Allowed.Purpose.KEEP, Allowed.Purpose.QUOTE, Allowed.Purpose.INTRODUCE)


@dataclass
class Said:
    """What is known of one conversation. `answers` by kind of point, one point a line; at a house meeting a line may
    begin with the number of who said it ("2: …"). `allowed` are purposes of the first person; `others` the other people
    by their number; `everyone`: all of those others said yes to writing down. `promise_by` is the day of the
    follow-up."""

    once: str
    outcome: str = Knock.Outcome.HEARD
    where: str = Listening.Where.DOOR
    spot: str = ""
    street: str = ""
    door: str = ""
    language: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    who_else: str = ""
    people: int = 1
    name: str = ""
    contact: str = ""
    means: str = ""
    age: str = ""
    group: str = ""
    allowed: tuple[str, ...] = ()
    everyone: bool = False
    others: dict[int, Other] = field(default_factory=dict)
    promise: str = ""
    promise_by: date | None = None
    sheet: int | None = None
    code: str = ""
    heard_at: datetime | None = None

    def many(self) -> int:
        """How many were heard; more than one at a house meeting alone."""
        return self.people if self.where == Listening.Where.HOME else 1

    def allowed_by(self, number: int) -> tuple[str, ...]:
        """The purposes that the person of this number said yes to."""
        if number == 1:
            return self.allowed
        own = self.others.get(number, Other()).allowed
        return (Allowed.Purpose.KEEP, *(p for p in own if p != Allowed.Purpose.KEEP)) if self.everyone else own

    def has_words(self) -> bool:
        return any(words.strip() for words in self.answers.values())


def keep(patch: Patch, by: Person, said: Said) -> Listening | Knock:
    """Keep one conversation of `by` in the patch; for a door where nobody was heard, that it was knocked at, no more.

    The same `once` is the same conversation, and a paper sheet is keyed once. Refuses who does not listen there, words
    without a yes to writing them down, a name or contact without a yes to keeping it, a mail address that is none.
    """
    organiser = Organiser.of(by, patch, timezone.localdate())
    if organiser is None:
        raise NotYours(_("You do not listen in this patch today. A convenor or steward can name you."))
    once = f"{by.pk}:{said.once}"[:80]
    if said.outcome != Knock.Outcome.HEARD:
        return _knock(organiser, said, once)
    known = Listening.objects.filter(once=once).first()
    if known:
        return known
    _check(said)
    with transaction.atomic():
        Patch.objects.select_for_update().get(pk=patch.pk)
        return Listening.objects.filter(once=once).first() or _keep(organiser, said, once)


def _knock(organiser: Organiser, said: Said, once: str) -> Knock:
    if said.has_words() or said.name.strip() or said.contact.strip():
        raise Unclear(_("A refusal or an empty house is written down without words or names. Take them out first."))
    return Knock.note(organiser, said.outcome, said.street, said.door, at=said.heard_at or timezone.now(), once=once)


def _check(said: Said) -> None:
    if not 1 <= said.people <= MOST_AT_A_MEETING:
        raise Unclear(_("Say how many were there: from 1 to %(n)d.") % {"n": MOST_AT_A_MEETING})
    _check_allowed(said)
    if said.means in (Heard.Means.MAIL, Heard.Means.PHONE) and not said.contact.strip():
        raise Unclear(_("Write their address or number, or choose another way of coming back to them."))
    if said.means == Heard.Means.MAIL and not re.fullmatch(r"[^\s@]+@[^\s@]+\.[^\s@]+", said.contact.strip()):
        raise Unclear(_("That is not an address mail can go to."))
    if said.promise.strip() and not said.promise_by:
        raise Unclear(_("Say by which day you come back with that."))
    if said.heard_at and said.heard_at > timezone.now() + timedelta(minutes=10):
        raise Unclear(_("It cannot have been in the future."))


def _check_allowed(said: Said) -> None:
    if not said.has_words():
        raise Unclear(_("Write at least one thing they said, in their words."))
    if Allowed.Purpose.KEEP not in said.allowed:
        raise Unclear(_("Ask whether you may write this down, and tick it. Without that nothing is kept."))
    if (said.name.strip() or said.contact.strip()) and Allowed.Purpose.CONTACT not in said.allowed:
        raise Unclear(_("Ask whether you may keep their name and how to reach them, and tick it; or leave both out."))
    if any(purpose not in Allowed.Purpose.values for purpose in said.allowed):
        raise Unclear(_("That is not something we ask people for."))
    for number in range(2, said.many() + 1):
        if Allowed.Purpose.KEEP not in said.allowed_by(number):
            raise Unclear(
                _("Ask number %(n)d too whether you may write this down, and tick it. Count only those who say yes.")
                % {"n": number}
            )
        if any(purpose not in OTHERS_ASKED for purpose in said.allowed_by(number)):
            raise Unclear(_("That is not something we ask each of several people for."))


def _keep(organiser: Organiser, said: Said, once: str) -> Listening:
    patch, slip = organiser.patch, _slip(organiser.patch, said)
    moment = said.heard_at or timezone.now()
    facts = {"where": said.where, "spot": (said.spot or f"{said.street} {said.door}").strip()[:300]}
    facts |= {"language": said.language.strip()[:40], "who_else": said.who_else.strip()[:2000], "heard_at": moment}
    listening = Listening.objects.create(patch=patch, organiser=organiser, kept_by=organiser, once=once, **facts)
    line = Line.record(
        organiser.person, "listened:", listening, place=patch.place, audience=Audience.KEEPERS, address=""
    )
    people = _people(listening, said, slip, organiser.person)
    _points(listening, people, said, line)
    for heard in people:
        for purpose in said.allowed_by(heard.number):
            heard.allow(purpose, str(Allowed.Purpose(purpose).label))
        PassedOn.pass_on(heard)
    if said.street.strip() or said.door.strip():
        Knock.note(organiser, Knock.Outcome.HEARD, said.street, said.door, at=moment, once=f"heard {listening.pk}")
    if said.promise_by:
        Owed.make(people[0], organiser, said.promise, said.promise_by, f"{listening.pk}")
    return listening


def _slip(patch: Patch, said: Said) -> Slip | None:
    """The sheet it was written on, or the slip that was handed over; refused when that was used before."""
    if said.sheet is None and not said.code.strip():
        return None
    slip = Slip.with_code(said.code) if said.code.strip() else patch.slips.filter(number=said.sheet).first()
    if slip is None or slip.patch_id != patch.pk:
        raise Unclear(_("There is no sheet or slip like that in this patch. Look at the number or the code again."))
    if Heard.objects.filter(slip=slip).exists():
        raise Unclear(_("Sheet %(number)d has been keyed already.") % {"number": slip.number})
    return slip


def _people(listening: Listening, said: Said, slip: Slip | None, by: Person) -> list[Heard]:
    """One row for each who was there, each with a slip of their own; name and contact are of the first."""
    many = said.many()
    slips = ([slip] if slip else []) + Slip.make(listening.patch, by, many - (1 if slip else 0))
    first = {"name": said.name.strip()[:120], "contact": said.contact.strip()[:200], "means": said.means}
    people = []
    for at in range(1, many + 1):
        one = said if at == 1 else said.others.get(at, Other())
        known = {"age": one.age.strip()[:20], "group": one.group.strip()[:80]} | (first if at == 1 else {})
        people.append(Heard.objects.create(listening=listening, number=at, slip=slips[at - 1], **known))
    return people


def _points(listening: Listening, people: list[Heard], said: Said, line: Line) -> None:
    group = _("House meeting %(number)d") % {"number": listening.pk} if listening.is_meeting() else ""
    where = {"place": listening.patch.place, "said_at": listening.heard_at, "line": line, "private": True}
    for kind in KINDS:
        for at, words in enumerate(filter(str.strip, said.answers.get(kind, "").splitlines())):
            voice, words = _voice(words, people, listening)
            Point.note(words, listening, kind=kind, once=f"{kind} {at}", voice=voice, group=group, **where)


def _voice(words: str, people: list[Heard], listening: Listening) -> tuple[str, str]:
    """Who said it: the number at its beginning, at a house meeting; there, without one, the meeting as a whole, which
    is nobody's voice: it is counted as a group, not as a person."""
    if len(people) == 1:
        return people[0].voice, words
    found = NUMBERED.match(words)
    if found and 1 <= int(found[1]) <= len(people):
        return people[int(found[1]) - 1].voice, words[found.end() :]
    return "", words
