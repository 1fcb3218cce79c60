"""Clocks that change: when a zone's clock does, and what a time on it means on such a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from folkmoot.kit.refusals import Refusal


class NoSuchTime(Refusal):
    """The clocks jump over this time: nobody can come then."""

    status = 400


class WhichOne(Refusal):
    """The clocks go back over this time, so it comes twice that day."""

    status = 400


class Change(NamedTuple):
    """The clock changes at this moment (UTC), by this much: from one distance to UTC to another."""

    at: datetime
    before: timedelta
    after: timedelta


def changes(zone: ZoneInfo, first: datetime, last: datetime) -> Iterator[Change]:
    """Every change of this zone's clock between two moments, in order, to the second.

    Two changes within one day are not told apart; no zone had such since 1970.
    """
    at, known = first, first.astimezone(zone).utcoffset()
    while at < last:
        then = min(at + timedelta(days=1), last)
        after = then.astimezone(zone).utcoffset()
        if after != known:
            yield Change(_turning(zone, at, then, known), known, after)
            known = after
        at = then


def _turning(zone: ZoneInfo, before: datetime, after: datetime, known: timedelta) -> datetime:
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        if middle.astimezone(zone).utcoffset() == known:
            before = middle
        else:
            after = middle
    return after


def moment(wall: datetime, zone: str, which: str = "") -> datetime:
    """The moment (UTC) that a clock in this zone shows this time.

    Refuses a time that the clocks jump over (NoSuchTime), and one that comes twice (WhichOne) unless `which` says
    "first" or "second".
    """
    here = ZoneInfo(zone)
    first, second = (wall.replace(tzinfo=here, fold=fold).astimezone(UTC) for fold in (0, 1))
    said = {"time": f"{wall:%H:%M}", "day": f"{wall:%-d %B %Y}"}
    if first.astimezone(here).replace(tzinfo=None) != wall:
        later = max(first, second).astimezone(here)
        said |= {"then": f"{later:%H:%M}"}
        raise NoSuchTime(
            _("On %(day)s the clocks go forward over %(time)s, so it never comes. The next time is %(then)s.") % said
        )
    if first != second and which not in ("first", "second"):
        raise WhichOne(_("On %(day)s the clocks go back, so %(time)s comes twice. Say which one you mean.") % said)
    return second if which == "second" else first


def nearest(wall: datetime, zone: str) -> datetime:
    """As `moment`, for what comes round by itself: the first of two, and for one that never comes the same distance
    from midnight, as RFC 5545 has it (3.3.5)."""
    return wall.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)
