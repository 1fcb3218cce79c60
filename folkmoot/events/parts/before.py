"""Before the event: its series, its stage, its calendar."""

from __future__ import annotations

from datetime import date

from folkmoot.events import ical
from folkmoot.events.clashing import clashes
from folkmoot.events.models import Event
from folkmoot.people.models import Person


def part(event: Event, person: Person | None, day: date) -> dict:
    """What `events/parts/before.html` is given as `before`; `person` is None for somebody not signed in."""
    runs = event.may_be_run_by(person, day)
    return {
        "fits": ical.fits(event),
        "runs": runs,
        "clashes": clashes(event) if runs and not event.cancelled_at else [],
        "open": _open(event),
        "late": event.settle_by is not None and event.settle_by < day,
    }


def _open(event: Event) -> bool:
    """Whether its day or its venue is still to be settled."""
    return event.starts_at is None or not (event.venue_id or event.link)
