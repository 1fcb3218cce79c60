"""Calendars of others: read apart, never on a clock they did not name, with what went wrong said."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from folkmoot.events import calendars
from folkmoot.events.models import Calendar
from folkmoot.events.reading.apart import CalendarRefused, read
from folkmoot.events.reading.listing import listing
from folkmoot.kit import fetch
from folkmoot.kit.refusals import NotYours

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
FIRST, LAST = date(2026, 11, 1), date(2027, 3, 1)
REAL = os.environ.get("FOLKMOOT_REAL_DATA")


def calendar(*entries: str, head: str = "") -> bytes:
    body = "".join(
        f"BEGIN:VEVENT\nUID:{n}\nSUMMARY:Thing {n}\n{entry}\nEND:VEVENT\n" for n, entry in enumerate(entries)
    )
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{head}{body}END:VCALENDAR\n".replace("\n", "\r\n").encode()


def rows(*entries: str, head: str = "") -> list[dict]:
    return listing(calendar(*entries, head=head), FIRST, LAST)["rows"]


def test_a_time_in_a_zone_that_is_known():
    [row] = rows("DTSTART;TZID=America/New_York:20261203T190000\nDTEND;TZID=America/New_York:20261203T210000")
    assert (row["starts_at"], row["ends_at"]) == ("2026-12-04T00:00:00+00:00", "2026-12-04T02:00:00+00:00")
    assert row["on"] == "2026-12-03" and row["zone"] == "America/New_York"


@pytest.mark.parametrize(
    ("start", "said"),
    [
        ("DTSTART;TZID=Shire/Bree:20261203T190000", "19:00 in a zone called “Shire/Bree”, which we do not know"),
        ("DTSTART:20261203T190000", "19:00 on a clock it does not name"),
    ],
)
def test_a_time_on_no_clock_we_know_is_a_day_and_says_so(start, said):
    [row] = rows(start)
    assert row["starts_at"] is None and row["on"] == "2026-12-03" and row["said"] == said


def test_a_zone_of_its_own_is_used():
    zone = "BEGIN:VTIMEZONE\nTZID:Own\nBEGIN:STANDARD\nDTSTART:20000101T000000\nTZOFFSETFROM:+0300\nTZOFFSETTO:+0300\nEND:STANDARD\nEND:VTIMEZONE\n"
    [row] = rows("DTSTART;TZID=Own:20261203T190000", head=zone)
    assert row["starts_at"] == "2026-12-03T16:00:00+00:00"


def test_what_comes_round_keeps_its_hour_and_its_exceptions():
    found = rows(
        "DTSTART;TZID=Europe/London:20261001T190000\nRRULE:FREQ=WEEKLY;UNTIL=20261224T190000Z\n"
        "EXDATE;TZID=Europe/London:20261210T190000\nRDATE;TZID=Europe/London:20270102T100000"
    )
    days = [row["on"] for row in found]
    assert days == [
        "2026-11-05",
        "2026-11-12",
        "2026-11-19",
        "2026-11-26",
        "2026-12-03",
        "2026-12-17",
        "2026-12-24",
        "2027-01-02",
    ]
    assert {row["starts_at"][11:16] for row in found[:-1]} == {"19:00"}


def test_one_of_a_series_that_moved_stands_in_for_itself():
    series = "UID:s\nSUMMARY:Sing\nDTSTART:20261203T190000Z\nRRULE:FREQ=WEEKLY;COUNT=3"
    moved = "UID:s\nSUMMARY:Sing late\nRECURRENCE-ID:20261210T190000Z\nDTSTART:20261211T200000Z"
    raw = f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n{series}\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\n{moved}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    found = listing(raw.encode(), FIRST, LAST)["rows"]
    assert [(row["on"], row["title"]) for row in found] == [
        ("2026-12-03", "Sing"),
        ("2026-12-11", "Sing late"),
        ("2026-12-17", "Sing"),
    ]


def test_what_is_private_or_broken_is_counted_and_what_is_called_off_says_so():
    found = listing(
        calendar(
            "DTSTART:20261203\nCLASS:PRIVATE", "SUMMARY:No start", "DTSTART;VALUE=DATE:20261203\nSTATUS:CANCELLED"
        ),
        FIRST,
        LAST,
    )
    assert [row["cancelled"] for row in found["rows"]] == [True]
    assert any("private" in note for note in found["notes"]) and any(
        "could not be read" in note for note in found["notes"]
    )


def test_a_rule_for_every_second_is_not_followed():
    found = listing(calendar("DTSTART:19700101T000000Z\nRRULE:FREQ=SECONDLY"), FIRST, LAST)
    assert found["rows"] == [] and found["notes"] == ["1 of its entries could not be read."]


def test_no_line_break_and_no_script_comes_out():
    [row] = rows("DTSTART:20261203T190000Z\nLOCATION:a\\nb\nURL:javascript:alert(1)")
    assert row["where"] == "a b" and row["link"] == ""


def test_it_is_read_apart_and_refused_in_words():
    assert read(calendar("DTSTART:20261203T190000Z"), FIRST, LAST)["rows"][0]["title"] == "Thing 0"
    with pytest.raises(CalendarRefused, match="is no calendar"):
        read(b"<html>", FIRST, LAST)


def test_one_made_to_take_for_ever_is_stopped():
    never = "DTSTART:19700101T000000Z\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"
    with pytest.raises(CalendarRefused, match="could not be read to its end|took longer"):
        read(calendar(*[never] * 50), FIRST, LAST)


@pytest.mark.real
@pytest.mark.skipif(not REAL, reason="FOLKMOOT_REAL_DATA says where the hostile calendars are")
def test_hostile_calendars_are_read_or_refused_and_none_breaks_it():
    found = sorted(Path(REAL, "hostile/icalendar-fuzz").rglob("*.ics"))
    assert len(found) >= 150
    took = []
    for path in found if os.environ.get("FOLKMOOT_FULL") else found[::8]:
        before = os.times()
        try:
            assert isinstance(read(path.read_bytes(), date(1990, 1, 1), date(2030, 1, 1))["rows"], list)
        except CalendarRefused as refused:
            assert str(refused)
        after = os.times()
        took.append(after.children_user + after.children_system - before.children_user - before.children_system)
    assert max(took) < 2


class Server:
    """Stands in for the way out: answers in turn, and keeps what was asked."""

    def __init__(self, monkeypatch, *answers):
        self.answers, self.asked = list(answers), []
        monkeypatch.setattr(fetch, "get", self.get)

    def get(self, url, known=None, **more):
        self.asked.append(known)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def ok(body=b"", status=200, **headers):
    return fetch.Answer("https://church.example/all.ics", status, headers, body)


@pytest.fixture
def church(village):
    return calendars.add("Church notices", "webcal://church.example/all.ics", village.mill_lane, village.amina)


def test_it_is_listed_with_its_source_and_asked_with_what_we_have(church, village, monkeypatch, client):
    server = Server(monkeypatch, ok(calendar("DTSTART:20261203T190000Z"), etag='"1"'), ok(status=304))
    assert calendars.read(church, NOW) and calendars.read(church, NOW)
    assert church.address == "https://church.example/all.ics" and server.asked == [{}, {"If-None-Match": '"1"'}]
    assert church.due_at == NOW + Calendar.EVERY and church.listed.count() == 1
    page = client.get(village.thornbeck.get_absolute_url()).content.decode()
    assert "Also on" in page and "Thing 0" in page and "from Church notices" in page
    assert "Thing 0" in client.get(church.get_absolute_url()).content.decode()


def test_what_cannot_be_had_is_said_asked_less_often_and_what_was_listed_stays(church, monkeypatch):
    trouble = fetch.FetchFailed("church.example took too long to answer.")
    Server(
        monkeypatch, ok(calendar("DTSTART:20261203T190000Z")), trouble, ok(status=500), ok(b"<html>"), ok(calendar())
    )
    calendars.read(church, NOW)
    pauses = []
    for _ in range(3):
        assert not calendars.read(church, NOW)
        pauses.append((church.due_at - NOW) / timedelta(hours=1))
    assert pauses == [1, 2, 4] and "is no calendar" in church.trouble and church.listed.count() == 1
    calendars.read(church, NOW)
    assert (church.trouble, church.failures, church.listed.count()) == ("", 0, 0)


def test_adding_twice_is_adding_once_and_strangers_add_none(church, village):
    again = calendars.add("Church", "https://church.example/all.ics", village.mill_lane, village.amina)
    assert again == church
    with pytest.raises(NotYours):
        calendars.add("Mine", "https://bram.example/all.ics", village.mill_lane, village.bram)


def test_it_is_taken_off_by_whoever_added_it_once(church, village):
    with pytest.raises(NotYours):
        calendars.take_off(church, village.bram)
    assert calendars.take_off(church, village.amina) and not calendars.take_off(church, village.amina)
    assert not church.listed.exists()


def test_an_address_inside_our_walls_is_no_calendar(village, client):
    client.force_login(village.amina)
    sent = {"name": "Inside", "address": "file:///etc/passwd", "place": "Mill Lane"}
    assert client.post("/events/calendars/new/", sent).status_code == 200
    assert not Calendar.objects.filter(name="Inside").exists()
