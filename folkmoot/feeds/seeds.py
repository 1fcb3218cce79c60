"""Sample people who watch things, and what happened lately in Thornbeck, so that news, digests and feeds are alive.

Planted by `bin/seed` alone, after all the others: tests of the village begin with nobody watching anything.
"""

from __future__ import annotations

from types import SimpleNamespace

from folkmoot.directory.models import Topic
from folkmoot.feeds import following, telling
from folkmoot.feeds.models import Follower, Timing
from folkmoot.journal.models import Line, Pace, Watch

WATCHED = (
    ("bram", "/places/thornbeck/", Pace.WEEKLY),
    ("bram", "/search/?q=lunch", Pace.SITE),
    ("dilys", "/places/mill-lane/", Pace.DAILY),
    ("dilys", "/promises/?state=late", Pace.WEEKLY),
    ("amina", "/places/thornbeck/", Pace.DAILY),
    ("amina", "/events/", Pace.SITE),
    ("emeka", "/places/riverside/", Pace.AT_ONCE),
    ("kofi", "/places/thornbeck/", Pace.SITE),
)


def plant(village: SimpleNamespace) -> None:
    """Watches, one follower with no account, and a handful of lines that are told to them. Twice changes nothing."""
    if Watch.objects.exists():
        return
    telling.tell_new()
    for short, address, pace in WATCHED:
        person = getattr(village, short)
        found = following.what(address, person)
        if found:
            following.watch(person, found, pace)
    _topics(village)
    Timing.objects.get_or_create(person=village.dilys, defaults={"hour": 18, "quiet_from": 21, "quiet_until": 8})
    place = following.what("/places/thornbeck/", None)
    follower, _made = Follower.objects.get_or_create(
        email="joan@thornbeck.example", kind=place.kind, key=place.key,
        defaults={"title": place.title, "address": place.address, "place_path": place.place_path},
    )  # fmt: skip
    follower.confirm(Pace.WEEKLY)
    _happened(village)
    telling.tell_new()


def _topics(village: SimpleNamespace) -> None:
    """Emeka watches a topic of what is done here."""
    topic = Topic.objects.filter(activities__story=False).order_by("code").first()
    if topic:
        following.watch(village.emeka, following.of_topic(topic), Pace.WEEKLY)


def _happened(village: SimpleNamespace) -> None:
    thornbeck, mill_lane = village.thornbeck, village.mill_lane
    Line.record(village.amina, "published", village.winter, place=thornbeck)
    Line.record(village.amina, "confirmed", village.drop_in, place=mill_lane)
    Line.record(village.emeka, "changed", village.lunches, place=mill_lane)
    Line.record(village.bram, "asked after", village.openness, place=thornbeck)
    Line.record(village.amina, "kept a step of", village.help_sessions, place=mill_lane)
    Line.record(village.kofi, "kept", village.ramp, place=mill_lane)
