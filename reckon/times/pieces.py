"""The smallest parts of a date: a day, a month, a season, a quarter, a year, and thirds of them."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from .deadlines import months_after

Bounds = tuple[date | None, date | None, bool]
Days = tuple[date, date]
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?"
)
# First month and number of months; a winter runs into the next year.
SEASONS = {
    "spring term": (1, 4),
    "summer term": (4, 4),
    "autumn term": (9, 4),
    "spring": (3, 3),
    "summer": (6, 3),
    "autumn": (9, 3),
    "fall": (9, 3),
    "winter": (12, 3),
}
THIRDS = {"early": 0, "start": 0, "beginning": 0, "mid": 1, "middle": 1, "late": 2, "end": 2}
HALVES = {"first half": 0, "1 half": 0, "h1": 0, "second half": 1, "2 half": 1, "h2": 1}
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4}

_Y = r"(?: ?(?P<year>\d{4}(?:/\d\d)?|'?\d\d))?"
_PART = re.compile(rf"({'|'.join([*THIRDS, *HALVES])}) (.+)")
_ISO = re.compile(r"(?P<year>\d{4})[-/](?P<month>\d\d)[-/](?P<day>\d\d)")
_BRITISH = re.compile(r"(?P<day>\d{1,2})([/.-])(?P<month>\d{1,2})\2(?P<year>\d{4}|\d\d)")
_DAY_MONTH = re.compile(rf"(?P<day>\d{{1,2}})[ -]?(?P<name>{MONTH})\b\.?-?{_Y}")
_MONTH_DAY = re.compile(rf"(?P<name>{MONTH}) (?P<day>\d{{1,2}})(?: (?P<year>\d{{4}}))?")
_NAMED_MONTH = re.compile(rf"(?P<name>{MONTH})\b\.?-?{_Y}")
_ISO_MONTH = re.compile(r"(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])")
_SEASON = re.compile(rf"(?P<season>{'|'.join(SEASONS)}){_Y}")
_QUARTER = re.compile(
    rf"(?:q(?P<n>[1-4])|(?P<word>{'|'.join(ORDINALS)}|[1-4]) quarter){_Y}|(?P<first>\d{{4}}) ?q(?P<last>[1-4])"
)
_TWO_YEARS = re.compile(r"(?:fy ?)?(\d{4})/(\d{4}|\d\d)")
_YEAR = re.compile(r"(?P<fy>fy ?)?(?P<year>\d{4})")
_DECADE = re.compile(r"(\d{3})0'?s")


def piece(words: str, year: int | None = None) -> Bounds | None:
    """First day, last day, and whether it is a certain day; None where it cannot be read.

    `words` are in small letters, without "of" and "the". `year` is used where the words hold none.
    """
    if found := _PART.fullmatch(words):
        whole = _whole(found[2], year)
        return (*_share(whole, found[1]), False) if whole and whole[0] != whole[1] else None
    whole = _whole(words, year)
    return (*whole, whole[0] == whole[1]) if whole else None


def _whole(words: str, year: int | None) -> Days | None:
    for pattern, days in _READERS:
        if found := pattern.fullmatch(words):
            try:
                return days(found, year)
            except ValueError:  # 31 February, a year out of range, or no year at all
                return None
    return None


def _share(whole: Days, part: str) -> Days:
    """A third or a half of a stretch: of whole months where it has three or more, else 10 days, 10 and the rest."""
    pieces = 2 if part in HALVES else 3
    index = HALVES[part] if part in HALVES else THIRDS[part]
    first, last = whole
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if months >= 3:
        edge = [months_after(first, months * n // pieces) for n in range(pieces + 1)]
    else:
        size = 10 if pieces == 3 else 15
        edge = [first + timedelta(days=size * n) for n in range(pieces)] + [last + timedelta(days=1)]
    return edge[index], edge[index + 1] - timedelta(days=1)


def _year(said: str | None, fallback: int | None) -> int:
    """'12 is 2012 and '98 is 1998: two figures from 70 on belong to the last century."""
    if not said:
        if fallback is None:
            raise ValueError("no year")
        return fallback
    number = int(said.split("/")[0].lstrip("'"))
    if len(said.lstrip("'")) == 2:
        number += 1900 if number >= 70 else 2000
    if not 1500 <= number < 2200:
        raise ValueError("a year nobody plans for")
    return number


def _month(year: int, month: int, count: int = 1) -> Days:
    first = date(year, month, 1)
    return first, months_after(first, count) - timedelta(days=1)


def _number(name: str) -> int:
    return MONTHS.index(name[:3]) + 1


def _day(found: re.Match[str], year: int | None) -> Days:
    named = found.groupdict()
    month = _number(named["name"]) if named.get("name") else int(named["month"] or 0)
    day = date(_year(named["year"], year), month, int(named["day"] or 0))
    return day, day


def _named_month(found: re.Match[str], year: int | None) -> Days:
    return _month(_year(found["year"], year), _number(found["name"]))


def _iso_month(found: re.Match[str], year: int | None) -> Days:
    return _month(_year(found["year"], year), int(found["month"]))


def _season(found: re.Match[str], year: int | None) -> Days:
    return _month(_year(found["year"], year), *SEASONS[found["season"]])


def _quarter(found: re.Match[str], year: int | None) -> Days:
    """Of the calendar year; of the financial year from April when two years are said ("Q1 2010/11")."""
    said = found["first"] or found["year"]
    word = found["n"] or found["last"] or found["word"]
    number = ORDINALS.get(word) or int(word)
    begins = months_after(date(_year(said, year), 4 if said and "/" in said else 1, 1), number * 3 - 3)
    return _month(begins.year, begins.month, 3)


def _two_years(found: re.Match[str], year: int | None) -> Days:
    """2009/10 is a financial year; any other two years are all the years between them."""
    first = _year(found[1], None)
    last = _year(found[2] if len(found[2]) == 4 else found[1][:2] + found[2], None)
    last += 100 if last < first and last % 100 == 0 else 0  # 1999/00
    if last == first + 1:
        return _month(first, 4, 12)
    return date(first, 1, 1), date(last, 12, 31)


def _whole_year(found: re.Match[str], year: int | None) -> Days:
    number = _year(found["year"], None)
    return _month(number, 4, 12) if found["fy"] else _month(number, 1, 12)


def _decade(found: re.Match[str], year: int | None) -> Days:
    first = _year(found[1] + "0", None)
    return date(first, 1, 1), date(first + 9, 12, 31)


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], int | None], Days]], ...] = (
    (_ISO, _day),
    (_BRITISH, _day),
    (_DAY_MONTH, _day),
    (_MONTH_DAY, _day),
    (_NAMED_MONTH, _named_month),
    (_ISO_MONTH, _iso_month),
    (_SEASON, _season),
    (_QUARTER, _quarter),
    (_TWO_YEARS, _two_years),
    (_YEAR, _whole_year),
    (_DECADE, _decade),
)
