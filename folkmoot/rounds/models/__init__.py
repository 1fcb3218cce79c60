"""A question put to a roll of people, what they may choose, and one say each."""

from .round import Closure, Option, Round, RoundClosed, RoundNotOpen
from .say import AGREE, DISAGREE, DONT_KNOW_YET, PASS, Choice, Preference, Say

__all__ = [
    "AGREE",
    "DISAGREE",
    "DONT_KNOW_YET",
    "PASS",
    "Choice",
    "Closure",
    "Option",
    "Preference",
    "Round",
    "RoundClosed",
    "RoundNotOpen",
    "Say",
]
