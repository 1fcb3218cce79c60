"""What a calendar lists between two days: rows of plain values, and notes of what could not be read of it.

Of a time whose zone is not known only the day is taken, and that is said: a time is never moved to another clock.
"""

import warnings
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from dateutil.rrule import rrulestr
from icalendar import Calendar
from icalendar import Event as Entry

MOST_ENTRIES, MOST_ROWS, MOST_TIMES = 5_000, 2_000, 400
TOO_OFTEN = {"SECONDLY", "MINUTELY", "HOURLY"}
PRIVATE = {"PRIVATE", "CONFIDENTIAL"}
UNREADABLE = "{n} of its entries could not be read."
UNKNOWN_ZONE = "{time} in a zone called “{zone}”, which we do not know"
FLOATING = "{time} on a clock it does not name"


class NoCalendar(ValueError):
    """It is no calendar we can read; the words say why."""


def listing(raw: bytes, first: date, last: date) -> dict[str, Any]:
    """{"name", "rows", "notes"} of what it lists from the first to the last day, both included, soonest first.

    A row: uid, title, on, starts_at, ends_at (ISO with their distance to UTC, or None), zone, said, where, link,
    cancelled. NoCalendar for what is none.
    """
    entries, name = _entries(raw)
    moved = _moved(entries)
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    unread = private = 0
    for entry in entries:
        if str(entry.get("CLASS", "")).upper() in PRIVATE:
            private += 1
            continue
        try:
            for row in _rows(entry, first, last, moved):
                rows.setdefault((row["uid"], row["on"]), row)
        except Exception:  # noqa: BLE001 - whatever is wrong with one entry, the others are read
            unread += 1
    found = sorted(rows.values(), key=lambda row: (row["on"], row["starts_at"] or "", row["title"]))
    return {"name": name, "rows": found[:MOST_ROWS], "notes": _notes(unread, private, found)}


def _notes(unread: int, private: int, rows: list[dict[str, Any]]) -> list[str]:
    notes = [UNREADABLE.format(n=unread)] if unread else []
    notes += [f"{private} of its entries are private, and left out."] if private else []
    notes += sorted(
        {row["said"].partition(" in a ")[2] and f"It names {row['said'].partition(' in ')[2]}." for row in rows}
    )
    if len(rows) > MOST_ROWS:
        notes.append(f"It lists more than {MOST_ROWS}: the soonest are taken.")
    return [note for note in notes if note][:20]


def _entries(raw: bytes) -> tuple[list[Entry], str]:
    if b"BEGIN:VCALENDAR" not in raw[:100_000].upper():
        raise NoCalendar("is no calendar: it does not begin with BEGIN:VCALENDAR.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            calendars = Calendar.from_ical(raw, multiple=True)
    except Exception as wrong:  # noqa: BLE001 - a parser's own errors are of many kinds
        raise NoCalendar(f"cannot be read as a calendar ({type(wrong).__name__}).") from wrong
    entries = [entry for calendar in calendars for entry in calendar.walk("VEVENT")]
    if len(entries) > MOST_ENTRIES:
        raise NoCalendar(f"has {len(entries)} entries; {MOST_ENTRIES} is the most.")
    name = _line(calendars[0].get("X-WR-CALNAME") or calendars[0].get("NAME"), 200) if calendars else ""
    return entries, name


def _moved(entries: list[Entry]) -> set[tuple[str, date]]:
    """Which times of which series an entry of its own stands in for (RFC 5545, RECURRENCE-ID)."""
    moved = set()
    for entry in entries:
        stands_for = entry.get("RECURRENCE-ID")
        if stands_for is not None and hasattr(stands_for, "dt"):
            moved.add((_line(entry.get("UID"), 200), _day(stands_for.dt)))
    return moved


def _rows(entry: Entry, first: date, last: date, moved: set[tuple[str, date]]) -> Iterator[dict[str, Any]]:
    start = entry["DTSTART"]
    begins, lasts = start.dt, _lasts(entry)
    zone = str(start.params.get("TZID", ""))
    base = _base(entry)
    if entry.get("RECURRENCE-ID") is not None or not (entry.get("RRULE") or entry.get("RDATE")):
        times = [begins]
    else:
        times = [each for each in _times(entry, begins, first, last) if (base["uid"], _day(each)) not in moved]
    for each in times:
        if first <= _day(each) <= last:
            yield base | _when(each, lasts, zone)


def _times(entry: Entry, begins: date, first: date, last: date) -> list[date]:
    """Every time it comes in the window, on its own clock, without those excepted; at most 400."""
    wall = (
        begins.replace(tzinfo=None) if isinstance(begins, datetime) else datetime.combine(begins, datetime.min.time())
    )
    rules = entry.get("RRULE") or []
    walls = {wall} | {_wall(each) for each in _dates(entry.get("RDATE"))}
    window = datetime.combine(first, datetime.min.time()), datetime.combine(last, datetime.max.time())
    for rule in rules if isinstance(rules, list) else [rules]:
        if str((rule.get("FREQ") or [""])[0]).upper() in TOO_OFTEN:
            raise ValueError("comes round too often")
        bare = {key: value for key, value in rule.items() if key != "UNTIL"}
        until = _until(rule, begins)
        found = rrulestr(type(rule)(bare).to_ical().decode(), dtstart=wall)
        walls |= {each for each in found.between(*window, inc=True)[:MOST_TIMES] if until is None or each <= until}
    walls -= {_wall(each) for each in _dates(entry.get("EXDATE"))}
    kept = sorted(each for each in walls if window[0] <= each <= window[1])[:MOST_TIMES]
    if isinstance(begins, datetime):
        return [each.replace(tzinfo=begins.tzinfo) for each in kept]
    return [each.date() for each in kept]


def _until(rule: Any, begins: date) -> datetime | None:
    """The end of a rule on the entry's own clock: it is written in UTC."""
    said = (rule.get("UNTIL") or [None])[0]
    if said is None:
        return None
    if not isinstance(said, datetime):
        return datetime.combine(said, datetime.max.time())
    if said.tzinfo is not None and isinstance(begins, datetime) and begins.tzinfo is not None:
        said = said.astimezone(begins.tzinfo)
    return said.replace(tzinfo=None)


def _dates(found: Any) -> list[date]:
    lists = found if isinstance(found, list) else [found] if found is not None else []
    given = [each.dt for dates in lists for each in getattr(dates, "dts", ())]
    return [each[0] if isinstance(each, tuple) else each for each in given]


def _wall(at: date) -> datetime:
    return at.replace(tzinfo=None) if isinstance(at, datetime) else datetime.combine(at, datetime.min.time())


def _day(at: date) -> date:
    return at.date() if isinstance(at, datetime) else at


def _lasts(entry: Entry) -> timedelta | None:
    begins, end, duration = entry["DTSTART"].dt, entry.get("DTEND"), entry.get("DURATION")
    if duration is not None:
        return duration.dt
    if end is None or isinstance(end.dt, datetime) != isinstance(begins, datetime):
        return None
    return _wall(end.dt) - _wall(begins)


def _when(at: date, lasts: timedelta | None, zone: str) -> dict[str, Any]:
    """What is known of its time; only the day, with words, where it is on no clock that we know."""
    when: dict[str, Any] = {"on": _day(at).isoformat(), "starts_at": None, "ends_at": None, "zone": "", "said": ""}
    if not isinstance(at, datetime):
        return when
    if at.tzinfo is None:
        words = UNKNOWN_ZONE if zone else FLOATING
        return when | {"said": words.format(time=f"{at:%H:%M}", zone=zone[:60])}
    starts = at.astimezone(UTC)
    when |= {"starts_at": starts.isoformat(), "zone": (zone or "UTC")[:60]}
    if lasts is not None and timedelta(0) < lasts < timedelta(days=60):
        when["ends_at"] = (starts + lasts).isoformat()
    return when


def _base(entry: Entry) -> dict[str, Any]:
    link = _line(entry.get("URL"), 500)
    return {
        "uid": _line(entry.get("UID"), 200) or _line(entry.get("SUMMARY"), 200),
        "title": _line(entry.get("SUMMARY"), 300) or "(no title)",
        "where": _line(entry.get("LOCATION"), 300),
        "link": link if link.startswith(("https://", "http://")) and " " not in link else "",
        "cancelled": str(entry.get("STATUS", "")).upper() == "CANCELLED",
    }


def _line(words: Any, longest: int) -> str:
    """One line without control characters; "" for nothing. Of several values the first."""
    words = words[0] if isinstance(words, list) and words else words
    text = "".join(letter if letter.isprintable() else " " for letter in str(words or ""))
    return " ".join(text.split())[:longest]
