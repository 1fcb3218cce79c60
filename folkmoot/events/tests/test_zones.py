"""When clocks change: what is refused, what is asked, and that the zones in our calendars change when the clocks do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from folkmoot.events.ical import _zone
from folkmoot.events.zones import NoSuchTime, WhichOne, changes, moment, nearest

# Ten zones: both halves of the world, half an hour (Lord Howe), backwards (Dublin), a quarter of an hour (Chatham).
ZONES = (
    "Europe/London",
    "Europe/Berlin",
    "Europe/Dublin",
    "America/New_York",
    "America/Santiago",
    "America/St_Johns",
    "Australia/Sydney",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "Pacific/Chatham",
)
FIRST, LAST = datetime(2026, 1, 1, tzinfo=UTC), datetime(2029, 1, 1, tzinfo=UTC)
CHANGES = [(name, change) for name in ZONES for change in changes(ZoneInfo(name), FIRST, LAST)]


def test_every_zone_changes_twice_a_year():
    assert len(CHANGES) == 60
    assert {change.after - change.before for _, change in CHANGES} >= {timedelta(hours=1), timedelta(minutes=-30)}


@pytest.mark.parametrize(("name", "change"), CHANGES)
def test_a_time_jumped_over_is_refused_and_one_that_comes_twice_is_asked(name, change):
    wall = (change.at + min(change.before, change.after) + abs(change.after - change.before) / 2).replace(tzinfo=None)
    if change.after > change.before:
        with pytest.raises(NoSuchTime, match="clocks go forward"):
            moment(wall, name)
        return
    with pytest.raises(WhichOne, match="comes twice"):
        moment(wall, name)
    first, second = moment(wall, name, "first"), moment(wall, name, "second")
    assert second - first == change.before - change.after
    assert first < change.at <= second and nearest(wall, name) == first


def test_an_ordinary_time_is_what_it_says():
    assert moment(datetime.fromisoformat("2027-07-01T19:00"), "Europe/London") == datetime(2027, 7, 1, 18, tzinfo=UTC)


@pytest.mark.parametrize("name", ZONES)
def test_our_calendars_say_of_each_zone_what_the_zone_does(name):
    zone = _zone(name, 2026, 2029)
    said = {(part["DTSTART"].dt - part["TZOFFSETFROM"].td, part["TZOFFSETTO"].td) for part in zone.subcomponents[1:]}
    done = {(change.at.replace(tzinfo=None), change.after) for of, change in CHANGES if of == name}
    assert said == done
