"""Reminders: a week before and the day before, once each, written when they leave with what is true then."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from folkmoot.events import telling
from folkmoot.events.models import Event, Rsvp
from folkmoot.kit.jobs import every, job, once

# For each: it is time from so long before the start, and no longer makes sense from so long before it.
WHEN = (("week", timedelta(days=7), timedelta(days=2)), ("day", timedelta(hours=24), timedelta(hours=1)))
COMES = Q(seat__in=telling.COMES) | Q(answer=Rsvp.Answer.MAYBE)


def remind_due(now: datetime) -> int:
    """Queue what it is time for; how many. Missed while nothing ran, it still goes as long as it makes sense. An event
    moved to another time is reminded of anew."""
    queued = 0
    for when, from_, until in WHEN:
        shown = Event.objects.shown().live().filter(cancelled_at=None)
        for event in shown.filter(starts_at__gt=now + until, starts_at__lte=now + from_):
            for rsvp in event.rsvps.filter(COMES, replied_at__lte=event.starts_at - from_).select_related("person"):
                queued += _remind(event, rsvp, when)
    return queued


def _remind(event: Event, rsvp: Rsvp, when: str) -> bool:
    with once(f"reminder {when} of {event.pk} at {event.starts_at:%Y-%m-%dT%H:%M} {rsvp.pk}") as first:
        if first:
            telling.remind(rsvp, when)
    return first


@every(minutes=10)
@job
def remind_of_events() -> None:
    """A week before and the day before."""
    remind_due(timezone.now())
