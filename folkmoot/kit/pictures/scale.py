"""Where a value stands on an axis, and where the axis has its marks."""

from __future__ import annotations

import math
from datetime import date, timedelta

from django.utils.formats import date_format

SHAPES = ("circle", "square", "triangle", "diamond")
STEPS_IN_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600)


def percent(share: float) -> str:
    """A share from 0 to 1 as an SVG length, "43.21%"; outside is brought to the edge."""
    return f"{min(max(share, 0.0), 1.0) * 100:.2f}%"


def nice_top(most: float) -> float:
    """The round number an axis ends at: 1, 2, 2.5, 5 or 10 times a power of ten, and never 0."""
    if most <= 0:
        return 1.0
    power = 10 ** math.floor(math.log10(most))
    return next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= most)


def ticks(top: float, most: int = 4) -> list[tuple[str, str]]:
    """Marks from 0 to the top as (where, words), evenly apart, whole where the top is whole."""
    parts = next((n for n in range(most, 0, -1) if (top / n) == int(top / n)), most)
    return [(percent(at / parts), f"{top * at / parts:,g}") for at in range(parts + 1)]


def months_between(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month


def date_ticks(first: date, last: date, most: int = 5) -> list[tuple[date, str]]:
    """Firsts of months between two days, at most `most` of them, with words: "2027" in January of long spans."""
    step = next((n for n in STEPS_IN_MONTHS if months_between(first, last) / n <= most - 0.5), STEPS_IN_MONTHS[-1])
    at = first if first.day == 1 else _plus_months(first.replace(day=1), 1)
    while (at.month - 1) % min(step, 12) or (step >= 12 and at.year % (step // 12)):
        at = _plus_months(at, 1)
    marks = []
    while at <= last:
        marks.append((at, str(at.year) if step >= 12 else date_format(at, "M Y")))
        at = _plus_months(at, step)
    return marks


def _plus_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


def days(first: date, last: date) -> int:
    return max((last - first) // timedelta(days=1), 1)
