"""What happened, kept in a chain that shows if a line was changed; who watches what; what they were told."""

from .line import Audience, Bookmark, Line, OnlyAdded, Veil, lock_chain
from .notice import Notice
from .watch import Pace, Watch

__all__ = ["Audience", "Bookmark", "Line", "Notice", "OnlyAdded", "Pace", "Veil", "Watch", "lock_chain"]
