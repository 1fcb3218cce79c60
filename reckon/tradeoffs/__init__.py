"""What people would give up for what: choices between two, orders, points and baskets made into strengths.

>>> found = strengths([("bus", "park"), ("bus", "park"), ("park", "bus"), ("bus", "shed")])
>>> [(one.item, round(one.share, 2)) for one in found]
[('bus', 0.54), ('park', 0.28), ('shed', 0.18)]
"""

from .baskets import Basket, Chosen, baskets
from .orders import Strength, strengths
from .overtaking import to_overtake
from .points import Pointed, points
from .rings import Consistency, consistency

__all__ = [
    "Basket",
    "Chosen",
    "Consistency",
    "Pointed",
    "Strength",
    "baskets",
    "consistency",
    "points",
    "strengths",
    "to_overtake",
]
