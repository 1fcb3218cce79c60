"""Days by which something is due, counted in days or in calendar months."""

from calendar import monthrange
from datetime import date, timedelta


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day where it has no such day; negative goes back.

    Because of the short months, one month twice may differ from two months at once.

    >>> months_after(date(2011, 11, 30), 3), months_after(date(2012, 3, 31), -1)
    (datetime.date(2012, 2, 29), datetime.date(2012, 2, 29))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def days_after(day: date, days: int) -> date:
    """That many days later, every day counted, weekends and holidays too."""
    return day + timedelta(days=days)


def follow_ups(agreed_on: date) -> tuple[date, date]:
    """The two days on which people who were introduced are asked what came of it: 30 and 90 days on.

    >>> follow_ups(date(2012, 3, 7))
    (datetime.date(2012, 4, 6), datetime.date(2012, 6, 5))
    """
    return days_after(agreed_on, 30), days_after(agreed_on, 90)
