"""A calendar of an event: what it says, in whose zone, and that nothing anybody writes makes a line of its own."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from icalendar import Calendar

from folkmoot.events import ical
from folkmoot.events.models import Event, Host

LONDON = ZoneInfo("Europe/London")
LINE = re.compile(r"^(?:BEGIN|END|[A-Z][A-Z0-9-]*(?:;[A-Z0-9-]+=(?:\"[^\"\x00-\x1f]*\"|[^\";:,\x00-\x1f]*))*):")
NASTY = "one\r\ntwo\rthree\nfour\x00five\x0bsix\x0cseven\x85eight\u2028nine\u2029ten\r\nATTENDEE:mailto:x@y.example"


def lines_of(raw: bytes) -> list[str]:
    """A strict reading of RFC 5545's content lines: CRLF alone ends one, at most 75 octets each, unfolded."""
    assert raw.endswith(b"\r\n")
    physical = raw[:-2].split(b"\r\n")
    assert all(len(line) <= 75 for line in physical)
    assert not any(byte in raw.replace(b"\r\n", b"") for byte in b"\r\n\0")
    lines = raw.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n")
    assert all(LINE.match(line) for line in lines), [line for line in lines if not LINE.match(line)]
    return lines


def only(raw: bytes):
    [entry] = Calendar.from_ical(raw).walk("VEVENT")
    return entry


def test_it_gives_back_what_went_in(village):
    entry = only(ical.calendar_of(village.winter))
    assert str(entry["UID"]).startswith(str(village.winter.uid))
    assert entry["SUMMARY"] == "What Thornbeck needs this winter"
    assert entry["DTSTART"].dt == datetime(2026, 12, 5, 13, tzinfo=LONDON)
    assert entry["DTEND"].dt == datetime(2026, 12, 5, 17, tzinfo=LONDON)
    assert entry["DTSTART"].params["TZID"] == "Europe/London"
    assert entry["STATUS"] == "CONFIRMED" and entry["SEQUENCE"] == 0
    assert entry["LOCATION"] == "The Old School, Mill Lane, TB1 1AA"
    assert "topic, a question, or a cake" in entry["DESCRIPTION"]
    assert entry["URL"].endswith(village.winter.get_absolute_url())


def test_the_zone_is_the_events_own_and_comes_with_it(village):
    village.winter.zone = "Pacific/Chatham"
    raw = ical.calendar_of(village.winter)
    assert only(raw)["DTSTART"].params["TZID"] == "Pacific/Chatham"
    [zone] = Calendar.from_ical(raw).walk("VTIMEZONE")
    assert zone["TZID"] == "Pacific/Chatham" and zone.walk("DAYLIGHT") and zone.walk("STANDARD")


def test_a_vague_one_is_tentative_whole_days_and_blocks_nothing(village):
    Event.objects.filter(pk=village.winter.pk).update(
        starts_at=None,
        ends_at=None,
        when_said="autumn 2027",
        earliest_on=date(2027, 9, 1),
        latest_on=date(2027, 11, 30),
    )
    entry = only(ical.calendar_of(Event.objects.get(pk=village.winter.pk)))
    assert entry["DTSTART"].dt == date(2027, 9, 1) and entry["DTEND"].dt == date(2027, 12, 1)
    assert entry["STATUS"] == "TENTATIVE" and entry["TRANSP"] == "TRANSPARENT"
    assert "autumn 2027" in entry["DESCRIPTION"]


def test_one_with_no_venue_yet_is_tentative(village):
    village.winter.venue = None
    entry = only(ical.calendar_of(village.winter))
    assert entry["STATUS"] == "TENTATIVE" and entry["LOCATION"] == "To be announced"


def test_one_without_any_day_is_refused_alone_and_left_out_of_a_list(village):
    village.winter.starts_at = village.winter.ends_at = None
    with pytest.raises(ical.NoDayYet, match="no day yet"):
        ical.calendar_of(village.winter)
    assert not Calendar.from_ical(ical.calendar_of_many([village.winter], "All")).walk("VEVENT")


def test_a_cancelled_one_says_so_and_why(village):
    village.winter.cancelled_at, village.winter.cancelled_because = (
        datetime(2026, 12, 1, tzinfo=UTC),
        "The boiler broke.",
    )
    entry = only(ical.calendar_of(village.winter, "CANCEL"))
    assert entry["STATUS"] == "CANCELLED" and "The boiler broke." in entry["DESCRIPTION"]


def test_the_link_goes_to_those_who_are_asked_and_into_no_public_feed(village):
    village.winter.link = "https://meet.example/secret-room"
    assert b"secret-room" in ical.calendar_of(village.winter, "REQUEST").replace(b"\r\n ", b"")
    assert b"secret-room" not in ical.calendar_of(village.winter).replace(b"\r\n ", b"")
    assert b"secret-room" not in ical.calendar_of_many([village.winter], "All").replace(b"\r\n ", b"")


def test_no_persons_address_is_given_away(village):
    Host.objects.filter(event=village.winter).delete()
    Host.objects.create(event=village.winter, person=village.bram)
    raw = ical.calendar_of(village.winter, "REQUEST").replace(b"\r\n ", b"")
    assert b"CN=Bram de Wit" in raw.replace(b'"', b"") and village.bram.email.encode() not in raw


def test_nothing_anybody_writes_makes_a_line(village):
    village.winter.title = village.winter.summary = village.winter.bring = village.winter.cancelled_because = NASTY
    village.winter.cancelled_at = datetime(2026, 12, 1, tzinfo=UTC)
    village.winter.venue.name = village.winter.venue.address = village.winter.venue.getting_there = NASTY
    village.winter.link = "https://meet.example/" + NASTY
    body = village.voluntary_action
    body.name = f'{NASTY}";X-EVIL="1'.replace("\0", "")  # which PostgreSQL keeps nowhere
    body.save()
    clean = [
        line.split(":")[0].split(";")[0] for line in lines_of(ical.calendar_of(Event.objects.get(pk=village.winter.pk)))
    ]
    for raw in (ical.calendar_of(village.winter, "REQUEST"), ical.calendar_of_many([village.winter], NASTY)):
        lines = lines_of(raw)
        names = [line.split(":")[0].split(";")[0] for line in lines]
        assert "ATTENDEE" not in names
        assert names.count("SUMMARY") == names.count("LOCATION") == names.count("DESCRIPTION") == 1
        assert not re.search(r"[\x00-\x1f\x7f\x85\u2028\u2029]", "".join(lines))
    assert [name for name in names if not name.startswith(("X-WR", "NAME", "REFRESH"))] == clean
    assert len(Calendar.from_ical(raw).walk("VEVENT")) == 1


def test_a_list_holds_them_all_with_one_zone_each(village):
    other = Event.objects.create(
        title="Walk",
        zone="America/New_York",
        starts_at=datetime(2027, 3, 14, 12, tzinfo=UTC),
        published_at=datetime.now(UTC),
    )
    calendar = Calendar.from_ical(ical.calendar_of_many([village.winter, other], "Thornbeck"))
    assert calendar["X-WR-CALNAME"] == "Thornbeck" and len(calendar.walk("VEVENT")) == 2
    assert {str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")} == {"Europe/London", "America/New_York"}
    assert calendar.walk("VEVENT")[1]["DTSTART"].dt.hour == 8


def test_of_two_messages_about_one_reply_the_later_one_counts(village):
    """A seat lost and had again leaves the event as it was: RFC 5546 tells the two apart by when they were made."""
    village.winter.changed_at = datetime(2026, 1, 1, tzinfo=UTC)
    stamps = []
    for method in ("REQUEST", "CANCEL", "REQUEST"):
        with time_machine.travel(datetime(2026, 11, 1, 9, len(stamps), tzinfo=UTC), tick=False):
            [entry] = Calendar.from_ical(ical.calendar_of(village.winter, method, "a@x.example")).walk("VEVENT")
        stamps.append(entry["DTSTAMP"].dt)
    assert stamps == sorted(set(stamps)) and len(stamps) == 3
    first, second = (ical.calendar_of(village.winter) for _again in range(2))
    assert first == second, "what is published stays the same while nothing changed"
