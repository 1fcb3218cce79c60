"""Days as people write them, kept as said, with the range they mean."""

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"
MONTHS = {name: n for n, name in enumerate(_MONTHS.split(), 1)}
SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11)}
# A time or a remark may follow, but no other year: that is a range.
AFTER = r"(?:[ T](?!.*\b(?:19|20)\d\d\b).*)?"
SLASHED = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{2}|\d{4})" + AFTER)
ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})" + AFTER)
SPELT = re.compile(r"(?:[a-z]{3,9},? )?(\d{1,2})(?:st|nd|rd|th)?[ \-]([a-z]{3,9})\.?,?[ \-](\d{2}|\d{4})", re.I)
MONTH = re.compile(r"([a-z]{3,9})\.?[ \-](\d{4})", re.I)
# Spreadsheets turn “April 2027” into this; “27-Apr”, the day, they write the other way round.
SHORT_MONTH = re.compile(r"([a-z]{3,9})\.?[\-’'](\d{2})", re.I)
ISO_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
SEASON = re.compile(r"(spring|summer|autumn|fall) (\d{4})", re.I)
WINTER = re.compile(r"winter (\d{4})(?:[/\-–]\d{2,4})?", re.I)
# The months of a year's parts, and how many each has.
PARTS = {"early": (1, 4), "mid": (5, 4), "late": (9, 4), "h1": (1, 6), "h2": (7, 6)}
PARTS |= {f"q{number}": (number * 3 - 2, 3) for number in range(1, 5)}
ORDINALS = ("first", "second", "third", "fourth")
WORDED = {f"{nth} quarter": f"q{n}" for n, nth in enumerate(ORDINALS, 1)} | {"last quarter": "q4"}
WORDED |= {"first half": "h1", "second half": "h2"}
WORDED |= {"start": "early", "beginning": "early", "middle": "mid", "end": "late"}
PART = re.compile(rf"({'|'.join([*WORDED, *PARTS])})(?: of)?,?[ \-]?(\d{{4}})(?:[/\-–](\d{{2}}|\d{{4}}))?", re.I)
YEAR_FIRST = re.compile(r"(\d{4})[ \-]?([qh][1-4])", re.I)
LOOSELY = re.compile(r"(?:ca?\.|circa|about|around|approx\.?|since|from|in|until|till) ?(?=.*\d{4})", re.I)
BETWEEN = re.compile(r"(.+?)(?: to | until | ?[–—] ?| - |(?<=[a-z])-(?=[a-z])|(?<=^\d)-|(?<=^\d\d)-)(.+)", re.I)
LONGEST_RANGE = 60
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
    """The day, month, season, part of a year or year that `text` means, British order first. Raises NotADay with a
    sentence. Two days with "to" between them are a range, from the first of the one to the last of the other.

    >>> [str(each) for each in (day("Q2 2027").first, day("winter 2026/27").last, day("June to August 2027").first)]
    ['2027-04-01', '2027-02-28', '2027-06-01']
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
        found = _one_or_range(said) or _between(said)
    except (ValueError, OverflowError):
        words = f"“{said[:40]}” is not a day in any calendar. Write it like 3 May 2024."
        raise NotADay(words, impossible=True) from None
    if not found:
        raise NotADay(f"“{said[:40]}” is not a date that we can read. Write it like 3 May 2024.")
    return found


def _one_or_range(said: str) -> Day | None:
    bare = LOOSELY.sub("", said, count=1) if LOOSELY.match(said) else said
    found = _exact(bare) or _range(bare) or _part(bare)
    return replace(found, said=said) if found else None


def _between(said: str) -> Day | None:
    """From one to another, the year of the second standing for both where the first has none."""
    found = BETWEEN.fullmatch(said) if len(said) <= LONGEST_RANGE else None
    last = _one_or_range(found[2]) if found else None
    if not found or last is None or last.first is None:
        return None
    first = _one_or_range(found[1]) or _one_or_range(f"{found[1]} {last.first.year}") or _of_month(found[1], last)
    if first is None or first.first > last.last:
        return None
    return _span(said, first.first, last.last, first.doubt or last.doubt)


def _of_month(number: str, last: Day) -> Day | None:
    """The 3 of “3 to 5 May 2027”."""
    return _one(number, last.first.year, last.first.month, int(number)) if re.fullmatch(r"\d{1,2}", number) else None


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
        return _years(said, int(found[1]), found[2])
    return None


def _years(said: str, year: int, last: str | None) -> Day | None:
    """One year; or 2009/10, which is a financial year in these islands; or from one year to a later one."""
    if not last:
        return _months(said, year, 1, 12)
    ends = int(last) if len(last) == 4 else year // 100 * 100 + int(last)
    if ends % 100 == (year + 1) % 100 and ends - year in (1, -99):
        return _span(said, date(year, 4, 1), date(year + 1, 3, 31))
    doubt = f"read as the years {year} to {ends}, from" if len(last) == 2 else ""
    return _span(said, date(year, 1, 1), date(ends, 12, 31), doubt) if ends > year else None


def _season(said: str) -> Day | None:
    found = SEASON.fullmatch(said)
    return _months(said, int(found[2]), *SEASONS[found[1].lower()]) if found else None


def _part(said: str) -> Day | None:
    """A quarter, a half, or early, mid or late in a year; quarters of a financial year count from April."""
    if found := WINTER.fullmatch(said):
        year = int(found[1])
        return _span(said, date(year, 12, 1), date(year + 1, 2, monthrange(year + 1, 2)[1]))
    if found := YEAR_FIRST.fullmatch(said):
        return _part(f"{found[2]} {found[1]}")
    found = PART.fullmatch(said)
    if not found:
        return None
    word, year = found[1].lower(), int(found[2])
    first, many = PARTS[WORDED.get(word, word)]
    if not found[3]:
        doubt = "read as a quarter of the calendar year" if many == 3 else ""
        return replace(_months(said, year, first, first + many - 1), doubt=doubt)
    begins = date(year + (first + 3 > 12), (first + 2) % 12 + 1, 1)
    ends = date(begins.year + (begins.month + many > 12), (begins.month + many - 1) % 12 + 1, 1) - timedelta(1)
    return _span(said, begins, ends)


def _months(said: str, year: int, first: int, last: int) -> Day:
    return _span(said, date(year, first, 1), date(year, last, monthrange(year, last)[1]))


def _one(said: str, year: int, month: int, number: int, doubt: str = "") -> Day:
    return _span(said, date(year, month, number), None, doubt)


def _span(said: str, first: date, last: date | None, doubt: str = "") -> Day:
    return Day(said, first, last or first, doubt)


def _century(year: str) -> int:
    """Two digits are this century up to 49: community lists look back and forward, not at the 1930s."""
    return int(year) if len(year) == 4 else int(year) + (2000 if int(year) < 50 else 1900)
