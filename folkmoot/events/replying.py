"""Replies: with an account at once, without one by a mailed link; safe to send twice."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, replace

from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.directory.models import Organisation
from folkmoot.events import foremost, telling
from folkmoot.events.models import Asked, Event, Requirement, Rsvp
from folkmoot.events.seats import HAS, OFFERED, STANDS, NoRoom, Seats
from folkmoot.kit import links, mail
from folkmoot.kit.models import Done
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.people.models import Person

Answer = Rsvp.Answer


class RepliesClosed(Refusal):
    """Nobody can reply to it any more, or not yet."""


@dataclass(frozen=True)
class Said:
    """What somebody says in a reply. `online`: takes a place online rather than a seat."""

    answer: str
    party: int = 1
    name: str = ""
    brings: str = ""
    sector: str = ""
    organisation: int | None = None
    organisation_said: str = ""
    shows_name: bool = False
    by_screen: bool | None = None
    online: bool = False
    themes: tuple[str, ...] = ()

    def as_json(self) -> dict:
        return self.__dict__ | {"themes": list(self.themes)}

    @classmethod
    def from_json(cls, kept: dict) -> Said:
        return cls(**kept | {"themes": tuple(kept["themes"])})


def reply(event: Event, said: Said, *, person: Person | None = None, email: str = "", once: str = "") -> Rsvp:
    """Keep somebody's reply and give it, with the seat it got; the person, or an address they have proved is theirs.

    Sent again with the same `once` it changes nothing and gives the same reply. Refuses a party of none or of more
    than the event allows, an event that is over or called off, and who is not asked at this stage.
    """
    person = person or Person.objects.filter(email__iexact=email, is_active=True).first()
    who = Rsvp.who_of(person, email)
    known = once and Done.objects.filter(key=_key(event, who, once)).exists() and of_who(event, who)
    if known:
        return known
    with Seats.of(event) as seats:
        rsvp = _standing(seats, person, who)
        if once and not _first(event, who, once) and rsvp:
            return rsvp
        check_open(seats.event, person, said, email=email)
        rsvp = rsvp or Rsvp(event=seats.event, who=who, person=person, email="" if person else email.strip().lower())
        before = (rsvp.answer, rsvp.seat, rsvp.party)
        _take(seats, rsvp, said)
        _answer(seats, rsvp, said)
        if before != (rsvp.answer, rsvp.seat, rsvp.party):
            telling.received(rsvp, came=before[1] in telling.COMES)
    return rsvp


def accept(rsvp: Rsvp) -> Rsvp:
    """Take the seat that is kept for them. Safe twice."""
    with Seats.of(rsvp.event) as seats:
        mine = seats.event.rsvps.get(pk=rsvp.pk)
        if mine.seat != HAS:
            seats.accept(mine)
            telling.received(mine)
    return mine


def take_back(rsvp: Rsvp) -> Rsvp:
    """Say no after all; the seat goes to the next in line. Safe twice."""
    with Seats.of(rsvp.event) as seats:
        mine = seats.event.rsvps.get(pk=rsvp.pk)
        if mine.answer != Answer.NO:
            mine.answer = Answer.NO
            seats.leave(mine)
            telling.received(mine)
    return mine


def send_link(event: Event, email: str, said: Said) -> None:
    """Mail a link to whoever replies without an account; nothing else is written, whether they are known or not."""
    check_open(event, None, said, by_mail=True)
    value = {
        "event": event.pk,
        "email": email.strip().lower(),
        "said": said.as_json(),
        "once": secrets.token_urlsafe(9),
    }
    token = links.sign(telling.REPLY, value, days=telling._days(event))
    context = {"name": said.name, "event": event.title, "reply_address": f"/events/reply/{token}/"}
    subject = mail.one_line(_("Confirm your reply: %(event)s") % {"event": event.title})
    mail.send(email, subject, "events/mail/confirm", context)


@dataclass(frozen=True)
class Behind:
    """What a mailed link leads to: a reply that stands, or one still to be confirmed (`said`), or both; or the question
    that somebody was asked by mail (`asked`)."""

    event: Event
    rsvp: Rsvp | None
    email: str = ""
    said: Said | None = None
    once: str = ""
    asked: Asked | None = None

    def confirm(self) -> Rsvp:
        return reply(self.event, self.said, email=self.email, once=self.once)

    def reply(self, said: Said, once: str) -> Rsvp:
        """What whoever holds the link says now: in place of the reply that stands, or the first of whom was asked."""
        if self.rsvp is None:
            return reply(self.event, said, email=self.email, once=once)
        whose = {"person": self.rsvp.person, "email": self.rsvp.email}
        return reply(self.event, with_name(said, self.rsvp), **whose, once=once)


def behind(token: str) -> Behind:
    """LinkRanOut for a link that is none; the DoesNotExist of an event, a reply or a question that is gone."""
    value = links.unsign(telling.REPLY, token)
    every = Rsvp.objects.select_related("event", "event__venue", "person", "organisation")
    if "rsvp" in value:
        rsvp = every.get(pk=value["rsvp"])
        return Behind(rsvp.event, rsvp)
    if "asked" in value:
        asked = Asked.objects.select_related("event__venue", "event__stage").get(pk=value["asked"])
        return Behind(asked.event, asked.reply(), asked.email, asked=asked)
    event = Event.objects.get(pk=value["event"])
    person = Person.objects.filter(email__iexact=value["email"], is_active=True).first()
    who = Rsvp.who_of(person, value["email"])
    rsvp = every.filter(event=event, who=who).first()
    done = rsvp and Done.objects.filter(key=_key(event, who, value["once"])).exists()
    said = None if done else Said.from_json(value["said"])
    return Behind(event, rsvp, value["email"], said, value["once"])


def of(event: Event, person: Person | None) -> Rsvp | None:
    """The reply of somebody signed in."""
    return event.rsvps.filter(person=person).select_related("organisation").first() if person else None


def of_who(event: Event, who: str) -> Rsvp | None:
    return event.rsvps.select_related("person", "organisation").filter(who=who).first()


def check_open(event: Event, person: Person | None, said: Said, by_mail: bool = False, email: str = "") -> None:
    """Refuse a reply that cannot be kept, in words. `by_mail`: nobody has proved yet who they are. Whom its hosts have
    asked by mail may come to a stage that is open, whatever they are; `email` is an address that was proved."""
    if said.answer not in Answer.values:
        raise Refusal(_("Say yes, maybe or no."))
    if event.story:
        raise RepliesClosed(_("This belongs to the 2009 story. It is there to be read."))
    if event.published_at is None:
        raise RepliesClosed(_("This is not published yet, so nobody can reply."))
    if said.answer == Answer.NO:
        return
    if event.cancelled_at:
        raise RepliesClosed(_("This was called off."))
    end = event.ends_at or event.starts_at
    if end and end < timezone.now():
        raise RepliesClosed(_("This is over. You can read what came of it."))
    if not 1 <= said.party <= event.party_limit:
        words = _("A party of %(n)d. Say how many come, yourself included: 1 to %(most)d.")
        raise Refusal(words % {"n": said.party, "most": event.party_limit})
    asks = event.stage and (not by_mail or event.stage.opened_at is None)
    why_not = event.stage.why_not(person, _body(said), said.sector) if asks else ""
    if why_not and not (event.stage.opened_at and Asked.to(event, person, email)):
        raise NotYours(why_not)


def _standing(seats: Seats, person: Person | None, who: str) -> Rsvp | None:
    """The reply they have given, one given without signing in taken into that of their account."""
    rsvps = seats.event.rsvps.select_related("person", "organisation")
    mine = rsvps.filter(who=who).first()
    if person is None:
        return mine
    mailed = rsvps.filter(who=Rsvp.who_of(email=person.email)).first()
    if mailed is None:
        return mine
    if mine and mine.seat in STANDS and mailed.seat in STANDS:
        seats.merge(mine, mailed)
        return mine
    if mine and (mine.seat in STANDS or mailed.seat not in STANDS):
        Requirement.carry(mailed, mine)
        mailed.delete()
        return mine
    if mine:
        Requirement.carry(mine, mailed)
        mine.delete()
    mailed.who, mailed.person, mailed.email = who, person, ""
    mailed.save()
    return mailed


def _take(seats: Seats, rsvp: Rsvp, said: Said) -> None:
    """Their words; who has a seat keeps it only where it is still there for what they say they are now."""
    body = _body(said)
    was = (rsvp.sector, rsvp.body_key())
    rsvp.name, rsvp.brings, rsvp.sector = said.name[:120], said.brings[:300], said.sector
    rsvp.organisation, rsvp.organisation_said = body, "" if body else said.organisation_said[:200]
    rsvp.shows_name, rsvp.by_screen, rsvp.themes = said.shows_name, said.by_screen, list(said.themes)
    rsvp.replied_at = seats.now
    rsvp.is_host = rsvp.is_host or foremost.is_foremost(rsvp)
    if rsvp.person_id and rsvp.person.place_id:
        rsvp.place_id = rsvp.person.place_id
    moved = was != (rsvp.sector, rsvp.body_key())
    if moved and rsvp.seat in (HAS, OFFERED) and said.answer == Answer.YES and not seats.fits(rsvp):
        raise NoRoom(_("Your seat is one of those held for whom you spoke for. Leave it as it was, or say no first."))


def _answer(seats: Seats, rsvp: Rsvp, said: Said) -> None:
    rsvp.answer = said.answer
    if said.answer != Answer.YES or said.online:
        rsvp.number = rsvp.number or seats.next_number()
        rsvp.party = said.party if said.answer != Answer.NO else max(1, rsvp.party or 1)
        seats.leave(rsvp)
        if said.answer == Answer.YES:
            seats.join_online(rsvp)
    elif rsvp.seat in STANDS:
        if rsvp.seat == OFFERED:
            seats.accept(rsvp)
        seats.change(rsvp, said.party)
    else:
        rsvp.party = said.party
        seats.join(rsvp)


def _first(event: Event, who: str, once: str) -> bool:
    """Whether this word was never sent before; only asked under the event's lock."""
    return Done.objects.get_or_create(key=_key(event, who, once))[1]


def _key(event: Event, who: str, once: str) -> str:
    return f"reply {event.pk} {hashlib.sha256(f'{who} {once}'.encode()).hexdigest()[:40]}"


def _body(said: Said) -> Organisation | None:
    return Organisation.objects.filter(pk=said.organisation).first() if said.organisation else None


def with_name(said: Said, rsvp: Rsvp) -> Said:
    """The same, under the name and for the body of the reply that stands, which a mailed link does not ask again."""
    return replace(said, name=rsvp.name, organisation=rsvp.organisation_id)
