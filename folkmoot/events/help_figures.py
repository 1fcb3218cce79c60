"""What a series of help sessions has come to. The headline: people who came for help, and help now."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from folkmoot.events.models import Event, Helper, Series, Visit


@dataclass(frozen=True)
class Figures:
    """Counts, never shares. A group counts once, however many came for it and however many helped."""

    became_helpers: int
    sessions: int
    visits: int
    groups: int
    came_back: int
    minutes: int
    nobody_knows: list[tuple[str, int]]


def figures(series: Series) -> Figures:
    """Of all sessions so far. `came_back`: how many of `groups` came on two days or more. `nobody_knows`: topics asked
    for and how often, that no present helper knows; most asked first."""
    visits = list(Visit.objects.filter(event__series=series).select_related("event", "helper"))
    helped = [visit for visit in visits if visit.state == Visit.State.DONE and not visit.signposted]
    days = defaultdict(set)
    for visit in helped:
        days[visit.whose].add(visit.event_id)
    helpers = list(series.helpers.all())
    return Figures(
        became_helpers=len(became_helpers(series, helpers, visits)),
        sessions=len({visit.event_id for visit in visits}),
        visits=len(helped),
        groups=len(days),
        came_back=sum(len(each) > 1 for each in days.values()),
        minutes=sum(_minutes(visit) for visit in helped),
        nobody_knows=_unknown([one for one in helpers if one.until is None], visits),
    )


def became_helpers(series: Series, helpers: list[Helper], visits: list[Visit]) -> list[Helper]:
    """Those who came for help first: by their account, or, without one, by the name they go by in this series."""
    first = {}
    for visit in visits:
        if visit.state != Visit.State.DONE:
            continue
        key = visit.person_id or visit.name.lower()
        day = visit.event.starts_at or visit.said_at
        first[key] = min(first.get(key, day), day)
    found = []
    for helper in helpers:
        came = first.get(helper.person_id) if helper.person_id else first.get(helper.name.lower())
        if came and came.date() <= helper.since:
            found.append(helper)
    return found


def of_session(event: Event) -> dict:
    """One session: groups helped, each once; how many helpers were there; minutes given; what it was about."""
    helped = list(event.visits.helped().select_related("helper"))
    return {
        "groups": len({visit.whose for visit in helped}),
        "helpers": event.shifts.count(),
        "minutes": sum(_minutes(visit) for visit in helped),
        "topics": sorted({visit.topic for visit in helped if visit.topic}),
        "signposted": event.visits.filter(signposted=True).count(),
    }


def _minutes(visit: Visit) -> int:
    return int((visit.ended_at - visit.began_at).total_seconds() // 60) if visit.began_at and visit.ended_at else 0


def _unknown(helpers: list[Helper], visits: list[Visit]) -> list[tuple[str, int]]:
    asked: dict[str, int] = defaultdict(int)
    for visit in visits:
        if visit.topic and not any(helper.can(visit.topic) for helper in helpers):
            asked[visit.topic.lower()] += 1
    return sorted(asked.items(), key=lambda each: (-each[1], each[0]))
