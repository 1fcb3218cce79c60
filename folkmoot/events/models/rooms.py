"""Opening one more room during the day."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.kit.refusals import Refusal
from folkmoot.people.models import Person

from .event import Event
from .remix import Remix
from .venue import Room

MOST = 40


@transaction.atomic
def open_room(event: Event, name: str, seats: int, by: Person | None, step_free: str = "") -> Room:
    """A room, or a corner, for this event alone; the grid has it at once. The caller holds the event. The same name
    again is the room there is."""
    locked = Event.objects.select_for_update().get(pk=event.pk)
    rooms = Room.objects.of(locked)
    name = name.strip()[:80]
    if not name:
        raise Refusal(_("Give the room a name that people will find: “Under the stairs”."))
    if not 1 <= seats <= 10_000:
        raise Refusal(_("How many can sit there? Write a number, 1 or more."))
    if found := rooms.filter(name__iexact=name).first():
        return found
    if rooms.count() >= MOST:
        raise Refusal(_("%(n)s rooms are as many as one grid holds.") % {"n": MOST})
    last = max((room.position for room in rooms), default=-1)
    facts = {"seats": seats, "step_free": step_free, "position": last + 1}
    room = Room.objects.create(event=locked, name=name, **facts)
    Remix.write(locked, Remix.What.ROOM, _("A new room: %(room)s") % {"room": room}, by)
    return room
