"""The nouns of working together, one file each."""

from .agreement import Agreement, Joining
from .approach import Approach
from .finding import Choice, Finding, Publication
from .introduction import Introduction, Yield
from .look import Look
from .match import Match

__all__ = [
    "Agreement",
    "Approach",
    "Choice",
    "Finding",
    "Introduction",
    "Joining",
    "Look",
    "Match",
    "Publication",
    "Yield",
]
