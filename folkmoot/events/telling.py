"""Word to those who replied: queued with its cause, and written when it leaves, with what is true then.

So a mail that waited never names a place or a time that was changed meanwhile, and one that has become untrue (a seat
no longer kept, a reply taken back) does not leave at all.
"""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from folkmoot.events import ical
from folkmoot.events.models import Bulletin, Change, Event, Rsvp
from folkmoot.events.words import when
from folkmoot.journal.models import Notice
from folkmoot.kit import links, mail
from folkmoot.kit.jobs import job

REPLY = "reply to an event"
Seat = Rsvp.Seat
COMES = (Seat.HAS, Seat.REMOTE)


def link_to_reply(rsvp: Rsvp) -> str:
    """The path of the page where this reply is changed or taken back, for whoever holds the link."""
    return f"/events/reply/{links.sign(REPLY, {'rsvp': rsvp.pk}, days=_days(rsvp.event))}/"


def _days(event: Event) -> int:
    """Until a month after the event; a year where its day is not known."""
    end = event.ends_at or event.starts_at
    return max(30, (end - timezone.now()).days + 31) if end else 400


def received(rsvp: Rsvp, came: bool = False) -> None:
    """What we have of their reply, with the calendar entry where they come; `came`: they had a place before, so that a
    calendar that took it is told where they have none now."""
    _queue(rsvp, "received", {"came": came} if came else None)


def offer(rsvp: Rsvp) -> None:
    """A seat is kept for them until a moment."""
    _queue(rsvp, "offer")
    _note(rsvp, _("A seat is kept for you until %(until)s: %(event)s") % _words(rsvp))


def lapsed(rsvp: Rsvp) -> None:
    """The seat kept for them went to the next in line."""
    _queue(rsvp, "lapsed")
    _note(rsvp, _("The seat kept for you has gone to the next in line: %(event)s") % _words(rsvp))


def lost(rsvp: Rsvp) -> None:
    """They had a seat, the room got smaller or their organisation had too many, and they stand in the waiting list."""
    _queue(rsvp, "lost")
    _note(rsvp, _("Your seat is gone, and you stand in the waiting list: %(event)s") % _words(rsvp))


def withdrawn(rsvp: Rsvp) -> None:
    """A seat was kept for them while they answered, and it is not there any more; they stand in the waiting list."""
    _queue(rsvp, "withdrawn")
    _note(
        rsvp, _("The seat kept for you is not there any more; you stand in the waiting list: %(event)s") % _words(rsvp)
    )


def changed(change: Change, rsvps: QuerySet[Rsvp]) -> int:
    """Tell everybody who said yes or maybe what changed; how many were told."""
    told = 0
    for rsvp in rsvps.exclude(answer=Rsvp.Answer.NO).select_related("event", "person"):
        _queue(rsvp, "changed", {"change": change.pk})
        _note(rsvp, _("%(what)s changed: %(event)s") % (_words(rsvp) | {"what": change.get_what_display()}))
        told += 1
    return told


def second_date(rsvps: QuerySet[Rsvp], sibling: Event) -> None:
    """Those who wait hear of the other day."""
    for rsvp in rsvps.select_related("event", "person"):
        _queue(rsvp, "second", {"sibling": sibling.pk})


def parted(rsvp: Rsvp, other: Event, moved: bool) -> None:
    """Their event was split by theme; `moved`: they came from the other one, whose entry their calendar drops."""
    _queue(rsvp, "parted", {"sibling": other.pk} | ({"came_from": other.pk} if moved else {}))
    _note(rsvp, _("It was split by theme; you are at this one: %(event)s") % _words(rsvp))
    if moved and rsvp.seat in COMES:
        _queue(rsvp, "received")


def record_opened(event: Event) -> int:
    """Those who came hear that the record is open to them: on their own page, or without an account by a mail with a
    link of their own; how many."""
    told = 0
    came = event.check_ins.exclude(rsvp=None).select_related("rsvp__person", "rsvp__event")
    for rsvp in (one.rsvp for one in came):
        _note(rsvp, _("What came of it can be read: %(event)s") % {"event": event.title})
        if rsvp.person is None:
            _queue(rsvp, "opened")
        told += 1
    return told


def bulletin(rsvp: Rsvp, words: Bulletin) -> None:
    """What those who hold it wrote to them."""
    _queue(rsvp, "bulletin", {"bulletin": words.pk})
    _note(rsvp, _("Those who hold it wrote to you: %(event)s") % {"event": rsvp.event.title})


def remind(rsvp: Rsvp, when: str) -> None:
    """`when`: "week" or "day"."""
    _queue(rsvp, "reminder", {"when": when})


def _words(rsvp: Rsvp) -> dict:
    until = said(rsvp.event, rsvp.offer_ends_at) if rsvp.offer_ends_at else ""
    return {"event": rsvp.event.title, "until": until}


def _queue(rsvp: Rsvp, kind: str, more: dict | None = None) -> None:
    if _address(rsvp):
        write.enqueue(rsvp.pk, kind, mail.new_id(), more or {})


def _note(rsvp: Rsvp, words: str) -> None:
    if rsvp.person:
        Notice.tell(rsvp.person, words, rsvp.event.get_absolute_url())


def _address(rsvp: Rsvp) -> str:
    return rsvp.person.email if rsvp.person and rsvp.person.is_here else rsvp.email


@job(retries=8, queue="mail")
def write(rsvp_pk: int, kind: str, message_id: str, more: dict) -> None:
    """Write and send one mail to one who replied, if it is still true. Tried again, it keeps its Message-ID."""
    every = Rsvp.objects.select_related("event__venue", "event__place", "person")
    rsvp = every.filter(pk=rsvp_pk).first()
    if rsvp is None or not _address(rsvp) or not STILL_TRUE.get(kind, lambda rsvp: True)(rsvp):
        return
    context = context_of(rsvp) | _more(more, rsvp)
    subject = mail.one_line(str(SUBJECTS[kind](context)))
    calendar = _calendar(rsvp, kind, more).decode()
    mail.deliver.call(_address(rsvp), subject, f"events/mail/{kind}", context, [message_id, ""], calendar)


def _more(more: dict, rsvp: Rsvp) -> dict:
    if "change" in more:
        change = Change.objects.get(pk=more["change"])
        # What it was changed to is in the facts as they are now: a later change must not be talked over.
        more = {"what": change.get_what_display(), "before": change.before, "because": change.because}
    if "bulletin" in more:
        said = Bulletin.objects.select_related("by").get(pk=more["bulletin"])
        more = {"words": said.words, "who": str(said.by or "")}
    if "sibling" in more:
        other = Event.objects.get(pk=more["sibling"])
        more = {"other": other.title, "other_when": when(other), "other_address": other.get_absolute_url()}
    return more


def _calendar(rsvp: Rsvp, kind: str, more: dict) -> bytes:
    """Asks those who come to it, takes it back from those who no longer do, and from everybody while it has no day that
    a calendar could hold any more; nothing for everybody else."""
    event = rsvp.event
    if more.get("came_from"):
        return ical.calendar_of(Event.objects.get(pk=more["came_from"]), "CANCEL", _address(rsvp))
    if event.cancelled_at or kind == "lost" or _has_left(rsvp, kind, more) or _lost_its_day(event, more):
        return ical.calendar_of(event, "CANCEL", _address(rsvp))
    return ical.calendar_of(event, "REQUEST", _address(rsvp)) if rsvp.seat in COMES and ical.fits(event) else b""


def _has_left(rsvp: Rsvp, kind: str, more: dict) -> bool:
    gone = rsvp.answer == Rsvp.Answer.NO or (more.get("came") and rsvp.seat not in COMES)
    return kind == "received" and bool(gone)


def _lost_its_day(event: Event, more: dict) -> bool:
    moved = "change" in more and Change.objects.filter(pk=more["change"], what=Change.What.TIME).exists()
    return moved and not ical.fits(event)


def context_of(rsvp: Rsvp) -> dict:
    """What is true of an event and of one reply to it at this moment, in plain words."""
    event = rsvp.event
    return {
        "name": rsvp.called() if rsvp.person or rsvp.name else "",
        "event": event.title,
        "answer": rsvp.answer,
        "seat": rsvp.seat,
        "party": rsvp.party,
        "first": rsvp.moved,
        "when": when(event),
        "where": ical.where(event),
        "link": event.link if rsvp.seat in COMES else "",
        "bring": event.bring,
        "until": said(event, rsvp.offer_ends_at) if rsvp.offer_ends_at else "",
        "before_you": _before(rsvp),
        "cancelled": bool(event.cancelled_at),
        "cancelled_because": event.cancelled_because,
        "address": event.get_absolute_url(),
        "reply_address": link_to_reply(rsvp),
    }


def _before(rsvp: Rsvp) -> int:
    """How many parties stand before them in the waiting list."""
    if rsvp.seat != Seat.WAITING:
        return 0
    waiting = rsvp.event.rsvps.waiting().exclude(pk=rsvp.pk)
    mine = (not rsvp.is_host, not rsvp.moved, rsvp.number)
    return sum(
        (not host, not moved, number) < mine
        for host, moved, number in waiting.values_list("is_host", "moved", "number")
    )


def said(event: Event, moment) -> str:
    """A moment on the clock of the event's own zone, the zone named where it is not the site's."""
    local = event.local(moment)
    zone = "" if event.zone == timezone.get_default_timezone_name() else f" ({event.zone})"
    return date_format(local, "l j F Y, H:i") + zone


STILL_TRUE = {
    "offer": lambda rsvp: rsvp.seat == Seat.OFFERED,
    "lapsed": lambda rsvp: rsvp.seat == Seat.LAPSED,
    "lost": lambda rsvp: rsvp.seat == Seat.WAITING,
    "withdrawn": lambda rsvp: rsvp.seat == Seat.WAITING,
    "second": lambda rsvp: rsvp.seat in (Seat.WAITING, Seat.LAPSED),
    "bulletin": lambda rsvp: rsvp.answer != Rsvp.Answer.NO,
    "reminder": lambda rsvp: (
        (rsvp.seat in COMES or rsvp.answer == Rsvp.Answer.MAYBE)
        and not rsvp.event.cancelled_at
        and rsvp.event.starts_at
        and rsvp.event.starts_at > timezone.now()
    ),
}
SUBJECTS = {
    "received": lambda words: _("Your reply: %(event)s") % words,
    "offer": lambda words: _("A seat is kept for you until %(until)s: %(event)s") % words,
    "lapsed": lambda words: _("The seat kept for you has gone to the next in line: %(event)s") % words,
    "lost": lambda words: _("Your seat is gone; you stand in the waiting list: %(event)s") % words,
    "withdrawn": lambda words: _("No seat is kept for you any more; you stand in the waiting list: %(event)s") % words,
    "parted": lambda words: _("Split by theme: you are at %(event)s") % words,
    "changed": lambda words: (_("Called off: %(event)s") if words["cancelled"] else _("Changed: %(event)s")) % words,
    "bulletin": lambda words: _("From those who hold it: %(event)s") % words,
    "opened": lambda words: _("What came of it: %(event)s") % words,
    "second": lambda words: _("A second date: %(other)s") % words,
    "reminder": lambda words: _("Coming up: %(event)s, %(when)s") % words,
}
