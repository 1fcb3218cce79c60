"""More seats or fewer after people have replied: nobody is silently dropped, and everybody it concerns hears of it."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.events import foremost, telling
from folkmoot.events.models import Change, Event, Rsvp
from folkmoot.events.seats import Seats
from folkmoot.journal.models import Line
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.people.models import Person

What = Change.What


def resize(event: Event, by: Person, capacity: int | None, because: str) -> Change | None:
    """Change how many seats there are; None where there are as many already. `moved_out` counts who lost theirs.

    Refuses fewer than hosts and held seats need, and a change without a reason.
    """
    _check(event, by, because)
    foremost.follow(event)
    with Seats.of(event) as seats:
        before = seats.event.capacity
        if before == capacity:
            return None
        _check_law(seats.event, capacity)
        out = seats.resize(capacity)
        for rsvp in out:
            telling.lost(rsvp)
        lost = sum(one.party for one in out)
        return _note(seats.event, by, What.CAPACITY, (_many(before), _many(capacity)), because, lost)


def open_online(event: Event, by: Person, places: int, because: str) -> Change | None:
    """Places online; those who wait and said that they would take part by screen get one, in their order."""
    _check(event, by, because)
    with Seats.of(event) as seats:
        before, used = seats.event.remote_seats, seats.used_online()
        if before == places:
            return None
        if places < used:
            words = _("%(n)s take part online already. Choose %(n)s places or more.")
            raise Refusal(words % {"n": used})
        Event.objects.filter(pk=event.pk).update(remote_seats=places)
        seats.event.remote_seats = event.remote_seats = places
        for rsvp in seats.fill_online():
            telling.received(rsvp)
        return _note(seats.event, by, What.REMOTE, (str(before), str(places)), because)


def cap(event: Event, by: Person, most: int | None, because: str) -> Change | None:
    """The most seats one organisation may have. Who is over it, the latest first, goes back to the waiting list."""
    _check(event, by, because)
    foremost.follow(event)
    with Seats.of(event) as seats:
        before = seats.event.per_organisation
        if before == most:
            return None
        Event.objects.filter(pk=event.pk).update(per_organisation=most)
        seats.event.per_organisation = event.per_organisation = most
        out = seats.keep_to_cap()
        for rsvp in out:
            telling.lost(rsvp)
        words = tuple("" if one is None else str(one) for one in (before, most))
        return _note(seats.event, by, What.CAP, words, because, sum(one.party for one in out))


def told_of(event: Event) -> int:
    """How many replies would be told of a change of the time or the place."""
    return event.rsvps.filter(~Q(answer=Rsvp.Answer.NO)).count()


def _check(event: Event, by: Person, because: str) -> None:
    if not event.may_be_run_by(by, timezone.localdate()):
        raise NotYours(_("Only those who hold this event can do that."))
    if not because.strip():
        raise Refusal(_("Say why: those it concerns read it."))


def _check_law(event: Event, capacity: int | None) -> None:
    most = event.venue.seats if event.venue else None
    if most is not None and (capacity is None or capacity > most):
        words = _("%(venue)s may hold %(most)s people. Choose %(most)s seats or fewer, or a bigger building first.")
        raise Refusal(words % {"venue": event.venue, "most": most})


def _note(event: Event, by: Person, what: str, words: tuple[str, str], because: str, lost: int = 0) -> Change:
    Event.objects.filter(pk=event.pk, series__isnull=False).update(alone=True)
    Line.record(by, "changed", event, place=event.place, detail={"what": [what], "because": because[:400]})
    facts = {"before": words[0], "after": words[1], "because": because.strip()[:400], "sequence": event.sequence}
    return event.changes.create(what=what, by=by, moved_out=lost, **facts)


def _many(capacity: int | None) -> str:
    return _("no limit") if capacity is None else str(capacity)
