"""A sample beside its population; and small numbers hidden, so that nobody can be picked out of a count.

    >>> hide_small({"community": 12, "council": 8, "business": 2, "funder": 6}, least=5)
    {'community': 12, 'council': 8, 'business': None, 'funder': None}

Two are hidden where one would do: with the total known, a single hidden number could be reckoned from the rest.
"""

from .raking import CannotWeigh, Mean, Share, raked, weighted_mean, weighted_share
from .small import hide_small

__all__ = ["CannotWeigh", "Mean", "Share", "hide_small", "raked", "weighted_mean", "weighted_share"]
