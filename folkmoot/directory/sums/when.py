"""The sums the directory asks for: which days a saying means."""

from __future__ import annotations

from datetime import date

from reckon import times


def read_when(said: str, on: date | None) -> tuple[date | None, date | None]:
    """First and last day that words like "March" or "autumn 2009" can mean, said on that day; None where open. With no
    day on which it was said, words that lean on one mean nothing."""
    span = times.read(said, on)
    return span.earliest, span.latest


def reads_as_repeat(said: str) -> bool:
    """Whether the words say a repeating day: "every Tuesday", "second Wednesday of the month"."""
    return times.repeats(said) is not None
