"""Who will do what by when, what came of it, and the evidence."""

from .outcome import Outcome, Word
from .promise import AlreadySettled, NotYetTheirs, Promise

__all__ = ["AlreadySettled", "NotYetTheirs", "Outcome", "Promise", "Word"]
