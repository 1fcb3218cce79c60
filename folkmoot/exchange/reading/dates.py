"""Days as people write them, kept as said, with the range they mean."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from folkmoot.directory.sums.when import read_when

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"
MONTHS = {name: n for n, name in enumerate(_MONTHS.split(), 1)}
# A time or a remark may follow, but no other year: that is a range.
AFTER = r"(?:[ T](?!.*\b(?:19|20)\d\d\b).*)?"
SLASHED = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{2}|\d{4})" + AFTER)
ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})" + AFTER)
SPELT = re.compile(r"(?:[a-z]{3,9},? )?(\d{1,2})(?:st|nd|rd|th)?[ \-]([a-z]{3,9})\.?,?[ \-](\d{2}|\d{4})", re.I)
MONTH = re.compile(r"([a-z]{3,9})\.?[ \-](\d{4})", re.I)
# Spreadsheets turn “April 2027” into this; “27-Apr”, the day, they write the other way round.
SHORT_MONTH = re.compile(r"([a-z]{3,9})\.?[\-’'](\d{2})", re.I)
QUARTER = re.compile(r"q[1-4]\b|.*\bquarter\b|\d{4}[ -]?q[1-4]$", re.I)
HAS_A_YEAR = re.compile(r".{0,56}(?<!\d)\d{4}(?!\d).{0,56}")
# Of a start or an end, the words around it are in its heading.
ONE_END = re.compile(r"(?:since|from|until|till) +", re.I)
BETWEEN = r" (?:to|until|till|-) | ?[–—] ?|(?<=[a-z])-(?=[a-z])|(?<=^\d)-|(?<=^\d\d)-"
TWO = re.compile(rf"(.+?)(?:{BETWEEN})(.*\d{{4}}|\d{{4}}-\d\d-\d\d)", re.I)
LONGEST = 60
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
    """The day, month, season, part of a year, year or range that `text` means, British order first. Raises NotADay with
    a sentence.

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
        found = _exact(said) or _month(said) or _vague(said)
    except (ValueError, OverflowError):
        words = f"“{said[:40]}” is not a day in any calendar. Write it like 3 May 2024."
        raise NotADay(words, impossible=True) from None
    if not found:
        raise NotADay(f"“{said[:40]}” is not a date that we can read. Write it like 3 May 2024.")
    return found


def two_ends(text: str) -> tuple[str, str] | None:
    """What a range begins and ends with, each as a day by itself; None for what is no range of days.

    >>> two_ends("June to August 2027"), two_ends("3–5 May 2027"), two_ends("1/4/2027 - 31/3/2028")
    (('June 2027', 'August 2027'), ('3 May 2027', '5 May 2027'), ('1/4/2027', '31/3/2028'))
    >>> two_ends("Q1 2027"), two_ends("2009-12"), two_ends("5 to 3 May 2027"), two_ends("Tuesdays to Fridays")
    (None, None, None, None)
    """
    said = " ".join(text.split())
    found = TWO.fullmatch(said) if len(said) <= LONGEST else None
    if not found:
        return None
    first, last = found.groups()
    bare = re.sub(r"^\d{1,2}(?:st|nd|rd|th)?\b", "", last).strip()
    for begun in (first, f"{first} {last[-4:]}", f"{first} {bare}"):
        try:
            begins, ends = day(begun), day(last)
        except NotADay:
            continue
        if begins.first and ends.last and begins.first < ends.last:
            return begun, last
    return None


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


def _month(said: str) -> Day | None:
    found = MONTH.fullmatch(said) or SHORT_MONTH.fullmatch(said)
    month = MONTHS.get(found[1][:3].lower()) if found else None
    return _months(said, _century(found[2]), month, month) if month else None


def _vague(said: str) -> Day | None:
    """All else that people say, as the sums read it; only what has a first day and a last."""
    if not HAS_A_YEAR.fullmatch(said):
        return None
    first, last = read_when(ONE_END.sub("", said, count=1), None)
    if not first or not last:
        return None
    one_year = QUARTER.match(said) and "/" not in said
    return _span(said, first, last, "read as a quarter of the calendar year" if one_year else "")


def _months(said: str, year: int, first: int, last: int) -> Day:
    return _span(said, date(year, first, 1), date(year, last, monthrange(year, last)[1]))


def _one(said: str, year: int, month: int, number: int, doubt: str = "") -> Day:
    return _span(said, date(year, month, number), None, doubt)


def _span(said: str, first: date, last: date | None, doubt: str = "") -> Day:
    return Day(said, first, last or first, doubt)


def _century(year: str) -> int:
    """Two digits are this century up to 49: community lists look back and forward, not at the 1930s."""
    return int(year) if len(year) == 4 else int(year) + (2000 if int(year) < 50 else 1900)
