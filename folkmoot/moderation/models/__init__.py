"""Whether a thing is shown, held or removed; who reported it; what was ruled, and why."""

from .report import Report, new_reference
from .ruling import AlreadyAppealed, Rule, Ruling, TwoPeople
from .standing import Standing

__all__ = ["AlreadyAppealed", "Report", "Rule", "Ruling", "Standing", "TwoPeople", "new_reference"]
