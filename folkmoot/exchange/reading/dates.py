"""Days as people write them, kept as said, with the range they mean."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"
MONTHS = {name: n for n, name in enumerate(_MONTHS.split(), 1)}
SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11)}
SLASHED = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{2}|\d{4})(?:[ T].*)?")
ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ].*)?")
SPELT = re.compile(r"(?:[a-z]{3,9},? )?(\d{1,2})(?:st|nd|rd|th)?[ \-]([a-z]{3,9})\.?,?[ \-](\d{2}|\d{4})", re.I)
MONTH = re.compile(r"([a-z]{3,9})\.?[ \-](\d{4})", re.I)
# Spreadsheets turn “April 2027” into this; “27-Apr”, the day, they write the other way round.
SHORT_MONTH = re.compile(r"([a-z]{3,9})\.?[\-’'](\d{2})", re.I)
ISO_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
SEASON = re.compile(r"(spring|summer|autumn|fall) (\d{4})", re.I)
YEAR = re.compile(r"(\d{4})(?:[/\-–](\d{2}|\d{4}))?")
SERIAL = re.compile(r"[3-5]\d{4}")
OPEN = {"ongoing", "current", "now", "tbc", "tba", "rolling", "continuous", "n/a", "none", "-", "unknown"}


@dataclass(frozen=True)
class Day:
    """What was said, and the first and last day it can mean (the same for an exact day, None when it says no day)."""

    said: str
    first: date | None
    last: date | None
    doubt: str = ""


class NotADay(ValueError):
    """Says in words why this is no date. `impossible` when it is written like a day that no calendar has."""

    def __init__(self, words: str, impossible: bool = False):
        super().__init__(words)
        self.impossible = impossible


def day(text: str) -> Day:
    """The day, month, season or year that `text` means, British order first. Raises NotADay with a sentence.

    >>> str(day("3/5/2024").first), str(day("autumn 2009").last), str(day("May 2024").first), str(day("Apr-27").last)
    ('2024-05-03', '2009-11-30', '2024-05-01', '2027-04-30')
    >>> day("31/02/2024")
    Traceback (most recent call last):
    folkmoot.exchange.reading.dates.NotADay: “31/02/2024” is not a day in any calendar. Write it like 3 May 2024.
    """
    said = " ".join(text.split())
    if said.lower() in OPEN:
        return Day(said, None, None)
    try:
        found = _exact(said) or _range(said)
    except (ValueError, OverflowError):
        words = f"“{said[:40]}” is not a day in any calendar. Write it like 3 May 2024."
        raise NotADay(words, impossible=True) from None
    if not found:
        raise NotADay(f"“{said[:40]}” is not a date that we can read. Write it like 3 May 2024.")
    return found


def _exact(said: str) -> Day | None:
    if found := ISO.fullmatch(said):
        return _one(said, *(int(part) for part in found.groups()))
    if found := SLASHED.fullmatch(said):
        first, second, year = int(found[1]), int(found[2]), _century(found[3])
        if second > 12 >= first:
            return _one(said, year, first, second, "read as month first, as Americans write it")
        return _one(said, year, second, first)
    if found := SPELT.fullmatch(said):
        month = MONTHS.get(found[2][:3].lower())
        return _one(said, _century(found[3]), month, int(found[1])) if month else None
    if SERIAL.fullmatch(said):
        # Spreadsheets count days from the end of 1899.
        return _span(said, date(1899, 12, 30) + timedelta(int(said)), None, "read as a spreadsheet's day number")
    return None


def _range(said: str) -> Day | None:
    if found := MONTH.fullmatch(said):
        month = MONTHS.get(found[1][:3].lower())
        return _months(said, int(found[2]), month, month) if month else _season(said)
    if (found := SHORT_MONTH.fullmatch(said)) and (month := MONTHS.get(found[1][:3].lower())):
        return _months(said, _century(found[2]), month, month)
    if (found := ISO_MONTH.fullmatch(said)) and int(found[2]) <= 12:
        return _months(said, int(found[1]), int(found[2]), int(found[2]))
    if found := YEAR.fullmatch(said):
        year = int(found[1])
        if found[2]:
            # 2009/10 is a financial year in these islands.
            return _span(said, date(year, 4, 1), date(year + 1, 3, 31))
        return _months(said, year, 1, 12)
    return None


def _season(said: str) -> Day | None:
    found = SEASON.fullmatch(said)
    return _months(said, int(found[2]), *SEASONS[found[1].lower()]) if found else None


def _months(said: str, year: int, first: int, last: int) -> Day:
    return _span(said, date(year, first, 1), date(year, last, monthrange(year, last)[1]))


def _one(said: str, year: int, month: int, number: int, doubt: str = "") -> Day:
    return _span(said, date(year, month, number), None, doubt)


def _span(said: str, first: date, last: date | None, doubt: str = "") -> Day:
    return Day(said, first, last or first, doubt)


def _century(year: str) -> int:
    """Two digits are this century up to 49: community lists look back and forward, not at the 1930s."""
    return int(year) if len(year) == 4 else int(year) + (2000 if int(year) < 50 else 1900)
