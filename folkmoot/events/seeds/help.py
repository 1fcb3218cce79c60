"""Help on Thursdays in the library: October and November held, December coming; one who came for help now helps."""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from folkmoot.events.models import Event, Helper, Host, KindOfEvent, Series, Shift, Visit

LONDON = ZoneInfo("Europe/London")
DAYS = (date(2026, 10, 8), date(2026, 11, 12), date(2026, 12, 10))
# day, name, group, topic, what was wanted, what was done, next step, by whom, minutes
VISITS = (
    (
        0,
        "Nasreen",
        "Mill Lane Sewing Circle",
        "photos",
        "pictures on our page",
        "Ten pictures with words",
        "",
        "Emeka",
        25,
    ),
    (0, "Bram", "", "blogs", "a page for the street", "A page with one post", "Write the second", "Emeka", 40),
    (0, "Nasreen", "Mill Lane Sewing Circle", "forms", "the grant form", "Filled in, not sent", "Send it", "Emeka", 20),
    (1, "Tom", "Riverside Allotments", "spreadsheets", "who has which plot", "", "", "", 0),
    (1, "Nasreen", "Mill Lane Sewing Circle", "blogs", "a second page", "Pattern library begun", "", "Bram", 35),
    (1, "Ada", "", "benefits", "a letter about housing", "Shown the advice desk, Mondays", "", "Emeka", 5),
)


def plant_help(village: SimpleNamespace) -> None:
    """Adds village.help_series and village.help_days, its three sessions."""
    facts = {
        "summary": "Bring what you are stuck on. Tea, and somebody who sits down with you.",
        "place": village.mill_lane,
        "venue": village.old_school,
        "organisation": village.voluntary_action,
        "rule": "FREQ=MONTHLY;BYDAY=2TH",
        "starts_at": _at(DAYS[0], 17),
        "is_help": True,
        "by": village.amina,
    }
    village.help_series, _new = Series.objects.get_or_create(title="Thursday help desk", defaults=facts)
    village.help_days = [_session(village, day) for day in DAYS]
    emeka = _helper(village, "Emeka", village.emeka, ["blogs", "photos", "forms"], DAYS[0])
    bram = _helper(village, "Bram", village.bram, ["blogs", "forms"], DAYS[1])
    for event, present in ((0, (emeka, bram)), (1, (emeka, bram))):
        for helper in present:
            facts = {"came_at": _at(DAYS[event], 17), "left_at": _at(DAYS[event], 19)}
            Shift.objects.get_or_create(event=village.help_days[event], helper=helper, defaults=facts)
    helpers = {"Emeka": emeka, "Bram": bram}
    for number, row in enumerate(VISITS):
        _visit(village, number, row, helpers)


def _session(village: SimpleNamespace, day: date) -> Event:
    facts = {
        "title": "Thursday help desk",
        "summary": "Help with websites, forms and photographs; walk in.",
        "place": village.mill_lane,
        "venue": village.old_school,
        "starts_at": _at(day, 17),
        "ends_at": _at(day, 19),
        "series": village.help_series,
        "occurrence_on": day,
        "entered_by": village.amina,
        "published_at": datetime(2026, 9, 20, 9, tzinfo=LONDON),
    }
    event, new = Event.objects.get_or_create(once=f"seed help {day}", defaults=facts)
    if new:
        event.kinds.add(KindOfEvent.objects.get(code="help-session"))
        Host.objects.create(event=event, organisation=village.voluntary_action, role=Host.Role.CONVENOR)
    return event


def _helper(village: SimpleNamespace, name: str, person, knows: list[str], since: date) -> Helper:
    facts = {"name": name, "knows": knows, "since": since}
    return Helper.objects.get_or_create(series=village.help_series, person=person, defaults=facts)[0]


def _visit(village: SimpleNamespace, number: int, row: tuple, helpers: dict) -> None:
    day, name, group, topic, wanted, done, following, helper, minutes = row
    came = _at(DAYS[day], 17, 10 * (number % 3))
    ended = came.replace(minute=(came.minute + minutes) % 60, hour=came.hour + (came.minute + minutes) // 60)
    facts = {
        "event": village.help_days[day],
        "person": village.bram if name == "Bram" else None,
        "name": name,
        "group": group,
        "topic": topic,
        "wanted": wanted,
        "done": done,
        "next_step": following,
        "state": Visit.State.DONE if done else Visit.State.LEFT,
        "helper": helpers.get(helper),
        "signposted": topic == "benefits",
        "said_at": came,
        "came_at": came,
        "began_at": came if done else None,
        "ended_at": ended if done else None,
    }
    Visit.objects.get_or_create(once=f"seed help {number}", defaults=facts)


def _at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=LONDON)
