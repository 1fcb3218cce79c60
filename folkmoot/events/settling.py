"""Reminders to those who hold an event whose day or venue is still open: each once, however often this runs."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from folkmoot.directory.models import Membership
from folkmoot.events.models import Event, Host
from folkmoot.journal.models import Notice, Pace
from folkmoot.kit.jobs import every, job, once
from folkmoot.people.models import Person

DAYS_BEFORE = (14, 7, 1, 0)
AFTER = timedelta(days=3)  # how often those who hold it are reminded once the day has passed
BEFORE_IT_IS = timedelta(days=14)


@every(minutes=60)
@job
def remind_to_settle() -> None:
    """A notice and a mail a fortnight, a week and a day before it must be settled, and on the day."""
    today = timezone.localdate()
    for event in unsettled(today):
        left = _step(event, today)
        for person in people(event, today):
            with once(f"settle {event.pk} {event.settle_by} {left} {person.pk}") as first:
                if first:
                    Notice.tell(person, _words(event), event.get_absolute_url(), pace=Pace.AT_ONCE)


def unsettled(today: date):
    """Published ones to come with something open that must be settled within a fortnight, or should be by now."""
    no_day, nowhere = Q(starts_at=None), Q(venue=None, link="")
    near = Q(settle_by__lte=today + timedelta(days=max(DAYS_BEFORE)))
    to_come = Event.objects.shown().live().coming(timezone.now())
    return to_come.filter(no_day | nowhere, near, cancelled_at=None)


def _step(event: Event, today: date) -> int:
    """Which reminder it is time for: 14, 7, 1 or 0 days before, and past the day -1, -2 … every third day. After a stop
    of the worker only the latest one makes sense."""
    left = (event.settle_by - today).days
    if left < 0:
        return -(-left // AFTER.days) - 1
    return min(days for days in DAYS_BEFORE if days >= left)


def day_for(event: Event, today: date) -> date | None:
    """By when what is open of an event is settled, where nobody said: a fortnight before the first day it may fall on,
    never in the past. None where nothing is open, or no day is known at all."""
    if event.starts_at and (event.venue_id or event.link):
        return None
    first = event.local(event.starts_at).date() if event.starts_at else event.earliest_on or event.latest_on
    return first and max(today, first - BEFORE_IT_IS)


def people(event: Event, today: date) -> list[Person]:
    """Whoever looks after it: its convenors and organisers, and those who speak for the bodies among them."""
    running = event.hosts.filter(role__in=Host.RUNS)
    bodies = running.exclude(organisation=None).values("organisation")
    speakers = Membership.objects.speaking(today).filter(organisation__in=bodies).values("person")
    mine = Q(pk__in=running.exclude(person=None).values("person")) | Q(pk__in=speakers)
    mine |= Q(email__in=running.exclude(email="").values("email"))
    return list(Person.objects.filter(mine, is_active=True).order_by("pk"))


def _words(event: Event) -> str:
    missing = [_("the day") if event.starts_at is None else "", "" if event.venue_id or event.link else _("the venue")]
    what = _(" and ").join(filter(None, missing))
    known = {"event": event, "what": what, "day": date_format(event.settle_by, "j F")}
    if event.settle_by < timezone.localdate():
        return _("It was to be settled by %(day)s: %(what)s of “%(event)s”. The page says that it is late.") % known
    return _("To be settled by %(day)s: %(what)s of “%(event)s”.") % known
