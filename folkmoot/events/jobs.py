"""What the worker does for events by itself, found here by name."""

from folkmoot.events.calendars import read_calendars
from folkmoot.events.opening import open_stages
from folkmoot.events.photographs import sweep_photos
from folkmoot.events.reminding import remind_of_events
from folkmoot.events.repeating import plan_ahead
from folkmoot.events.seats import forget_what_people_needed, see_to_seats
from folkmoot.events.settling import remind_to_settle

__all__ = [
    "forget_what_people_needed",
    "open_stages",
    "plan_ahead",
    "read_calendars",
    "remind_of_events",
    "remind_to_settle",
    "see_to_seats",
    "sweep_photos",
]
