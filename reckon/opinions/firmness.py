"""How firm a claim is: how many false voices would have been enough to overturn it.

The rule: real people stay in the groups they are in. Each false voice stands in whichever group it does most harm,
says whatever does most harm, or stands with other false voices in a group of their own, which counts once it has as
many people as the smallest group that is shown. Under that rule the number is exact: one fewer is never enough,
however they vote, and with that many it is done. What a flood does through the whole sum, groups and all, has no such
bound; it is measured instead, see `breaking`.

The idea is that of sybil-resilient choice (Shahaf, Shapiro and Talmon, "Sybil-resilient reality-aware social choice",
IJCAI 2019): a result is worth as much as it takes to turn it.
"""

import numpy as np

from .statements import Counts, Divided, Shared, newcombe
from .votes import AGREE

# Where a search for the number ends: nobody is told that more than this is needed.
FAR = 100_000


def to_undo_uniting(counts: Counts, claim: Shared, least: int) -> int:
    """How many false voices make it untrue that in every group more than half, by (said + 1) / (voted + 2), are on the
    claim's side. `least`: how many people a group has that is shown.

    >>> one = Counts(np.array([[30], [12]]), np.array([[5], [8]]), np.array([[36], [21]]))
    >>> to_undo_uniting(one, Shared(0, 1, 0.4), 10)
    3
    """
    said = (counts.agree if claim.side == AGREE else counts.disagree)[:, claim.statement]
    voted = counts.voted[:, claim.statement]
    # (said + 1) / (voted + f + 2) <= 1/2 from f = 2 said - voted on.
    within = int(np.maximum(2 * said - voted, 0).min())
    return min(within, least)


def to_undo_dividing(counts: Counts, claim: Divided) -> int:
    """How many false voices make it unsure that the group `more` agrees more than the group `less`: with them the
    interval of the difference takes in nought. They vote against in the one, for in the other, whichever mix of the
    two is least. Ends at FAR."""
    more, less = (
        (int(table[claim.statement]) for table in (counts.agree[g], counts.voted[g])) for g in (claim.more, claim.less)
    )
    (a, n), (b, m) = tuple(more), tuple(less)
    high = 1
    while high < FAR and not _undone(a, n, b, m, high):
        high *= 2
    low = high // 2
    while low + 1 < high:
        middle = (low + high) // 2
        low, high = (low, middle) if _undone(a, n, b, m, middle) else (middle, high)
    return min(high, FAR)


def _undone(a: int, n: int, b: int, m: int, false: int) -> bool:
    """Whether some split of so many false voices between the two groups takes the interval to nought."""
    against = np.arange(false + 1)
    for_it = false - against
    _apart, low, _high = newcombe(np.full(false + 1, a), n + against, b + for_it, m + for_it)
    return bool((low <= 0).any())


def to_undo_majority(said: int, against: int) -> int:
    """How many false voices make it untrue that more say so than do not: a tie undoes it.

    >>> to_undo_majority(9, 5)
    4
    """
    return max(0, said - against)
