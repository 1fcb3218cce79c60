"""Reading a calendar apart: in a fresh child process with limits, of which only the answer comes back."""

from __future__ import annotations

from datetime import date

from folkmoot.kit import apart
from folkmoot.kit.refusals import Refusal


class CalendarRefused(Refusal):
    """It is no calendar, or takes more than one may."""

    status = 400


def read(raw: bytes, first: date, last: date) -> dict:
    """What it lists between two days: see `listing.listing`. CalendarRefused in words."""
    days = (first.isoformat(), last.isoformat())
    return apart.read(CalendarRefused, "folkmoot.events.reading.child", *days, raw=raw)
