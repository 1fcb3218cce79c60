"""An event that is moved takes its day along: slots, sessions, seats held and cards."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from folkmoot.events import editing
from folkmoot.events.models import Event, Slot, TableCode

LONDON = ZoneInfo("Europe/London")
FIRST = datetime(2027, 3, 20, 13, tzinfo=LONDON)  # a week before the clocks go forward


@pytest.fixture(autouse=True)
def february():
    with time_machine.travel(datetime(2027, 2, 1, 12, tzinfo=LONDON), tick=True):
        yield


@pytest.fixture
def event(village):
    made = editing.make("A day", village.amina, starts_at=FIRST, ends_at=FIRST.replace(hour=17), capacity=30)
    editing.publish(made, village.amina)
    for hour in (13, 14, 15):
        span = FIRST.replace(hour=hour), FIRST.replace(hour=hour + 1)
        Slot.add(made, span, f"{hour}", True, village.amina)
    made.helds.create(sector="council", places=2, until=FIRST - timedelta(days=7))
    return Event.objects.get(pk=made.pk)


def move(event, village, starts: datetime, ends: datetime):
    editing.revise(event, village.amina, {"starts_at": starts, "ends_at": ends}, "The hall.")
    return [f"{event.local(slot.starts_at):%d %H:%M}" for slot in event.slots.all()]


def test_slots_keep_their_hour_on_another_day_even_over_a_change_of_the_clocks(event, village):
    version = event.grid_version
    later = FIRST + timedelta(days=14)
    assert move(event, village, later, later.replace(hour=17)) == ["03 13:00", "03 14:00", "03 15:00"]
    assert Event.objects.get(pk=event.pk).grid_version == version + 1
    assert move(event, village, FIRST, FIRST.replace(hour=17)) == ["20 13:00", "20 14:00", "20 15:00"]


def test_an_hour_earlier_moves_each_by_an_hour(event, village):
    assert move(event, village, FIRST.replace(hour=12), FIRST.replace(hour=16)) == ["20 12:00", "20 13:00", "20 14:00"]
    slot = event.slots.first()
    slot.change((slot.starts_at, slot.ends_at), "Welcome", False, village.amina)  # it is inside the event


def test_seats_held_are_let_go_as_long_before(event, village):
    later = FIRST + timedelta(days=14)
    move(event, village, later, later.replace(hour=17))
    assert event.local(event.helds.get().until) == later - timedelta(days=7)


def test_seats_held_are_not_let_go_because_it_comes_sooner(event, village):
    until = event.helds.get().until
    sooner = FIRST - timedelta(days=45)
    move(event, village, sooner, sooner.replace(hour=17))
    assert event.helds.get().until == until


def test_printed_cards_are_good_on_the_new_day(event, village):
    card = TableCode.make(event, table="Window")
    later = FIRST + timedelta(days=14)
    move(event, village, later, later.replace(hour=17))
    card.refresh_from_db()
    assert card.ends_at == later.replace(hour=20)


def test_a_day_that_was_lost_and_found_again_takes_the_slots_along(event, village):
    no_day = {"starts_at": None, "ends_at": None, "when_said": "Spring", "earliest_on": None, "latest_on": None}
    editing.revise(event, village.amina, no_day)
    later = FIRST + timedelta(days=14)
    assert move(event, village, later, later.replace(hour=17)) == ["03 13:00", "03 14:00", "03 15:00"]
