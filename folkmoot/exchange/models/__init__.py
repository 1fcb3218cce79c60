"""One reading of a source, its rows, and sources that are read again by themselves."""

from .intake import Intake, IntakeRefused
from .letterbox import Letterbox
from .link import Link
from .row import Row

__all__ = ["Intake", "IntakeRefused", "Letterbox", "Link", "Row"]
