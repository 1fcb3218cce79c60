"""The slow, obvious versions of the sums about time: they look at every day."""

from calendar import monthcalendar
from datetime import date, timedelta

DAY = timedelta(days=1)
FIRST, LAST = date(2011, 1, 1), date(2012, 12, 31)


def every_day(first, last):
    while first <= last:
        yield first
        first += DAY


def overlap_by_days(a, b):
    """Lists the days of both inside two years; an open end runs to the edge."""
    if (a.earliest is None and a.latest is None) or (b.earliest is None and b.latest is None):
        return "unknown"
    days = [set(every_day(span.earliest or FIRST, span.latest or LAST)) for span in (a, b)]
    if not days[0] & days[1]:
        return "no"
    return "certainly" if a.sure and b.sure else "perhaps"


def month_later_by_steps(day, months):
    """Turns the leaves of a calendar one by one, then looks for the day on the last."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    held = [number for week in monthcalendar(year, month) for number in week if number]
    return date(year, month, day.day if day.day in held else held[-1])


def nth_weekdays(year, month, weekday, nths):
    """Reads down one column of the month's calendar."""
    column = [week[weekday] for week in monthcalendar(year, month) if week[weekday]]
    if not nths:
        return [date(year, month, number) for number in column]
    picked = {column[n - 1] if n > 0 else column[-1] for n in nths if n <= len(column)}
    return [date(year, month, number) for number in sorted(picked)]
