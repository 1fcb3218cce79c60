"""What else is on: the same people or an organisation of theirs in the same week, or something near."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from django.db.models import Count
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.events.models import Event, Listed, Rsvp
from folkmoot.events.sums.dates import apart
from folkmoot.places.models import Place

NEAR_KM, MOST, FEWEST = 10, 5, 5


class Clash(NamedTuple):
    """Something in the same week, and in words why it matters; `address` may be elsewhere."""

    title: str
    address: str
    words: str
    rank: tuple


def clashes(event: Event) -> list[Clash]:
    """The most pressing first: held by the same, then near on the same day, then near that week. None while it has no
    day of its own. What is called off, far away or a draft of somebody else's is no clash."""
    if event.starts_at is None:
        return []
    others = _same_week(event)
    both = _who_come_to_both(event, others)
    found = [each for other in others if (each := _clash(event, other, both.get(other.pk, 0)))]
    found += [each for listed in _listed(event) if (each := _with_listed(event, listed))]
    return sorted(found, key=lambda each: each.rank)[:MOST]


def _week(event: Event) -> tuple:
    day = event.local(event.starts_at).date()
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def _same_week(event: Event):
    first, last = _week(event)
    others = Event.objects.shown().live().filter(cancelled_at=None).exclude(pk=event.pk)
    near = others.filter(starts_at__date__gte=first - timedelta(days=1), starts_at__date__lte=last + timedelta(days=1))
    rows = near.select_related("place", "venue__place").prefetch_related("hosts__organisation", "hosts__person")
    return [other for other in rows if first <= other.local(other.starts_at).date() <= last]


def _who_come_to_both(event: Event, others: list[Event]) -> dict[int, int]:
    """How many of those who said yes or maybe here said so there too, by the other's id; fewer than five are left out,
    so that nobody learns who else goes where."""
    coming = Rsvp.objects.exclude(answer=Rsvp.Answer.NO)
    mine = coming.filter(event=event).values("who")
    theirs = coming.filter(event__in=[other.pk for other in others], who__in=mine).order_by()
    return {row["event"]: row["n"] for row in theirs.values("event").annotate(n=Count("pk")) if row["n"] >= FEWEST}


def _clash(event: Event, other: Event, both: int) -> Clash | None:
    shared = _shared(event, other)
    far = distance(where(event), where(other))
    if not (shared or both) and (far is None or far > NEAR_KM):
        return None
    gap = (other.local(other.starts_at).date() - event.local(event.starts_at).date()).days
    parts = [_("held by %(who)s too") % {"who": shared} if shared else ""]
    parts.append(_("%(n)d of those who replied here come there too") % {"n": both} if both else "")
    parts += [_when(other, gap), how_far(far)]
    rank = (not (shared or both), abs(gap), far or 0)
    return Clash(str(other), other.get_absolute_url(), ", ".join(filter(None, parts)), rank)


def _shared(event: Event, other: Event) -> str:
    """Who holds both, by name."""
    mine = {host.key() for host in event.hosts.all()}
    return next((str(host) for host in other.hosts.all() if host.key() in mine), "")


def _listed(event: Event):
    first, last = _week(event)
    return Listed.objects.filter(on__range=(first, last), cancelled=False, calendar__ended_at=None).select_related(
        "calendar__place"
    )[:500]


def _with_listed(event: Event, listed: Listed) -> Clash | None:
    far = distance(where(event), listed.calendar.place)
    gap = (listed.on - event.local(event.starts_at).date()).days
    if far is None or far > NEAR_KM or gap:
        return None
    words = _("the same day, listed by %(source)s") % {"source": listed.calendar}
    return Clash(listed.title, listed.link, words, (True, 0, far))


def where(event: Event) -> Place | None:
    return (event.venue.place if event.venue else None) or event.place


def distance(one: Place | None, other: Place | None) -> float | None:
    """Kilometres between two places; 0 where one lies in the other; None where it is not known."""
    if one is None or other is None:
        return None
    if one.path.startswith(other.path) or other.path.startswith(one.path):
        return 0.0
    points = [(place.latitude, place.longitude) for place in (one, other)]
    return None if any(None in point for point in points) else apart(*points)


def how_far(far: float | None) -> str:
    if far is None:
        return ""
    return _("in the same place") if far < 0.2 else _("%(km)s km away") % {"km": f"{far:.1f}"}


def _when(other: Event, gap: int) -> str:
    if gap == 0:
        return _("the same day at %(time)s") % {"time": date_format(other.local(other.starts_at), "H:i")}
    later = ngettext("%(n)s day later", "%(n)s days later", gap) if gap > 0 else ""
    sooner = ngettext("%(n)s day before", "%(n)s days before", -gap) if gap < 0 else ""
    return (later or sooner) % {"n": abs(gap)}
