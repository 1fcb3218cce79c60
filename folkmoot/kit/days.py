"""Days in words, as vague as they are known."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _


def vague(earliest: date | None, latest: date | None) -> str:
    """The days a date may mean, in words; one end alone says "from" or "until", neither says nothing."""
    if earliest is None or latest is None:
        return _one_end(earliest, latest)
    if earliest == latest:
        return date_format(earliest, "j F Y")
    if (earliest.month, earliest.day, latest.month, latest.day) == (1, 1, 12, 31):
        return _between(str(earliest.year), str(latest.year))
    if earliest.day == 1 and latest.day == monthrange(latest.year, latest.month)[1]:
        return _months(earliest, latest)
    return _between(date_format(earliest, _short(earliest, latest)), date_format(latest, "j F Y"))


def _one_end(earliest: date | None, latest: date | None) -> str:
    if earliest:
        return _("from %(day)s") % {"day": date_format(earliest, "j F Y")}
    return _("until %(day)s") % {"day": date_format(latest, "j F Y")} if latest else ""


def _months(earliest: date, latest: date) -> str:
    first = date_format(earliest, "F" if earliest.year == latest.year else "F Y")
    last = date_format(latest, "F Y")
    return last if (earliest.year, earliest.month) == (latest.year, latest.month) else _between(first, last)


def _short(earliest: date, latest: date) -> str:
    """As little of the first day as is needed beside the last: 1 to 12 March 2027."""
    if earliest.year != latest.year:
        return "j F Y"
    return "j" if earliest.month == latest.month else "j F"


def _between(first: str, last: str) -> str:
    return first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}
