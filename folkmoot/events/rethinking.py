"""Too many want to come: who is in the room is a choice, made in the open, with its reason kept."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.events import changing, editing, parting, telling
from folkmoot.events.models import Event, Rethink, Room, Rsvp, Venue
from folkmoot.events.sums import seats as sums
from folkmoot.events.words import when
from folkmoot.journal.models import Line
from folkmoot.kit.models import Done
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.people.models import Person

Kind = Rethink.Kind
PAST = 20
COPIED = (
    *("summary", "words", "bring", "place_id", "venue_id", "link", "zone", "capacity", "remote_seats", "party_limit"),
    *("offer_hours", "stage_id", "series_id", "talk_of", "per_organisation"),
)


def look(event: Event) -> dict:
    """How many to expect, and every way there is, with who would be squeezed out by it; for those who hold it."""
    rsvps, past = list(event.rsvps.select_related("organisation")), history(event)
    found = sums.expected(rsvps, past)
    there = ways(event, rsvps, past)
    most = max((row["before"] for way in there for row in way["by_sector"]), default=0)
    return {"expected": found, "over": _over(event, found), "ways": [_drawn(way, most) for way in there]}


def _drawn(way: dict, most: int) -> dict:
    """With its rows as a chart takes them, all ways on one axis so that they can be compared."""
    bars = [(row["sector"], [row["after"], row["squeezed"]]) for row in way["by_sector"]]
    return way | {"bars": bars, "series": [_("in"), _("squeezed out")], "top": most}


def ways(event: Event, rsvps: list[Rsvp], past: list[tuple[int, int]]) -> list[dict]:
    if event.capacity is None:
        return []
    rooms = [(name, seats) for name, seats, _venue in bigger(event)]
    dates = (when(event), _("a second date"))
    return sums.ways(rsvps, event.capacity, event.helds.standing(timezone.now()), past, rooms=rooms, dates=dates)


def bigger(event: Event) -> list[tuple[str, int, Venue]]:
    """Rooms known with more seats: those of the same house, then other venues nearest in size."""
    found = []
    if event.venue:
        rooms = Room.objects.filter(venue=event.venue, seats__gt=event.capacity or 0)
        found = [(f"{room.venue}, {room.name}", room.seats, event.venue) for room in rooms.select_related("venue")]
    venues = Venue.objects.filter(story=event.story, seats__gt=event.capacity or 0).exclude(pk=event.venue_id)
    return found + [(venue.name, venue.seats, venue) for venue in venues.order_by("seats", "pk")[:10]]


def history(event: Event) -> list[tuple[int, int]]:
    """Of past events: people who said maybe, and those of them who were checked in."""
    past = Event.objects.filter(story=event.story).past(timezone.now()).filter(check_ins__isnull=False).distinct()
    return [_maybes(one) for one in past.exclude(pk=event.pk)[:PAST]]


def _maybes(event: Event) -> tuple[int, int]:
    maybe = event.rsvps.filter(answer=Rsvp.Answer.MAYBE)
    said = maybe.aggregate(all=Sum("party"))["all"] or 0
    came = maybe.filter(check_in__isnull=False).aggregate(all=Sum("check_in__party"))["all"] or 0
    return said, min(said, came)


def _over(event: Event, found: dict) -> bool:
    return event.capacity is not None and (found["mean"] > event.capacity or event.rsvps.waiting().exists())


@transaction.atomic
def choose(event: Event, by: Person, kind: str, said: dict, once: str = "") -> Rethink:
    """Keep what was chosen, why and from what; and with `said["do"]` do what follows and tell everybody.

    `said`: because, do, second (a moment, for a second date). Sent again with the same `once`, it is the one there is.
    """
    locked = Event.objects.select_for_update().get(pk=event.pk)
    if not locked.may_be_run_by(by, timezone.localdate()):
        raise NotYours(_("Only those who hold this event can do that."))
    if once and not Done.objects.get_or_create(key=f"rethink {event.pk} {once}"[:200])[1]:
        return locked.rethinks.first()
    if not said["because"].strip():
        raise Refusal(_("Say why this one. It is kept, and shown on the page."))
    seen = look(locked)
    way = next((one for one in seen["ways"] if one["kind"] == kind), None)
    if way is None:
        raise Refusal(_("That is not one of the ways there are now. Look again: somebody may have replied meanwhile."))
    made = _keep(locked, by, way, seen, said["because"])
    if said.get("do"):
        FOLLOWS[kind](locked, by, way, made, said)
    return made


def _keep(event: Event, by: Person, way: dict, seen: dict, because: str) -> Rethink:
    made = event.rethinks.create(
        kind=way["kind"],
        title=way["title"][:200],
        because=because.strip()[:400],
        capacity=event.capacity,
        expected=seen["expected"]["words"][:200],
        options=[
            {name: one[name] for name in ("kind", "title", "by_sector", "squeezed_people")} for one in seen["ways"]
        ],
        by=by,
    )
    detail = {"title": made.title, "because": made.because}
    Line.record(by, "decided who is in the room at", event, place=event.place, detail=detail)
    return made


def _move(event: Event, by: Person, way: dict, made: Rethink, said: dict) -> None:
    _name, seats, venue = next(one for one in bigger(event) if way["title"].startswith(f"Move to {one[0]}, "))
    if venue.pk != event.venue_id:
        editing.revise(event, by, {"venue": venue}, made.because)
    changing.resize(event, by, seats, made.because)
    _done(made)


def _second(event: Event, by: Person, way: dict, made: Rethink, said: dict) -> None:
    """A sibling on another day, held by the same; those who wait are told, and keep their place until they reply."""
    starts_at = said.get("second")
    if not starts_at or starts_at <= timezone.now():
        raise Refusal(_("Say when the second date is: a day and a time still to come."))
    facts = {name: getattr(event, name) for name in COPIED}
    if event.starts_at and event.ends_at:
        facts["ends_at"] = starts_at + (event.ends_at - event.starts_at)
    sibling = editing.make(event.title, by, starts_at=starts_at, kinds=list(event.kinds.all()), **facts)
    for host in event.hosts.all():
        host.also_hold(sibling)
    editing.publish(sibling, by)
    waiting = event.rsvps.filter(seat__in=(Rsvp.Seat.WAITING, Rsvp.Seat.LAPSED))
    telling.second_date(waiting, sibling)
    _done(made, sibling)


def _online(event: Event, by: Person, way: dict, made: Rethink, said: dict) -> None:
    willing = event.rsvps.filter(by_screen=True).filter(seat__in=(Rsvp.Seat.WAITING, Rsvp.Seat.REMOTE))
    places = willing.aggregate(all=Sum(F("party")))["all"] or 0
    changing.open_online(event, by, max(places, event.remote_seats), made.because)
    _done(made)


def _cap(event: Event, by: Person, way: dict, made: Rethink, said: dict) -> None:
    changing.cap(event, by, way["most"], made.because)
    _done(made)


def _themes(event: Event, by: Person, way: dict, made: Rethink, said: dict) -> None:
    """Two events at one time, each reply on its side."""
    facts = {name: getattr(event, name) for name in COPIED}
    _done(made, parting.part(event, by, facts, made.because))


def _nothing(event: Event, by: Person, way: dict, made: Rethink, said: dict) -> None:
    """Keeping the room asks for nothing."""
    _done(made)


def _done(made: Rethink, sibling: Event | None = None) -> None:
    made.sibling, made.done_at = sibling, timezone.now()
    made.save(update_fields=["sibling", "done_at"])


FOLLOWS = {
    Kind.BIGGER: _move,
    Kind.SECOND: _second,
    Kind.REMOTE: _online,
    Kind.CAP: _cap,
    Kind.THEMES: _themes,
    Kind.KEEP: _nothing,
}
