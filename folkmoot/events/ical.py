"""Events as iCalendar (RFC 5545, RFC 5546): one event, or a list to subscribe to, in the events' own zones.

What people wrote goes in as text and never as lines: breaks become "\\n" as the standard says, other control
characters a space. Nobody's private address goes in.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from email.utils import parseaddr
from functools import lru_cache
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress
from icalendar import Event as Entry

from folkmoot.events.models import Event, Host
from folkmoot.events.zones import Change, changes
from folkmoot.kit.refusals import Refusal

KIND = "text/calendar; charset=utf-8"


class NoDayYet(Refusal):
    """Nothing is known of when it is, so no calendar can hold it."""


def calendar_of(event: Event, method: str = "PUBLISH", to: str = "") -> bytes:
    """One event as a calendar: to publish, to ask somebody to ("REQUEST", which holds the link too), or to take back
    ("CANCEL"). `to` is the address of whoever gets it. The UID stays, the SEQUENCE goes up with each change.
    NoDayYet for one that has no day (see `fits`), except to take it back: RFC 5546 asks no day of that (3.2.5)."""
    if method != "CANCEL" and not fits(event):
        raise NoDayYet(_("“%(title)s” has no day yet, so no calendar can hold it.") % {"title": event})
    calendar = _calendar(method)
    entry = _entry(event, method)
    if to:
        entry.add("ATTENDEE", _attendee(to), encode=0)
    calendar.add_component(entry)
    return _with_zones(calendar, [event])


def _attendee(address: str) -> vCalAddress:
    """Who a request or a cancellation is for (RFC 5546 wants them named); they have replied here already."""
    found = vCalAddress(f"mailto:{address}")
    found.params |= {"PARTSTAT": "ACCEPTED", "ROLE": "REQ-PARTICIPANT", "RSVP": "FALSE"}
    return found


def calendar_of_many(events: Iterable[Event], name: str) -> bytes:
    """A calendar to subscribe to. Those without any day are left out; cancelled ones say that they are."""
    calendar = _calendar("PUBLISH")
    calendar.add("NAME", one_line(name))
    calendar.add("X-WR-CALNAME", one_line(name))
    calendar.add("REFRESH-INTERVAL", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    held = [event for event in events if fits(event)]
    for event in held:
        calendar.add_component(_entry(event, "PUBLISH"))
    return _with_zones(calendar, held)


def fits(event: Event) -> bool:
    """Whether a calendar can hold it: its time is known, or the first of the days it may fall on."""
    return bool(event.starts_at or event.earliest_on)


def plain(words: str) -> str:
    """Text with no character in it that some reader takes for a new line, line breaks as \\n aside.

    >>> plain("a\\r\\nb\\rc\\x00d\\u2028e")
    'a\\nb\\nc d e'
    """
    words = words.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        letter if letter == "\n" or unicodedata.category(letter) not in ("Cc", "Cs", "Zl", "Zp") else " "
        for letter in words
    )


def one_line(words: str) -> str:
    return " ".join(plain(words).split())


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("PRODID", "-//Folkmoot//Events//EN")
    calendar.add("VERSION", "2.0")
    calendar.add("METHOD", method)
    return calendar


def _entry(event: Event, method: str) -> Entry:
    entry = Entry()
    address = f"{settings.SITE_URL}{event.get_absolute_url()}"
    entry.add("UID", f"{event.uid}@{urlsplit(settings.SITE_URL).hostname}")
    entry.add("SEQUENCE", event.sequence)
    # RFC 5546 tells two messages of one SEQUENCE apart by this: a seat lost and had again leaves the event unchanged.
    made = event.changed_at if method == "PUBLISH" else timezone.now()
    entry.add("DTSTAMP", made.astimezone(UTC))
    entry.add("LAST-MODIFIED", event.changed_at.astimezone(UTC))
    entry.add("SUMMARY", one_line(event.title))
    entry.add("STATUS", _status(event, method))
    for name, moment in _times(event):
        entry.add(name, moment)
    if event.starts_at is None:
        entry.add("TRANSP", "TRANSPARENT")
    entry.add("LOCATION", one_line(where(event)))
    entry.add("URL", address)
    entry.add("DESCRIPTION", plain(_description(event, method, address)))
    entry["ORGANIZER"] = _organizer(event)
    return entry


def _status(event: Event, method: str) -> str:
    if event.cancelled_at or method == "CANCEL":
        return "CANCELLED"
    settled = event.starts_at and (event.venue_id or event.link)
    return "CONFIRMED" if settled else "TENTATIVE"


def _times(event: Event) -> list[tuple[str, datetime | date]]:
    """From and to on the clock of its own zone; whole days, the last one excluded, while they are vague; nothing where
    no day is known at all."""
    if not fits(event):
        return []
    if event.starts_at is None:
        last = event.latest_on or event.earliest_on
        return [("DTSTART", event.earliest_on), ("DTEND", last + timedelta(days=1))]
    return [("DTSTART", event.local(event.starts_at)), ("DTEND", event.local(ends(event)))]


def ends(event: Event) -> datetime:
    """When it ends; an hour after it starts where nobody has said."""
    return event.ends_at or event.starts_at + timedelta(hours=1)


def where(event: Event) -> str:
    """The venue with its address; "Online"; or that it is not settled."""
    if event.venue:
        name, address = event.venue.name, event.venue.address
        return ", ".join(filter(None, ("" if address.startswith(name) else name, address, event.venue.postcode)))
    return _("Online") if event.link else _("To be announced")


def _description(event: Event, method: str, address: str) -> str:
    said = []
    if event.cancelled_at:
        said.append(_("Cancelled: %(why)s") % {"why": event.cancelled_because})
    if event.starts_at is None:
        said.append(_("When: %(said)s. The day is not settled yet.") % {"said": event.when_said})
    said += [event.summary, event.bring and _("Please bring: %(what)s") % {"what": event.bring}]
    if event.venue:
        said.append(event.venue.getting_there)
    if method == "REQUEST" and event.link:
        said.append(_("Join at %(link)s") % {"link": event.link})
    return "\n\n".join(filter(None, [*said, address]))


def _organizer(event: Event) -> vCalAddress:
    """Whoever holds it, by name, at the site's own address: a calendar goes further than its list of readers."""
    holding = [host for host in event.hosts.all() if host.role in Host.RUNS]
    organizer = vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    name = one_line(str(holding[0]) if holding else settings.SITE_NAME).replace('"', "'")
    organizer.params["CN"] = name
    return organizer


def _with_zones(calendar: Calendar, events: list[Event]) -> bytes:
    """The calendar's bytes, with one VTIMEZONE for each zone named in it."""
    timed = [event for event in events if event.starts_at]
    years = [event.starts_at.year for event in timed] or [0]
    for zone in sorted({event.zone or settings.TIME_ZONE for event in timed} - {"UTC", "Etc/UTC"}):
        calendar.subcomponents.insert(0, _zone(zone, min(years) - 1, max(years) + 2))
    return calendar.to_ical()


@lru_cache(maxsize=64)
def _zone(name: str, first: int, last: int) -> Timezone:
    """The clock of a zone from one new year to another. RFC 5545 wants each change on the clock as it was before,
    which the library's own reading of a zone gets wrong in spring."""
    zone, begins = ZoneInfo(name), datetime(first, 1, 1, tzinfo=UTC)
    known = begins.astimezone(zone).utcoffset()
    made = Timezone()
    made.add("TZID", name)
    for change in (Change(begins, known, known), *changes(zone, begins, datetime(last, 1, 1, tzinfo=UTC))):
        made.add_component(_stretch(zone, change))
    return made


def _stretch(zone: ZoneInfo, change: Change) -> TimezoneStandard:
    there = change.at.astimezone(zone)
    part = TimezoneDaylight() if there.dst() else TimezoneStandard()
    part.add("DTSTART", (change.at + change.before).replace(tzinfo=None))
    part.add("TZOFFSETFROM", change.before)
    part.add("TZOFFSETTO", change.after)
    part.add("TZNAME", there.tzname())
    return part
