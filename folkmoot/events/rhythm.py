"""How often a series comes, in words; and which others come on the same days."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from folkmoot.events.clashing import NEAR_KM, distance
from folkmoot.events.models import Series
from folkmoot.events.repeating import WEEKDAYS as CODES
from folkmoot.events.sums.dates import days_shared

NTHS = {"1": "first", "2": "second", "3": "third", "4": "fourth", "-1": "last"}


def parts(rule: str) -> dict[str, str]:
    return dict(part.split("=", 1) for part in rule.split(";") if "=" in part)


def saying(rule: str) -> str:
    """The rhythm as `reckon.times.repeats` reads it: "second Thursday of the month"; "" for what it does not read."""
    said = parts(rule)
    day = said.get("BYDAY", "")
    if day[-2:] not in CODES or said.get("INTERVAL", "1") != "1":
        return ""
    name = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")[CODES.index(day[-2:])]
    return f"{NTHS[day[:-2]]} {name} of the month" if day[:-2] in NTHS else f"every {name}"


def in_words(series: Series) -> str:
    """ "Every second Thursday of the month at 19:00." """
    if not (series.rule and series.starts_at):
        return _("Now and then")
    said = parts(series.rule)
    day = said.get("BYDAY", "")
    known = {"time": date_format(series.starts_at.astimezone(ZoneInfo(series.zone)), "H:i")}
    if day:
        known |= {"day": WEEKDAYS[CODES.index(day[-2:])]}
    nths = {"1": _("first"), "2": _("second"), "3": _("third"), "4": _("fourth"), "-1": _("last")}
    if day[:-2] in nths:
        return _("Every month on the %(nth)s %(day)s at %(time)s") % (known | {"nth": nths[day[:-2]]})
    if day:
        every = _("Every two weeks on %(day)s at %(time)s") if said.get("INTERVAL") == "2" else None
        return (every or _("Every %(day)s at %(time)s")) % known
    last = said.get("BYMONTHDAY") == "-1"
    words = _("Every month on its last day at %(time)s") if last else _("Every month on the %(n)s. at %(time)s")
    return words % (known | {"n": said.get("BYMONTHDAY", "")})


def beside(series: Series, today: date) -> list[tuple[Series, int]]:
    """Other series near it that come on the same days in the next year, and on how many; the most first."""
    mine, others = saying(series.rule), Series.objects.filter(story=False, ended_on=None).exclude(pk=series.pk)
    found = []
    for other in others.select_related("place", "venue__place") if mine else ():
        far = distance(series.place, other.place)
        if far is not None and far <= NEAR_KM:
            days = days_shared(mine, saying(other.rule), today, today + timedelta(days=365))
            found += [(other, len(days))] if days else []
    return sorted(found, key=lambda pair: -pair[1])[:5]
