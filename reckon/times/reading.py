"""Reading a date as people say it.

British order: 7/3/2012 is 7 March, and 3/25/2012 is not read at all, because a sheet that
holds it was written month first and its other dates would be read wrong.
"""

import re
from datetime import date, timedelta

from .pieces import MONTH, Bounds, piece
from .repeats import WEEKDAY, repeats, weekday
from .span import Span

_HOUR = r"\d{1,2}(?:[:.]\d\d)? ?(?:am|pm|noon)"
_CLOCK = re.compile(rf"(?:,? (?:at|from))? {_HOUR}\b(?: ?(?:-|to) ?{_HOUR}\b)?| \d{{1,2}} ?(?:-|to) ?{_HOUR}\b")
_ISO_CLOCK = re.compile(
    r"(?<=\d\d-\d\d)[t ]\d\d:\d\d[\d:.]*(?:z| ?[+-]\d\d:?\d\d)?$|,? (?:at )?\d\d:\d\d(?: ?(?:-|to) ?\d\d:\d\d)?$"
)
_WEEKDAY = re.compile(rf"\b({WEEKDAY}),? (?=\d|[a-z]+ \d)")
_NTH_DAY = re.compile(rf"((?:the )?[a-z\d]+ {WEEKDAY}) (?:of|in) ((?:{MONTH})(?: \d{{4}})?)")
_FILLERS = re.compile(r"\b(?:of|in|on|the|during|sometime|some time)\b")

_DAYS = re.compile(r"(between |from )?(\d{1,2})(?: to |-| - | and | & )(\d{1,2}) ([a-z]+.*)")
_YEARS = re.compile(r"(\d\d)(\d\d) - (\d{2})|(\d\d)(\d\d)-(1[3-9]|[2-9]\d)")
_SPLIT = re.compile(
    r" (?:to|until|till|through|and|&|-) |(?<=[a-z])-(?=[a-z\d])|(?<=\d{4})-(?=[a-z]|\d{4})|(?<=\d-\d\d)/(?=\d{4}-)"
)
_FROM = re.compile(r"(?:from|since|starting|starts|beginning|as of) (.+?)(?: onwards?)?|(.+?) (?:onwards?|-)")
_AFTER = re.compile(r"after(?: end)? (.+)")
_UNTIL = re.compile(
    r"(?:before|by|until|till|up to|no later than|ending|ends) (end .+)"
    r"|(?:by|until|till|up to|no later than|ending|ends|- ?) ?(.+)"
)
_BEFORE = re.compile(r"before (?:start |beginning )?(.+)")
_ABOUT = re.compile(
    r"(?:about|around|circa|ca?\.?|approx\.?|approximately|roughly|probably|perhaps|maybe|provisionally) ?(.+)"
    r"|(.+?) ?(?:\?|\(?(?:tbc|provisional(?:ly)?)\)?)"
)
_RELATIVE = re.compile(r"(last|next|this) (.+)")
_NEAR = {"today": (0, 0), "tomorrow": (1, 1), "yesterday": (-1, -1)}


def read(said: str, on: date | None = None) -> Span:
    """The days that a saying can mean; the words are kept. What cannot be read gives a span that knows nothing.

    `on` is the day it was said. Without it, sayings that lean on that day ("last April", "March" with no year)
    stay unknown; with it, a month or season with no year is the coming one, the present one included.
    Winter 2009 runs on into February 2010; early, mid and late are thirds; 2009/10 is a financial year,
    April to March; 2009-12 is December 2009. A repeating day has no span: see `repeats`.

    >>> read("early 2012").latest
    datetime.date(2012, 4, 30)
    >>> read("7/3/2012")
    Span(earliest=datetime.date(2012, 3, 7), latest=datetime.date(2012, 3, 7), said='7/3/2012', sure=True)
    >>> read("last April", on=date(2012, 3, 7)).earliest
    datetime.date(2011, 4, 1)
    >>> read("venue tba").known
    False
    """
    if len(said) > 200:  # nobody says a date that long, and the patterns should not have to look
        return Span(None, None, said)
    words, named = _plain(said)
    try:
        bounds = _nth_day(said, on) or _bounds(words, on)
    except OverflowError:  # a day before year 1 or after 9999
        bounds = None
    if not bounds or (bounds[0] and bounds[1] and bounds[0] > bounds[1]):
        return Span(None, None, said)
    first, last, exact = bounds
    agreed = named is None or (first is not None and first.weekday() == named)
    return Span(first, last, said, exact and agreed)


def _plain(said: str) -> tuple[str, int | None]:
    """The saying in small letters without filling words or clock times; and the weekday it names, if just one."""
    words = re.sub(r"\s*[‒–—―−]\s*", " - ", re.sub(r"\s+", " ", said.lower()).strip(" .;"))
    words = _ISO_CLOCK.sub("", _CLOCK.sub("", words)).replace("’", "'").replace(",", " ")
    found = _WEEKDAY.findall(words)
    words = re.sub(r"(\d)(?:st|nd|rd|th)\b", r"\1", _WEEKDAY.sub("", words))
    words = re.sub(r"\b(early|mid|late)-", r"\1 ", _FILLERS.sub(" ", words))
    return re.sub(r"\s+", " ", words).strip(" .;"), weekday(found[0]) if len(found) == 1 else None


def _bounds(words: str, on: date | None) -> Bounds | None:
    for rule in (_near, _one, _several_days, _years, _relative, _between, _from, _after, _until, _before, _about):
        if found := rule(words, on):
            return found
    return None


def _one(words: str, on: date | None) -> Bounds | None:
    """One piece; with no year of its own, the coming one."""
    if found := piece(words):
        return found
    if on is None:
        return None
    coming = (piece(words, on.year + later) for later in (-1, 0, 1))
    return next((found for found in coming if found and found[1] and found[1] >= on), None)


def _near(words: str, on: date | None) -> Bounds | None:
    if on is None or words not in _NEAR:
        return None
    first, last = _NEAR[words]
    return on + timedelta(days=first), on + timedelta(days=last), True


def _nth_day(said: str, on: date | None) -> Bounds | None:
    """The second Wednesday of March 2012."""
    found = _NTH_DAY.fullmatch(re.sub(r"[\s,]+", " ", said.lower()).strip(" ."))
    rule = repeats(found[1]) if found else None
    month = _one(found[2], on) if found else None
    if not (rule and rule.nths and month and month[0] and month[1]):
        return None
    days = rule.days(month[0], month[1])
    return (days[0], days[0], True) if len(days) == 1 else None


def _several_days(words: str, on: date | None) -> Bounds | None:
    """7 to 9 March 2012 is every day of it; between 7 and 9 March is one of them."""
    found = _DAYS.fullmatch(words)
    if not found:
        return None
    last = _one(f"{found[3]} {found[4]}", on)
    first = _one(f"{found[2]} {found[4]}", on)
    if not (first and last and first[2] and last[2]):
        return None
    return first[0], last[1], found[1] != "between "


def _years(words: str, on: date | None) -> Bounds | None:
    """2009-13, or with a long dash 2009–12: years, since no month is called 13."""
    found = _YEARS.fullmatch(words)
    if not found:
        return None
    century, first, last = found.groups()[:3] if found[1] else found.groups()[3:]
    return date(int(century + first), 1, 1), date(int(century + last), 12, 31), False


def _between(words: str, on: date | None) -> Bounds | None:
    """From one piece to another; one that has no year takes the other's, so that they come in order."""
    vague = words.startswith("between ")
    words = re.sub(r"^(?:from|between) ", "", words)
    for cut in _SPLIT.finditer(words):
        left, right = words[: cut.start()], words[cut.end() :]
        if pair := _pair(left, right, on):
            (first, _, begins), (_, last, ends) = pair
            return first, last, begins and ends and not vague
    return None


def _pair(left: str, right: str, on: date | None) -> tuple[Bounds, Bounds] | None:
    last, first = piece(right), piece(left)
    if last is None and first is None:
        first = _one(left, on)
        return _with_year(left, right, first, None) if first else None
    return _with_year(left, right, first, last)


def _with_year(left: str, right: str, first: Bounds | None, last: Bounds | None) -> tuple[Bounds, Bounds] | None:
    if last is None and first and first[0]:
        later = (piece(right, first[0].year + n) for n in (0, 1))
        last = next((found for found in later if found and found[1] and found[1] >= first[0]), None)
    if first is None and last and last[1]:
        sooner = (piece(left, last[1].year - n) for n in (0, 1))
        first = next((found for found in sooner if found and found[0] and found[0] <= last[1]), None)
    return (first, last) if first and last else None


def _from(words: str, on: date | None) -> Bounds | None:
    found = _FROM.fullmatch(words)
    start = _one(found[1] or found[2], on) if found else None
    return (start[0], None, False) if start else None


def _after(words: str, on: date | None) -> Bounds | None:
    found = _AFTER.fullmatch(words)
    start = _one(found[1], on) if found else None
    return (start[1] + timedelta(days=1), None, False) if start and start[1] else None


def _until(words: str, on: date | None) -> Bounds | None:
    found = _UNTIL.fullmatch(words)
    end = _one(found[1] or found[2], on) if found else None
    return (None, end[1], False) if end else None


def _before(words: str, on: date | None) -> Bounds | None:
    found = _BEFORE.fullmatch(words)
    end = _one(found[1], on) if found else None
    return (None, end[0] - timedelta(days=1), False) if end and end[0] else None


def _about(words: str, on: date | None) -> Bounds | None:
    """ "About" widens a month or longer by its own length each way and a day by a week; "?" and "tbc" only unsettle."""
    found = _ABOUT.fullmatch(words)
    near = _bounds(found[1] or found[2], on) if found else None
    if not (found and near):
        return None
    first, last, _ = near
    if found[2] or not (first and last) or words.startswith(("pro", "per", "may")):
        return first, last, False
    slack = max(last - first, timedelta(days=7))
    return first - slack, last + slack, False


def _relative(words: str, on: date | None) -> Bounds | None:
    """Last April is the latest one that is over, next April the first not yet begun, this April this year's."""
    found = _RELATIVE.fullmatch(words)
    if on is None or not found:
        return None
    which, words = found.groups()
    if words in ("year", "month", "week"):
        return _calendar(words, {"last": -1, "this": 0, "next": 1}[which], on)
    years = [piece(words, on.year + n) for n in (-2, -1, 0, 1)]
    spans = [span for span in years if span and span[0] and span[1]]
    if which == "this":
        return piece(words, on.year)
    if which == "last":
        return next((span for span in reversed(spans) if span[1] and span[1] < on), None)
    return next((span for span in spans if span[0] and span[0] > on), None)


def _calendar(unit: str, step: int, on: date) -> Bounds | None:
    if unit == "week":
        monday = on + timedelta(days=7 * step - on.weekday())
        return monday, monday + timedelta(days=6), False
    if unit == "year":
        return piece(f"{on.year + step}")
    year, month = divmod(on.year * 12 + on.month - 1 + step, 12)
    return piece(f"{year}-{month + 1:02}")
