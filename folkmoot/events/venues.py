"""What is known of a building and its rooms, changed; and word to those who are on their way to it."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.events import findable, ical, telling
from folkmoot.events.models import Change, Event, Room, Venue
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.people.models import Person

WHERE_IT_IS = ("name", "address", "postcode")
MOST_ROOMS = 40


@transaction.atomic
def revise(venue: Venue, by: Person, facts: dict) -> int:
    """Change what is known of it. Where that says that it is elsewhere, whoever said yes or maybe to something coming
    there is told and calendars are put right; how many events that was. The same facts again change nothing."""
    locked = _locked(venue, by)
    coming = Event.objects.filter(venue=locked, cancelled_at=None, published_at__isnull=False).coming(timezone.now())
    before = [(event, ical.where(event)) for event in coming.select_related("venue")]
    different = [name for name, value in facts.items() if getattr(locked, name) != value]
    for name in different:
        setattr(locked, name, facts[name])
    locked.save()
    venue.refresh_from_db()
    elsewhere = before if set(different) & set(WHERE_IT_IS) else []
    for event, was in elsewhere:
        event.venue = locked
        _say(event, was, by)
    return len(elsewhere)


def _say(event: Event, was: str, by: Person) -> None:
    Event.objects.filter(pk=event.pk).update(sequence=F("sequence") + 1, changed_at=timezone.now())
    event.refresh_from_db(fields=["sequence", "changed_at"])
    facts = {"before": was[:400], "after": ical.where(event)[:400], "sequence": event.sequence, "by": by}
    change = Change.objects.create(event=event, what=Change.What.VENUE, **facts)
    telling.changed(change, event.rsvps.all())
    findable.refresh(event)


@transaction.atomic
def add_room(venue: Venue, by: Person, name: str, seats: int, step_free: str = "") -> Room:
    """One more room of it, for whatever is held there. The same name again brings that room up to date."""
    locked, name = _locked(venue, by), name.strip()[:80]
    if not name:
        raise Refusal(_("Give the room the name that stands on its door."))
    if not 1 <= seats <= 10_000:
        raise Refusal(_("How many can sit there? Write a number, 1 or more."))
    facts = {"seats": seats, "step_free": step_free}
    rooms = locked.rooms.filter(event=None)
    if found := rooms.filter(name__iexact=name).first():
        Room.objects.filter(pk=found.pk).update(**facts)
        _draw_anew(locked)
        return Room.objects.get(pk=found.pk)
    if rooms.count() >= MOST_ROOMS:
        raise Refusal(_("%(n)s rooms are as many as one building has here.") % {"n": MOST_ROOMS})
    last = max((room.position for room in rooms), default=-1)
    made = Room.objects.create(venue=locked, name=name, position=last + 1, **facts)
    _draw_anew(locked)
    return made


@transaction.atomic
def drop_room(room: Room, by: Person) -> bool:
    """There is no such room. True the first time; refused while a session stands in it."""
    locked = _locked(room.venue, by)
    if room.sessions.exclude(state__in=["merged", "dropped"]).exists():
        raise Refusal(_("Sessions stand in “%(room)s”. Move them to another room first.") % {"room": room})
    done = bool(locked.rooms.filter(pk=room.pk).delete()[0])
    _draw_anew(locked)
    return done


def _draw_anew(venue: Venue) -> None:
    """Every grid that has its rooms is another one now."""
    Event.objects.filter(venue=venue).coming(timezone.now()).update(grid_version=F("grid_version") + 1)


def _locked(venue: Venue, by: Person) -> Venue:
    locked = Venue.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=venue.pk)
    if not locked.may_be_edited_by(by, timezone.localdate()):
        words = _("What is said of %(venue)s is for %(body)s to say.")
        raise NotYours(words % {"venue": locked, "body": locked.organisation})
    return locked
