"""What events ask of the sums about days and distances."""

from __future__ import annotations

from datetime import date

from reckon import times
from reckon.overlap.whereabouts import kilometres


def read_when(said: str, on: date) -> tuple[date | None, date | None]:
    """First and last day that words like "autumn 2026" can mean, said on that day; None where open or not known."""
    span = times.read(said, on)
    return span.earliest, span.latest


def days_shared(one: str, other: str, first: date, last: date) -> list[date]:
    """Days on which two rhythms in words ("second Thursday of the month") both fall; none where either is no rhythm."""
    first_one, second_one = times.repeats(one), times.repeats(other)
    return times.clashes(first_one, second_one, first, last) if first_one and second_one else []


def apart(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Kilometres as the crow flies between two points (latitude, longitude)."""
    return kilometres(one, other)
