""" "I can help" and "I would like this": put to whoever asked or offers; after a yes each sees the other's address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.people.models import Person
from folkmoot.people.permissions import acts_for, holds
from folkmoot.requests.models import Answer, Request

from .offers import HaveOrWant, Offer
from .organisation import Membership
from .suggesting import KEEPERS, NeedsReason, entry_of

HELP = "help"
YES, NO = "yes", "no"
DAYS_TO_ANSWER = 14
A_DAY = 10


@transaction.atomic
def reach_out(thing: HaveOrWant, by: Person, words: str, once: str) -> Request:
    """Put to the body that speaks for it, or the person; where it is neither's (said at a table by somebody with no
    account), to whoever wrote it down, who was there and can pass it on; to the keepers where none of these is here.

    One open request of a person about one thing: asking again gives the one there is.
    """
    day = timezone.localdate()
    if thing.story or thing.closed_at is not None:
        raise Refusal(_("This is closed, so nobody would answer."))
    if thing.belongs_to(by, day):
        raise Refusal(_("This is your own. Others can write to you here."))
    mine = Request.objects.filter(kind=HELP, asked_by=by)
    about = mine.open().filter(about_kind=thing._meta.label_lower, about_key=str(thing.pk)).first()
    if about:
        return about
    if mine.filter(asked_at__gt=timezone.now() - timedelta(days=1)).count() >= A_DAY:
        raise Refusal(_("You have written to %(n)d today. Wait until tomorrow for more.") % {"n": A_DAY})
    return Request.put(
        HELP,
        _question(thing) % {"who": by, "what": thing},
        thing,
        to=[_whom(thing, day)],
        asked_by=by,
        due_on=day + timedelta(days=DAYS_TO_ANSWER),
        payload={"words": words},
        address=f"/reached/{once}/",
        once=f"{by.pk}:{once}",
    )


def _question(thing: HaveOrWant) -> str:
    if isinstance(thing, Offer):
        return _("%(who)s would like what is offered: “%(what)s”. May they have your address?")
    return _("%(who)s can help with “%(what)s”. May they have your address?")


def _whom(thing: HaveOrWant, day) -> Person | str:
    if thing.person_id:
        return thing.person
    body = thing.organisation.survivor() if thing.organisation else None
    if body and body.speakers(day).exists():
        return body.party
    wrote = thing.entered_by
    return wrote if body is None and wrote is not None and wrote.is_active else KEEPERS


def found(key: str, reader: Person) -> Request | None:
    """The request at this address, for whoever asked and those asked; None for others, who do not learn of it."""
    for asked in Request.objects.filter(kind=HELP, address=f"/reached/{key}/").select_related("asked_by"):
        if asked.asked_by_id == reader.pk or may_answer(asked, reader):
            return asked
    return None


def may_answer(asked: Request, person: Person) -> bool:
    try:
        _answers_as(asked, person)
    except NotYours:
        return False
    return True


def _answers_as(asked: Request, by: Person) -> str:
    """The party `by` answers for, "" for somebody asked in person; refuses strangers."""
    day = timezone.localdate()
    mine = {*Membership.objects.parties_of(by, day), *([KEEPERS] if holds(by, "keeper", day) else [])}
    for recipient in asked.recipients.all():
        if recipient.party in mine or recipient.person_id in acts_for(by, day):
            return recipient.party
    raise NotYours(_("This was put to others: those who offered or asked."))


@transaction.atomic
def answer(asked: Request, by: Person, choice: str, because: str = "") -> Answer:
    """Yes or no, with words whoever asked will read; changed as often as wanted while it is open."""
    party = _answers_as(asked, by)
    if choice not in (YES, NO):
        raise Refusal(_("Choose yes or no."))
    if choice == NO and not because.strip():
        raise NeedsReason(_("Say why not, in a few words: whoever asked will read it."))
    return asked.answer(by, choice, because.strip(), party)


@transaction.atomic
def withdraw(asked: Request, by: Person) -> None:
    """Whoever asked takes it back: nobody is asked any more, and no address is shown. Safe twice."""
    if asked.asked_by_id != by.pk:
        raise NotYours(_("Only whoever wrote this can take it back."))
    asked.close()


@dataclass(frozen=True)
class Contact:
    """Each side's address, once there is a yes that stands; nothing before, and nothing once it was taken back."""

    of_asker: str
    of_answerer: str


def contact(asked: Request) -> Contact | None:
    given = asked.answers.filter(undone_at=None, choice=YES).select_related("by").first()
    if given is None or asked.closed_at is not None or asked.asked_by is None or given.by is None:
        return None
    return Contact(asked.asked_by.email, given.by.email)


def thing_of(asked: Request) -> HaveOrWant:
    return entry_of(asked)
