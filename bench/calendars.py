"""Our calendars as other parsers read them, field for field beside what we meant; and theirs as we and they read them.

``python -m venv /tmp/peer && /tmp/peer/bin/pip install ics vobject``, then
``FOLKMOOT_BENCH_ICS=/tmp/peer/bin/python bin/bench calendars``. Without it nothing is run. With FOLKMOOT_REAL_DATA the
files of ``hostile/icalendar-fuzz`` are read by all three as well.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

HERE = Path(__file__).parent
PEER = os.environ.get("FOLKMOOT_BENCH_ICS", "")
REAL = os.environ.get("FOLKMOOT_REAL_DATA", "")
ZONES = ("Europe/London", "Europe/Berlin", "Europe/Dublin", "America/New_York", "America/Sao_Paulo", "Asia/Kolkata")
ZONES += ("Africa/Casablanca", "Australia/Lord_Howe", "Pacific/Chatham", "Pacific/Auckland")
FIELDS = ("sequence", "status", "summary", "location", "description", "url", "organizer", "start", "end")
NASTY = "Bread, bees; and a \\ back\r\nslash: “Łódź” 🐝 " + "long " * 40


def main() -> None:
    if not PEER:
        print("ics, vobject: not run (set FOLKMOOT_BENCH_ICS)")
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "folkmoot.config.testing")
    sys.path.insert(0, str(HERE.parent))
    import django

    django.setup()
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases

    setup_test_environment()
    config = setup_databases(0, False)
    try:
        ours(*made())
    finally:
        teardown_databases(config, 0)
    if REAL:
        theirs(Path(REAL) / "hostile" / "icalendar-fuzz")


def made() -> tuple[dict, dict]:
    """Calendars as text, by name; and what is meant by each: uid → fields."""
    from django.test import Client

    from folkmoot.events import ical
    from folkmoot.events.models import Event
    from folkmoot.home.seed import plant

    village = plant()
    weekly(village)
    nasty = Event.objects.create(title=NASTY[:200], summary=NASTY[:300], place=village.thornbeck, **soon())
    off = Event.objects.create(title="Called off", cancelled_because="Snow; ice, wind", sequence=7, **soon())
    Event.objects.filter(pk=off.pk).update(cancelled_at=datetime.now(UTC))
    off.refresh_from_db()
    vague = village.joined_help.stages.last().events.get()
    files = {"series": village.help_days[0].series and f"/events/series/{village.help_days[0].series.pk}/calendar.ics"}
    files |= {"all": "/events/calendar.ics", "list": "/events/?as=ics"}
    text = {name: Client().get(address).content.decode() for name, address in files.items() if address}
    for name, event in {"one": village.winter, "nasty": nasty, "vague": vague, "off": off}.items():
        text[f"{name}, published"] = ical.calendar_of(event).decode()
        text[f"{name}, asked"] = ical.calendar_of(event, "REQUEST", "jo@mill.example").decode()
        text[f"{name}, taken back"] = ical.calendar_of(event, "CANCEL", "jo@mill.example").decode()
    text["weekly, all"] = ical.calendar_of_many(Event.objects.filter(title__startswith="Weekly"), "Weekly").decode()
    every = Event.objects.prefetch_related("hosts__organisation", "hosts__person").select_related("venue")
    return text, {
        "published": meant(every, "PUBLISH"),
        "asked": meant(every, "REQUEST"),
        "taken": meant(every, "CANCEL"),
    }


def soon() -> dict:
    at = datetime.now(UTC).replace(microsecond=0) + timedelta(days=30)
    return {"starts_at": at, "ends_at": at + timedelta(hours=2), "published_at": datetime.now(UTC)}


def weekly(village) -> None:
    """19:00 on the clock there, each week for a year, in ten zones: every change of a clock is crossed."""
    from folkmoot.events.models import Event

    now, rows = datetime.now(UTC), []
    for zone in ZONES:
        for week in range(53):
            at = datetime(2027, 1, 5, 19, tzinfo=ZoneInfo(zone)) + timedelta(days=7 * week)
            facts = {"starts_at": at, "ends_at": at + timedelta(hours=2), "zone": zone, "published_at": now}
            rows.append(Event(title=f"Weekly in {zone}", place=village.thornbeck, **facts))
    Event.objects.bulk_create(rows)


def meant(events, method: str) -> dict:
    """uid → what a reader should find, said from our own rows and not from the calendar."""
    from folkmoot.events import ical

    found = {}
    for event in events:
        if ical.fits(event):
            address = f"{ical.settings.SITE_URL}{event.get_absolute_url()}"
            start, end = span(event, ical)
            found[str(event.uid)] = {
                "sequence": str(event.sequence),
                "status": ical._status(event, method),
                "summary": " ".join(ical.plain(event.title).split()),
                "location": " ".join(ical.where(event).split()),
                "description": ical.plain(ical._description(event, method, address)),
                "url": address,
                "organizer": ical._organizer(event).params["CN"],
                "start": start,
                "end": end,
            }
    return found


def span(event, ical) -> tuple[str, str]:
    if event.starts_at is None:
        last = event.latest_on or event.earliest_on
        return event.earliest_on.isoformat(), (last + timedelta(days=1)).isoformat()
    return tuple(f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" for at in (event.starts_at, ical.ends(event)))


def asked_peer(text: dict) -> dict:
    said = subprocess.run(
        [PEER, str(HERE / "_calendars_peer.py")], input=json.dumps(text), capture_output=True, check=True, text=True
    )
    return json.loads(said.stdout)


def ours(text: dict, every: dict) -> None:
    for parser, files in asked_peer(text).items():
        read = same = 0
        wrong: Counter = Counter()
        shown: dict = {}
        for name, entries in files.items():
            if isinstance(entries, str):
                print(f"  {parser} cannot read {name}: {entries}")
                continue
            how = "asked" if name.endswith("asked") else "taken" if name.endswith("back") else "published"
            for entry in entries:
                read += 1
                mean = every[how][entry["uid"].partition("@")[0]]
                off = [field for field in FIELDS if str(entry[field] or "") != mean[field]]
                same += not off
                wrong.update(off)
                shown |= {field: (name, entry[field], mean[field]) for field in off if field not in shown}
        print(
            f"{parser}: {len(files)} calendars of ours, {read:,} entries, {same:,} as meant in all {len(FIELDS)} fields"
        )
        for field, times in wrong.most_common():
            name, got, mean = shown[field]
            print(f"  {field} otherwise in {times:,}; first in {name}: {got!r:.90} where we meant {mean!r:.90}")


def theirs(folder: Path) -> None:
    """Files of others: how many each can read, and in how many all who can find as many entries with the same times."""
    from folkmoot.events.reading.listing import NoCalendar, _entries

    text, mine = {}, {}
    for path in sorted(folder.rglob("*.ics")):
        raw = path.read_bytes()
        try:
            text[path.name] = raw.decode()
        except UnicodeDecodeError:
            continue
        try:
            mine[path.name] = starts_of(_entries(raw)[0])
        except NoCalendar:
            mine[path.name] = None
    peers = asked_peer(text)
    can = {"Folkmoot": {name for name, found in mine.items() if found is not None}}
    can |= {
        parser: {name for name, one in files.items() if not isinstance(one, str)} for parser, files in peers.items()
    }
    print(f"{len(text)} files of others; read by " + ", ".join(f"{who} {len(names)}" for who, names in can.items()))
    for parser, files in peers.items():
        both = can["Folkmoot"] & can[parser]
        many = [name for name in both if len(files[name]) == len(mine[name])]
        times = [name for name in many if sorted(str(one["start"]) for one in files[name]) == mine[name]]
        print(
            f"  Folkmoot and {parser} read {len(both)}: as many entries in {len(many)}, the same times in {len(times)}"
        )


def starts_of(entries) -> list[str]:
    """When each begins, as the peers say it."""
    found = []
    for entry in entries:
        try:
            at = entry["DTSTART"].dt
        except (KeyError, AttributeError, ValueError):  # none, or one that cannot be read
            at = None
        if isinstance(at, datetime):
            found.append(f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if at.tzinfo else at.isoformat())
        else:
            found.append(at.isoformat() if at else "None")
    return sorted(found)


if __name__ == "__main__":
    main()
