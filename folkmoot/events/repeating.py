"""Events that come again: the days of a series, made three months ahead, changed one by one or together.

Days are reckoned on the clock of the series' own zone (RFC 5545, 3.3.10), so that seven in the evening stays seven in
the evening when the clocks change.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.events import changing, editing, findable
from folkmoot.events.models import Event, Host, Series
from folkmoot.events.zones import nearest
from folkmoot.journal.models import Line
from folkmoot.kit.jobs import every, job
from folkmoot.kit.refusals import Refusal
from folkmoot.people.models import Person

AHEAD = timedelta(days=92)
MOST_AT_ONCE = 200
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
HOW = ("weekly", "fortnightly", "monthly-weekday", "monthly-date")
# What the next one takes over from the last.
SAME = ("title", "summary", "words", "bring", "place", "venue", "link", "zone", "capacity", "remote_seats")
SAME += ("per_organisation", "party_limit", "offer_hours", "talk_of", "series", "group")


class NoSuchRhythm(Refusal):
    """This rhythm cannot be kept."""


def rule_of(how: str, first: date) -> str:
    """The RRULE of one of four rhythms that begins on that day. A fifth Thursday is the last one, the 31st the last
    day: every month has those.

    >>> rule_of("monthly-weekday", date(2026, 11, 12)), rule_of("monthly-weekday", date(2026, 10, 29))
    ('FREQ=MONTHLY;BYDAY=2TH', 'FREQ=MONTHLY;BYDAY=-1TH')
    >>> rule_of("monthly-date", date(2026, 10, 31))
    'FREQ=MONTHLY;BYMONTHDAY=-1'
    """
    name = WEEKDAYS[first.weekday()]
    nth = (first.day + 6) // 7
    rules = {
        "weekly": f"FREQ=WEEKLY;BYDAY={name}",
        "fortnightly": f"FREQ=WEEKLY;INTERVAL=2;BYDAY={name}",
        "monthly-weekday": f"FREQ=MONTHLY;BYDAY={nth if nth < 5 else -1}{name}",
        "monthly-date": f"FREQ=MONTHLY;BYMONTHDAY={first.day if first.day < 29 else -1}",
    }
    if how not in rules:
        raise NoSuchRhythm(_("Choose how often it comes again."))
    return rules[how]


def walls(series: Series, last: date) -> list[datetime]:
    """Every time it comes up to that day, on its own clock, without those left out and those after its end."""
    if not (series.rule and series.starts_at):
        return []
    begins = series.starts_at.astimezone(ZoneInfo(series.zone)).replace(tzinfo=None)
    ends = min(last, series.ended_on or last)
    found = rrulestr(series.rule, dtstart=begins).between(begins, datetime.combine(ends, time.max), inc=True)
    return [wall for wall in found if wall.date().isoformat() not in series.left_out]


@transaction.atomic
def begin(by: Person, how: str, starts_at: datetime, **facts) -> Series:
    """A series whose first time is `starts_at`, and its events of the next three months. `facts`: title, summary,
    place, venue, organisation, minutes, zone, is_help, `once`."""
    once = facts.get("once")
    standing = Series.objects.filter(once=once).first() if once else None
    if standing:
        return standing
    wall = starts_at.astimezone(ZoneInfo(facts["zone"]))
    series = Series.objects.create(by=by, starts_at=starts_at, rule=rule_of(how, wall.date()), **facts)
    Line.record(by, "began", series, place=series.place)
    make_ahead(series, timezone.localdate())
    return series


@transaction.atomic
def make_ahead(series: Series, today: date) -> list[Event]:
    """The events that are not there yet, from today to three months on (from its first time, if that is later); each
    has the facts of the one before it, those aside that were changed by themselves. Safe twice: one a day is all the
    database takes."""
    locked = Series.objects.select_for_update().get(pk=series.pk)
    if locked.story:
        return []
    begins = locked.starts_at.astimezone(ZoneInfo(locked.zone)).date() if locked.starts_at else today
    there = set(locked.events.values_list("occurrence_on", flat=True))
    due = [wall for wall in walls(locked, max(today, begins) + AHEAD) if today <= wall.date() not in there]
    made = [_make(locked, wall) for wall in due[:MOST_AT_ONCE]]
    if made:
        Line.record(None, "planned the next of", locked, place=locked.place, detail={"n": len(made)})
    return made


def _make(series: Series, wall: datetime) -> Event:
    starts = nearest(wall, series.zone)
    alike = series.events.filter(starts_at__lt=starts, cancelled_at=None, alone=False)
    last = alike.order_by("-starts_at").first()
    facts = {name: getattr(last, name) for name in SAME} if last else _first(series)
    facts |= {"starts_at": starts, "ends_at": starts + timedelta(minutes=series.minutes), "zone": series.zone}
    facts |= {"occurrence_on": wall.date(), "entered_by": series.by, "published_at": timezone.now()}
    event = Event.objects.create(**facts)
    _hold(event, last, {"organisation": series.organisation} if series.organisation_id else {"person": series.by})
    findable.refresh(event)
    return event


def _first(series: Series) -> dict:
    facts = {name: getattr(series, name) for name in ("title", "summary", "place", "venue")}
    return facts | {"series": series}


def _hold(event: Event, like: Event | None, else_: dict) -> None:
    """The same kinds, topics and hosts as the one before; else whoever begins."""
    if like is None:
        if any(else_.values()):
            Host.objects.create(event=event, role=Host.Role.CONVENOR, **else_)
        return
    event.kinds.set(like.kinds.all())
    event.topics.set(like.topics.all())
    for host in like.hosts.all():
        host.also_hold(event)


@transaction.atomic
def leave_out(series: Series, day: date, by: Person, because: str) -> None:
    """It does not come on that day; what was made for it is called off, with the reason. Safe twice."""
    series.needs(by)
    locked = Series.objects.select_for_update().get(pk=series.pk)
    if day.isoformat() not in {wall.date().isoformat() for wall in walls(locked, day)} | set(locked.left_out):
        raise NoSuchRhythm(_("It does not come on %(day)s anyway.") % {"day": f"{day:%-d %B %Y}"})
    locked.left_out = sorted({*locked.left_out, day.isoformat()})
    locked.save(update_fields=["left_out"])
    for event in locked.events.filter(occurrence_on=day, cancelled_at=None):
        editing.cancel(event, by, because)
    series.refresh_from_db()


@transaction.atomic
def end(series: Series, last: date, by: Person, because: str) -> None:
    """It comes on that day for the last time; what was made for later is called off."""
    series.needs(by)
    Series.objects.filter(pk=series.pk).update(ended_on=last)
    for event in series.events.filter(occurrence_on__gt=last, cancelled_at=None):
        editing.cancel(event, by, because)
    Line.record(by, "ended", series, place=series.place)
    series.refresh_from_db()


@transaction.atomic
def change_rhythm(series: Series, by: Person, how: str, starts_at: datetime, because: str) -> Series:
    """Another rhythm from `starts_at` on: other days are called off with the reason, those that stay get the new hour,
    and new ones are made. What comes before that day stays as it was."""
    series.needs(by)
    locked, now = Series.objects.select_for_update().get(pk=series.pk), timezone.now()
    if not because.strip():
        raise Refusal(_("Say why it comes on other days now: those who wanted to come will ask."))
    if not now < starts_at <= now + AHEAD:
        raise NoSuchRhythm(_("Begin the new rhythm with a day in the next three months."))
    first = starts_at.astimezone(ZoneInfo(locked.zone)).date()
    locked.rule, locked.starts_at = rule_of(how, first), starts_at
    locked.save(update_fields=["rule", "starts_at"])
    stay = {wall.date(): nearest(wall, locked.zone) for wall in walls(locked, first + 2 * AHEAD)}
    for event in locked.events.filter(occurrence_on__gte=first, cancelled_at=None):
        if at := stay.get(event.occurrence_on):
            editing.revise(
                event, by, _moved(event, at.astimezone(ZoneInfo(event.zone)).time(), None), because, alone=False
            )
        else:
            editing.cancel(event, by, because)
    Line.record(by, "changed", locked, place=locked.place)
    make_ahead(locked, timezone.localdate())
    series.refresh_from_db()
    return series


@transaction.atomic
def revise(event: Event, by: Person, scope: str, changes: dict, because: str = "") -> list[Event]:
    """Change "this" one, this and "later" ones, or "all" that are coming; gives those that are different now.

    `changes`: fields of an event (`capacity` too), `at` (a time of day on its own clock) and `minutes`. What is over or
    called off stays as it was; later and all change what is yet to be made, too.
    """
    series, at, minutes = event.series, changes.pop("at", None), changes.pop("minutes", None)
    if scope == "this" or series is None:
        among = [event]
    else:
        first = event.occurrence_on if scope == "later" else timezone.localdate()
        among = list(series.events.filter(occurrence_on__gte=first, cancelled_at=None).order_by("starts_at"))
        _revise_series(series, by, changes, at, minutes)
    alone, seats = scope == "this", {"capacity": changes.pop("capacity")} if "capacity" in changes else {}
    done = []
    for each in among:
        names = editing.revise(each, by, changes | _moved(each, at, minutes), because, alone=alone)
        if seats and changing.resize(each, by, seats["capacity"], because or _("As the others of its series.")):
            names = [*names, "capacity"]
            Event.objects.filter(pk=each.pk).update(alone=each.alone or alone)
        done += [each] if names else []
    return done


def _moved(event: Event, at: time | None, minutes: int | None) -> dict:
    if event.starts_at is None or (at is None and minutes is None):
        return {}
    wall = event.local(event.starts_at)
    lasts = timedelta(minutes=minutes) if minutes else (event.ends_at or event.starts_at) - event.starts_at
    starts = nearest(datetime.combine(wall.date(), at), event.zone) if at else event.starts_at
    return {"starts_at": starts, "ends_at": starts + lasts if lasts else None}


def _revise_series(series: Series, by: Person, changes: dict, at: time | None, minutes: int | None) -> None:
    series.needs(by)
    for name in ("title", "summary", "place", "venue"):
        if name in changes:
            setattr(series, name, changes[name])
    if at:
        day = series.starts_at.astimezone(ZoneInfo(series.zone)).date()
        series.starts_at = nearest(datetime.combine(day, at), series.zone)
    series.minutes = minutes or series.minutes
    series.save()


@transaction.atomic
def again(event: Event, by: Person) -> Event:
    """The same next month, on the same weekday of it, as a draft. Of a series, the one made already if it is there."""
    if event.starts_at is None:
        raise NoSuchRhythm(_("Say when this one is first."))
    wall = event.local(event.starts_at).replace(tzinfo=None)
    following = rrulestr(rule_of("monthly-weekday", wall.date()), dtstart=wall).after(wall)
    known = event.series and event.series.events.filter(occurrence_on=following.date()).first()
    if known:
        return known
    starts = nearest(following, event.zone)
    facts = {name: getattr(event, name) for name in SAME} | {"starts_at": starts, "entered_by": by}
    facts |= {"ends_at": event.ends_at and starts + (event.ends_at - event.starts_at)}
    facts |= {"occurrence_on": following.date() if event.series_id else None}
    once = f"again {event.pk} {following.date()}"
    made, new = Event.objects.get_or_create(once=once, defaults=facts)
    if new:
        _hold(made, event, {})
    return made


@every(minutes=6 * 60)
@job
def plan_ahead() -> None:
    """Every series that has not ended, three months ahead."""
    today = timezone.localdate()
    for series in Series.objects.filter(story=False, ended_on=None).exclude(rule=""):
        make_ahead(series, today)
