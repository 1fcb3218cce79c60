"""What people said, and the themes people make of it."""

from .coding import Coding
from .point import Point
from .quote import Quote
from .reading import Reading
from .regrouping import Regrouping
from .theme import Placing, Progress, Theme
from .theming import Taken, Themer, Theming, may_read_private

__all__ = [
    "Coding",
    "Placing",
    "Point",
    "Progress",
    "Quote",
    "Reading",
    "Regrouping",
    "Taken",
    "Theme",
    "Themer",
    "Theming",
    "may_read_private",
]
