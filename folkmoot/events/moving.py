"""An event was moved: what stands in its day moves with it."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.events.models import Event, Remix, Slot, TableCode
from folkmoot.events.words import when
from folkmoot.people.models import Person


def follow(event: Event, before: datetime | None, by: Person | None) -> None:
    """Shift its slots and the ends of its held seats by as much as it was moved, on its own clock, so that two o'clock
    stays two o'clock over a change of the clocks; and let its cards be good until it ends. The caller has it locked."""
    before = before or _day_of_slots(event)
    if before and event.starts_at and before != event.starts_at:
        _shift_slots(event, before, by)
        _shift_held(event, before)
    TableCode.follow(event)


def _day_of_slots(event: Event) -> datetime | None:
    """Of an event that had lost its day: the same time on the day of its first slot."""
    first = event.slots.first()
    if first is None or event.starts_at is None:
        return None
    return datetime.combine(event.local(first.starts_at).date(), event.local(event.starts_at).timetz())


def _shift_slots(event: Event, before: datetime, by: Person | None) -> None:
    slots = list(event.slots.all())
    # One start each: the last moves first when it goes later, the first when it goes earlier.
    for slot in reversed(slots) if event.starts_at > before else slots:
        span = {name: _moved(event, before, getattr(slot, name)) for name in ("starts_at", "ends_at")}
        Slot.objects.filter(pk=slot.pk).update(**span)
    if slots:
        words = _("All slots moved with the event, to %(when)s") % {"when": when(event)}
        Remix.write(event, Remix.What.SLOTS, words, by)


def _shift_held(event: Event, before: datetime) -> None:
    """Never into the past: what would have been let go by now is let go when it was to be."""
    now = timezone.now()
    for held in event.helds.filter(ended_at=None):
        until = _moved(event, before, held.until)
        if until > now:
            event.helds.filter(pk=held.pk).update(until=until)


def _moved(event: Event, before: datetime, moment: datetime) -> datetime:
    """As long after the new start as it was after the old one, on the clock of the event's zone."""
    wall = [event.local(at).replace(tzinfo=None) for at in (event.starts_at, before, moment)]
    there = (wall[0] + (wall[2] - wall[1])).replace(tzinfo=event.local(moment).tzinfo)
    return there.astimezone(moment.tzinfo)
