"""The day itself: its agenda and its door."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Exists, IntegerField, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from folkmoot.events.models import CheckIn, Event, Rsvp, Session
from folkmoot.events.models.swap import link_for
from folkmoot.kit.links import sign
from folkmoot.people.models import Person


def part(event: Event, person: Person | None, day: date) -> dict:
    """What `events/parts/day.html` is given as `day`: how much is pitched and placed, and whether there are slots."""
    asked = {
        "n_pitched": _how_many(event.pitches.open()),
        "n_placed": _how_many(Session.objects.placed().filter(event=event)),
        "n_slots": Exists(event.slots.all()),
        "n_tables": Exists(event.seatings.filter(dropped_at=None)),
    }
    found = Event.objects.order_by().filter(pk=event.pk).values(**asked).get()
    return {name.removeprefix("n_"): value for name, value in found.items()}


def _how_many(rows: QuerySet) -> Coalesce:
    """Their number, within a question that is asked of the event."""
    counted = rows.order_by().values("event").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())


def links_of(rsvp: Rsvp) -> dict[str, str]:
    """The pages of the day that belong to one reply, for its page and its mails: "pitches" to tick and to pitch, "day"
    and "table" of their own, and "square", which is shown at the door; "swap" and "record" once they came. Each needs
    no account."""
    token = sign("pitches", rsvp.pk, days=400)
    pages = {"pitches": "pitches_by_mail", "day": "my_day_by_mail", "table": "my_table_by_mail"}
    found = {name: reverse(f"events:{page}", args=[token]) for name, page in pages.items()}
    came = CheckIn.objects.filter(rsvp=rsvp).first()
    if came:
        found |= {
            "swap": link_for(came),
            "record": reverse("events:record_by_link", args=[sign("record", came.pk, days=400)]),
        }
    return found | {"square": reverse("events:ticket", args=[sign("door", rsvp.pk, days=400)])}
