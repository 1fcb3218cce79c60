"""Thornbeck's organisations and what they do."""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from folkmoot.directory.models import (
    Activity,
    Membership,
    Organisation,
    Party,
    PeopleServed,
    Served,
    TypeOfHelp,
)

TYPES = (
    ("research", "Find out what is happening"),
    ("whatworks", "Find what works"),
    ("fund", "Fund"),
    ("train", "Train"),
    ("events", "Run events"),
    ("howtos", "Howtos and toolkits"),
    ("networks", "Set up networks"),
)
PEOPLE = (
    ("everyone", "Everyone"),
    ("young-people", "Young people"),
    ("older-people", "Older people"),
    ("new-groups", "New and small groups"),
    ("councillors", "Councillors"),
)
ORGANISATIONS = (
    ("council", "Thornbeck Council", "council", "thornbeck"),
    ("voluntary_action", "Thornbeck Voluntary Action", "community", "mill_lane"),
    ("online", "Thornbeck Online", "community", "mill_lane"),
    ("library", "Mill Lane Library", "council", "mill_lane"),
    ("choir", "Riverside Choir", "community", "riverside"),
    ("town_fund", "Thornbeck Town Fund", "funder", "thornbeck"),
    ("refuge", "Castle Hill Refuge", "community", "castle_hill"),
)
SPEAKERS = (("amina", "voluntary_action"), ("dilys", "council"), ("emeka", "online"))


def plant(village: SimpleNamespace) -> None:
    """Adds the words, village.council and the other organisations, and village.drop_in, .course, .lunches."""
    for order, (code, name) in enumerate(TYPES):
        TypeOfHelp.objects.get_or_create(code=code, defaults={"name": name, "order": order})
    for order, (code, name) in enumerate(PEOPLE):
        PeopleServed.objects.get_or_create(code=code, defaults={"name": name, "order": order})
    for short, name, sector, where in ORGANISATIONS:
        body, _ = Organisation.objects.get_or_create(
            name=name,
            story=False,
            defaults={"sector": sector, "place": getattr(village, where), "entered_by": village.amina},
        )
        setattr(village, short, body)
    for short, body in SPEAKERS:
        Membership.objects.get_or_create(
            person=getattr(village, short),
            organisation=getattr(village, body),
            defaults={
                "speaks_for": True,
                "since": date(2025, 1, 1),
                "accepted_at": datetime(2025, 1, 1, 12, tzinfo=ZoneInfo("Europe/London")),
            },
        )
    _activities(village)


def _activities(village: SimpleNamespace) -> None:
    village.drop_in = _activity(
        village,
        "Monthly drop-in on social media",
        "One to one help with blogs and Facebook for small groups. Walk in; an hour, and confidence at the end.",
        body=village.voluntary_action,
        marks=("train", "new-groups", "mill_lane"),
        when=("running", "second Wednesday of the month", date(2026, 4, 1), date(2026, 4, 30)),
    )
    village.course = _activity(
        village,
        "Spring course: your group online",
        "A class of twelve over six Tuesdays: a blog, Facebook and the confidence to run them. Certificate at the end.",
        body=village.online,
        marks=("train", "new-groups", "thornbeck"),
        when=("planned", "March", date(2027, 3, 1), date(2027, 3, 31)),
    )
    village.lunches = _activity(
        village,
        "Tuesday lunches",
        "A hot lunch and company for whoever comes; 61 people came last month.",
        body=village.voluntary_action,
        marks=("events", "older-people", "mill_lane"),
        when=("running", "every Tuesday", date(2024, 1, 9), date(2024, 1, 9)),
    )


def _activity(village: SimpleNamespace, title: str, about: str, *, body, marks, when) -> Activity:
    stage, said, earliest, latest = when
    type_of_help, people, where = marks
    activity, made = Activity.objects.get_or_create(
        title=title,
        story=False,
        defaults={
            "about": about,
            "stage": stage,
            "starts_said": said,
            "starts_from": earliest,
            "starts_to": latest,
            "confirmed_on": date(2026, 11, 1),
            "entered_by": village.amina,
        },
    )
    if made:
        activity.types.add(type_of_help)
        activity.people.add(people)
        Party.objects.create(activity=activity, organisation=body, role=Party.Role.DELIVERS)
        Served.objects.create(activity=activity, place=getattr(village, where))
    return activity
