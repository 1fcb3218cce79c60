"""When things happen, as people say it: vague dates, repeating days, deadlines.

>>> from datetime import date
>>> autumn = read("autumn 2009")
>>> autumn.earliest, autumn.latest
(datetime.date(2009, 9, 1), datetime.date(2009, 11, 30))
>>> may_overlap(autumn, read("October 2009"))
'perhaps'
>>> months_after(date(2012, 1, 31), 1)
datetime.date(2012, 2, 29)
"""

from .deadlines import days_after, follow_ups, months_after
from .reading import read
from .repeats import Repeat, clashes, repeats
from .span import UNKNOWN, Overlap, Span, may_overlap, period

__all__ = [
    "UNKNOWN",
    "Overlap",
    "Repeat",
    "Span",
    "clashes",
    "days_after",
    "follow_ups",
    "may_overlap",
    "months_after",
    "period",
    "read",
    "repeats",
]
