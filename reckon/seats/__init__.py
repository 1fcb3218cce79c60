"""Who is in the room when more want to come than there are seats.

>>> replies = [Party("Ann", 2, replied=1), Party("Bo", 3, replied=2), Party("Cy", 1, replied=3)]
>>> found = allot(replies, 4)
>>> [party.id for party in found.seated], [party.id for party in found.waiting]
(['Ann', 'Cy'], ['Bo'])
>>> [option.title for option in options(replies, 4, Possible(rooms=[("the hall", 20)]))]
['Move to the hall, 20 seats', 'Keep the room and let the waiting list stand']

From the command line: ``python -m reckon.seats FILE.csv --capacity 30``.
"""

from .expected import Expected, Rate, expected, show_rate
from .line import RULE, Allotment, Hold, allot, load, promote, shrink, standing, still_held
from .options import Option, Possible, options
from .party import Party, in_order
from .sectors import UNKNOWN, Row, by_sector

__all__ = [
    "RULE",
    "UNKNOWN",
    "Allotment",
    "Expected",
    "Hold",
    "Option",
    "Party",
    "Possible",
    "Rate",
    "Row",
    "allot",
    "by_sector",
    "expected",
    "in_order",
    "load",
    "options",
    "promote",
    "show_rate",
    "shrink",
    "standing",
    "still_held",
]
