"""Votes on statements as a map: where people stand, which groups they form, what unites them and what divides them.

>>> rows = [(f"p{n}", f"s{m}", 1 if (n < 6) == (m < 5) else -1) for n in range(10) for m in range(9)]
>>> found = opinions(Votes.of(rows + [(f"p{n}", "peace", 1) for n in range(10)]))
>>> [len(group) for group in found.groups()]
[6, 4]
>>> [found.votes.statements[one.statement] for one in found.unites], found.divides[0].more
(['peace'], 0)
"""

from .firmness import to_undo_dividing, to_undo_majority, to_undo_uniting
from .flooding import bursts, copies, kept, once_each
from .groups import Grouping
from .maps import Opinions, opinions, shown
from .positions import Positions
from .reruns import Broken, Claim, Moved, Rerun, any_one_group, breaking, claims, rerun, strongest
from .running import Running
from .statements import Counts, Divided, Held, Shared, most_first, wilson
from .votes import AGREE, DISAGREE, FEWEST, PASS, Votes

__all__ = [
    "AGREE",
    "DISAGREE",
    "FEWEST",
    "PASS",
    "Broken",
    "Claim",
    "Counts",
    "Divided",
    "Grouping",
    "Held",
    "Moved",
    "Opinions",
    "Positions",
    "Rerun",
    "Running",
    "Shared",
    "Votes",
    "any_one_group",
    "breaking",
    "bursts",
    "claims",
    "copies",
    "kept",
    "most_first",
    "once_each",
    "opinions",
    "rerun",
    "shown",
    "strongest",
    "to_undo_dividing",
    "to_undo_majority",
    "to_undo_uniting",
    "wilson",
]
