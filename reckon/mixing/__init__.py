"""Break-outs and seating that put people beside those outside their usual circle.

``mix`` makes the tables, ``report`` says how mixed they are beside the best there could be and beside chance, ``seat``
puts a latecomer at the best table without moving anyone and ``rebalance`` evens tables out after no-shows.
From the command line: ``python -m reckon.mixing FILE.csv --table 8 --rounds 3 --out seating.csv``.
"""

from .latecomers import Rebalanced, Seated, rebalance, seat
from .mix import Mix, Round, mix
from .people import UNKNOWN, WEIGHTS, Between, Person, worth
from .report import Figure, Report, TableReport, report

__all__ = [
    "UNKNOWN",
    "WEIGHTS",
    "Between",
    "Figure",
    "Mix",
    "Person",
    "Rebalanced",
    "Report",
    "Round",
    "Seated",
    "TableReport",
    "mix",
    "rebalance",
    "report",
    "seat",
    "worth",
]
