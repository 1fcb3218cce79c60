"""The grid page of a big conference: the real one of July 2014, several days and rooms, drawn quickly."""

from __future__ import annotations

import os
import time
from collections import defaultdict
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from defusedxml import ElementTree

from folkmoot.events.models import Event, Room, Session, Slot

pytestmark = [pytest.mark.django_db, pytest.mark.real]
BERLIN = ZoneInfo("Europe/Berlin")
DATA = os.environ.get("FOLKMOOT_REAL_DATA")


@pytest.fixture
def conference(village):
    """Its busiest day: a slot wherever something begins, a session in each room named."""
    if not DATA:
        pytest.skip("FOLKMOOT_REAL_DATA is not set: the real grid is not in this repository.")
    days = ElementTree.parse(Path(DATA) / "schedules" / "europython2014.xml").getroot().findall("day")
    day = max(days, key=lambda one: len(one.findall("entry")))
    event = Event.objects.create(title="A conference", published_at=village.winter.published_at, zone="Europe/Berlin")
    begins = defaultdict(list)
    for entry in day.findall("entry"):
        clock = datetime.strptime(f"{day.get('date')} {entry.findtext('start')}", "%Y-%m-%d %H%M").replace(
            tzinfo=BERLIN
        )
        begins[clock].append(entry)
    starts = sorted(begins)
    slots = {
        at: Slot(event=event, starts_at=at, ends_at=after, is_open=True)
        for at, after in zip(starts, [*starts[1:], starts[-1] + timedelta(hours=1)], strict=True)
    }
    Slot.objects.bulk_create(slots.values())
    rooms: dict[str, Room] = {}
    for at, entries in begins.items():
        taken = set()
        for entry in entries:
            for name in (entry.findtext("room") or "").split(","):
                if (name := name.strip()) and name not in taken:
                    taken.add(name)
                    room = rooms.get(name) or event.own_rooms.create(name=name, seats=100, position=len(rooms))
                    rooms[name] = room
                    made = Session.objects.create(
                        event=event, title=entry.findtext("title")[:200], slot=slots[at], room=room
                    )
                    made.pitches.create(event=event, title=made.title, pitcher=entry.findtext(".//name") or "")
    return event


def test_the_grid_of_a_big_conference_is_drawn_whole_and_quickly(conference, client, django_assert_max_num_queries):
    address = f"/events/{conference.pk}/grid/"
    client.get(address)
    sessions = conference.sessions.count()
    assert sessions >= 40

    with django_assert_max_num_queries(16):
        began = time.process_time()
        page = client.get(address).content.decode()
        spent = time.process_time() - began

    assert page.count("data-session=") == sessions
    assert spent <= 0.2, f"{sessions} sessions took {spent:.3f} CPU-seconds"
