"""Who will do what by when, what came of it, and the evidence."""

from .milestone import Milestone
from .outcome import Outcome, Word
from .promise import AlreadySettled, NotYetTheirs, Promise
from .putting_off import PutOff

__all__ = ["AlreadySettled", "Milestone", "NotYetTheirs", "Outcome", "Promise", "PutOff", "Word"]
