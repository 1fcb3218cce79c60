"""The nouns of working together, one file each."""

from .agreement import Agreement, Joining
from .finding import Finding, Publication
from .introduction import Introduction, Yield
from .match import Match

__all__ = ["Agreement", "Finding", "Introduction", "Joining", "Match", "Publication", "Yield"]
