"""What is noted there, and what came of it."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from folkmoot.events import recording
from folkmoot.events.models import Event, Photo
from folkmoot.events.models.writeup import checked_in, was_there
from folkmoot.people.models import Person


def part(event: Event, person: Person | None, day: date) -> dict:
    """What `events/parts/notes.html` is given as `notes`; `person` is None for somebody not signed in."""
    record = recording.record_for(event, person)
    shows = record.write_up is not None and recording.may_read(record)
    begun = bool(event.starts_at and event.starts_at <= timezone.now())
    helps = bool(event.series and event.series.is_help)
    return {
        "helps": helps,
        "open": helps and not event.cancelled_at and not (event.ends_at and event.ends_at < timezone.now()),
        "runs": record.runs,
        "photos": len([one for one in Photo.seen_by(event, person) if one.shown_at]),
        "may_send": begun and not event.story and (record.runs or was_there(event, person)),
        "to_look_at": event.photos.waiting().count() if record.runs else 0,
        "record": record if shows else None,
        "may_swap": checked_in(event, person),
    }
