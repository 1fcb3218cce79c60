"""One reading of a source, its rows, and sources that are read again by themselves."""

from .intake import Intake, IntakeRefused
from .link import Link
from .row import Row

__all__ = ["Intake", "IntakeRefused", "Link", "Row"]
