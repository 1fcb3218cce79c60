"""The winter unconference: published, thirty seats, in the Old School."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from folkmoot.events.models import Event, Host, KindOfEvent, Room, Venue

LONDON = ZoneInfo("Europe/London")
ROOMS = (("Hall", 30, "yes"), ("Library", 14, "yes"), ("Upper room", 10, "no"))


def plant_winter(village: SimpleNamespace) -> None:
    village.old_school = _old_school(village)
    village.winter = _winter(village)


def _old_school(village: SimpleNamespace) -> Venue:
    facts = {
        "organisation": village.voluntary_action,
        "place": village.mill_lane,
        "address": "The Old School, Mill Lane",
        "postcode": "TB1 1AA",
        "seats": 60,
        "step_free": "yes",
        "accessible_toilet": "yes",
        "hearing_loop": "no",
        "parking": "no",
        "wifi": "yes",
        "getting_there": "The 14 bus stops outside. The side door has no step; ring and somebody opens.",
    }
    venue, _new = Venue.objects.get_or_create(name="The Old School", defaults=facts)
    for position, (name, seats, step_free) in enumerate(ROOMS):
        fields = {"seats": seats, "step_free": step_free, "position": position}
        Room.objects.get_or_create(venue=venue, name=name, defaults=fields)
    return venue


def _winter(village: SimpleNamespace) -> Event:
    facts = {
        "title": "What Thornbeck needs this winter",
        "summary": "An afternoon without speakers: you set the agenda, and leave with somebody to do it with.",
        "bring": "A topic, a question, or a cake.",
        "place": village.thornbeck,
        "venue": village.old_school,
        "starts_at": datetime(2026, 12, 5, 13, 0, tzinfo=LONDON),
        "ends_at": datetime(2026, 12, 5, 17, 0, tzinfo=LONDON),
        "capacity": 30,
        "entered_by": village.amina,
        "published_at": datetime(2026, 11, 2, 9, 0, tzinfo=LONDON),
    }
    event, new = Event.objects.get_or_create(once="seed winter", defaults=facts)
    if new:
        event.kinds.add(KindOfEvent.objects.get(code="unconference"))
        Host.objects.create(event=event, organisation=village.voluntary_action, role=Host.Role.CONVENOR)
    return event
