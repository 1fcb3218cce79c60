"""Counting what several people said, so that anyone can do it again with a pencil.

>>> said = {"ann": {"tea": 1, "cake": 2}, "ben": {"cake": 1, "tea": 2}, "cem": {"cake": 1}}
>>> found = ranked(["tea", "cake"], weighed(said, {"dot": "cem"}))
>>> found.winners, found.beats["cake"]["tea"]
(['cake'], 3)
"""

from .delegation import Weighed, weighed
from .going_along import GoingAlong, Slip, going_along
from .ranking import Ranked, ranked
from .totals import Line, Totals, totals

__all__ = [
    "GoingAlong",
    "Line",
    "Ranked",
    "Slip",
    "Totals",
    "Weighed",
    "going_along",
    "ranked",
    "totals",
    "weighed",
]
