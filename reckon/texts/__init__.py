"""Texts side by side: what changed between two, and three put together.

>>> [change.kind for change in changes("Open on Monday.\\nTea.", "Open on Tuesday.\\nTea.")]
['changed', 'same']
>>> merge("One.\\n\\nTwo.", mine="One!\\n\\nTwo.", theirs="One.\\n\\nTwo, too.").text
'One!\\n\\nTwo, too.'
"""

from .changing import Change, Count, Piece, changes, count
from .keeping import kept
from .merging import Merge, Part, merge

__all__ = ["Change", "Count", "Merge", "Part", "Piece", "changes", "count", "kept", "merge"]
