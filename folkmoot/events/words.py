"""When an event is, in words, on the clock of its own zone."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from folkmoot.events.models import Event


def when(event: Event) -> str:
    """Its day and hour, the zone named where it is not the site's; else as it was said."""
    if event.starts_at is None:
        return event.when_said or _("a day still to be settled")
    zone = "" if event.zone == timezone.get_default_timezone_name() else f" ({event.zone})"
    begins = date_format(event.local(event.starts_at), "l j F Y, H:i")
    if last := last_day(event):
        return _("%(begins)s, to %(last)s") % {"begins": begins, "last": date_format(last, "l j F Y")} + zone
    return begins + zone


def last_day(event: Event) -> date | None:
    """The last day of one that takes several; None for one of a day, past midnight or not."""
    if not (event.starts_at and event.ends_at):
        return None
    starts, ends = event.local(event.starts_at), event.local(event.ends_at)
    days = (ends.date() - starts.date()).days
    return ends.date() if days > 1 or (days == 1 and ends.time() > starts.time()) else None


def where(event: Event) -> str:
    return str(event.venue) if event.venue else _("online") if event.link else _("not settled yet")
