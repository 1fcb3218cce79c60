"""Days that come round again: "every Tuesday", "second Wednesday of the month"."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:days?)?\b"
NTH = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": -1}
_NTH = "|".join(NTH)
_MONTHLY = re.compile(
    rf"(?:on |monthly )*(?:the |every )*(?P<nths>(?:{_NTH})(?:(?:, | and | & )(?:{_NTH}))*)"
    rf" (?P<day>{WEEKDAY})(?: (?:of|in|each|every)(?: (?:the|each|every))? (?:calendar )?month| monthly)?"
)
_WEEKLY = re.compile(
    rf"(?:weekly |each week |every week )?(?:on )?(?P<every>every |each )?(?P<day>{WEEKDAY})"
    r"(?P<after> weekly| each week| every week)?"
)


@dataclass(frozen=True)
class Repeat:
    """A weekday every week (`nths` empty), or the first, second … or last (-1) of each month.

    `weekday` counts from Monday, 0.
    """

    weekday: int
    nths: frozenset[int] = frozenset()

    def falls_on(self, day: date) -> bool:
        if day.weekday() != self.weekday:
            return False
        last = (day + timedelta(days=7)).month != day.month
        return not self.nths or (day.day + 6) // 7 in self.nths or (last and -1 in self.nths)

    def days(self, first: date, last: date) -> list[date]:
        """Every day it falls on, from `first` to `last`, both included, in order."""
        start = first + timedelta(days=(self.weekday - first.weekday()) % 7)
        weeks = range(max(0, (last - start).days // 7 + 1))
        return [day for day in (start + timedelta(weeks=week) for week in weeks) if self.falls_on(day)]


def repeats(said: str) -> Repeat | None:
    """What a saying about repeating days means, or None where it is not one.

    >>> rule = repeats("Second Wednesday of the month")
    >>> rule.days(date(2012, 3, 1), date(2012, 4, 30))
    [datetime.date(2012, 3, 14), datetime.date(2012, 4, 11)]
    >>> repeats("every Tuesday").weekday, repeats("7 March 2012")
    (1, None)
    """
    words = re.sub(r"\s+", " ", said.lower()).strip(" .")
    if found := _MONTHLY.fullmatch(words):
        nths = frozenset(NTH[word] for word in re.findall(_NTH, found["nths"]))
        return Repeat(weekday(found["day"]), nths)
    found = _WEEKLY.fullmatch(words)
    if found and (found["every"] or found["after"] or words != found["day"] or words.endswith("s")):
        return Repeat(weekday(found["day"]))
    return None


def weekday(word: str) -> int:
    """The number of a weekday from the first letters of its name, Monday 0."""
    return next(number for number, name in enumerate(WEEKDAYS) if name[:3] == word[:3].lower())


def clashes(one: Repeat, other: Repeat, first: date, last: date, closed: Iterable[date] = ()) -> list[date]:
    """Days on which both fall, from `first` to `last` inclusive, days that are `closed` to both left out."""
    shared = set(one.days(first, last)) & set(other.days(first, last)) - set(closed)
    return sorted(shared)
