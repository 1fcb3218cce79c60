"""What each group holds more than the others do, what unites all groups, and what divides them.

The tests are Polis': a share is (said + 1) / (voted + 2); that most of a group say so, and that the group says so more
than the rest, are one- and two-proportion z tests with one added to each count (Small and others, 2021).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

from .votes import AGREE, DISAGREE, Ints, Votes

# One-sided, nine in ten.
SURE = 1.2815515655446004
# Two-sided, nine in ten: how wide the intervals are.
WIDE = 1.6448536269514722
MOST = 5

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Counts:
    """(groups, statements) each: how many of a group agree, disagree, and voted at all (passes too)."""

    agree: Ints
    disagree: Ints
    voted: Ints


@dataclass(frozen=True, slots=True)
class Held:
    """A statement that a group holds more than the others: `side` is 1 where it agrees with it, -1 where it disagrees.

    `said` of `voted` in the group took that side, `said_elsewhere` of `voted_elsewhere` outside it. `most` and `more`
    are the two tests' z: that most of the group do, and that more do than elsewhere. `strength` orders them.
    """

    statement: int
    side: int
    said: int
    voted: int
    said_elsewhere: int
    voted_elsewhere: int
    most: float
    more: float
    strength: float

    @property
    def is_sure(self) -> bool:
        return self.most > SURE and self.more > SURE


@dataclass(frozen=True, slots=True)
class Shared:
    """A statement on which most in every group are on one `side`; `firmness` is the product of their shares."""

    statement: int
    side: int
    firmness: float


@dataclass(frozen=True, slots=True)
class Divided:
    """A statement that group `more` agrees with and group `less` does not: the difference of their shares of
    agreement, and the nine-in-ten interval around it (Newcombe, Statistics in Medicine 17, 1998, method 10)."""

    statement: int
    more: int
    less: int
    difference: float
    low: float
    high: float


Told = TypeVar("Told", Shared, Divided)


def counted(votes: Votes, group: Ints) -> Counts:
    """Votes by group and statement; `group` is each person's, -1 for those in none."""
    groups, m = int(group.max(initial=-1)) + 1, len(votes.statements)
    # One count of all: a cell for each group, with a spare one for those in none, statement and value.
    cell = ((group[votes.person] + 1) * m + votes.statement) * 3 + votes.value + 1
    table = np.bincount(cell, minlength=(groups + 1) * m * 3).reshape(groups + 1, m, 3)[1:].astype(np.int64)
    return Counts(table[:, :, 2], table[:, :, 0], table.sum(axis=2))


def representative(counts: Counts) -> list[list[Held]]:
    """For each group what it holds more than the others, strongest first, five at most: those sure by both tests, or
    where none is, the strongest one with any vote. Ties: the statement that comes first. One group alone: none."""
    groups, m = counts.voted.shape
    if groups < 2:
        return [[] for _group in range(groups)]
    sides = [_tested(counts, side) for side in (AGREE, DISAGREE)]
    return [_of_group(counts, sides, group) for group in range(groups)]


def _tested(counts: Counts, side: int) -> tuple[Floats, Floats, Floats]:
    """(most, more, strength) of every group and statement for one side."""
    said = counts.agree if side == AGREE else counts.disagree
    voted = counts.voted
    said_out, voted_out = said.sum(axis=0) - said, voted.sum(axis=0) - voted
    share, share_out = (said + 1) / (voted + 2), (said_out + 1) / (voted_out + 2)
    most = 2 * np.sqrt(voted + 1) * ((said + 1) / (voted + 1) - 0.5)
    more = _two_shares(said + 1, said_out + 1, voted + 1, voted_out + 1)
    return most, more, share / share_out * more * share * most


def _two_shares(said: Ints, said_out: Ints, voted: Ints, voted_out: Ints) -> Floats:
    both = (said + said_out) / (voted + voted_out)
    spread = np.sqrt(np.maximum(both * (1 - both), 0) * (1 / voted + 1 / voted_out))
    apart = said / voted - said_out / voted_out
    return np.where(spread > 0, apart / np.where(spread > 0, spread, 1), 0.0)


def _of_group(counts: Counts, sides: list[tuple[Floats, Floats, Floats]], group: int) -> list[Held]:
    against = sides[1][1][group] > sides[0][1][group]
    most, more, strength = (np.where(against, sides[1][at][group], sides[0][at][group]) for at in range(3))
    seen = np.flatnonzero(counts.voted[group])
    sure = seen[(most[seen] > SURE) & (more[seen] > SURE)]
    if not len(sure):
        rest = seen[strength[seen] > 0]
        sure, keep = rest, 1
    else:
        keep = MOST
    order = sure[np.argsort(-np.round(strength[sure], 9), kind="stable")][:keep]
    return [_held(counts, group, int(at), bool(against[at]), (most[at], more[at], strength[at])) for at in order]


def _held(counts: Counts, group: int, at: int, against: bool, tests: tuple[float, float, float]) -> Held:
    table = counts.disagree if against else counts.agree
    said, voted = int(table[group, at]), int(counts.voted[group, at])
    said_out, voted_out = int(table[:, at].sum()) - said, int(counts.voted[:, at].sum()) - voted
    most, more, strength = (float(one) for one in tests)
    return Held(at, DISAGREE if against else AGREE, said, voted, said_out, voted_out, most, more, strength)


def uniting(counts: Counts) -> list[Shared]:
    """Statements on which the share of every group, (said + 1) / (voted + 2), is over a half on one side, and each
    group voted: firmest first, ties by order. With one group, what most of it say; with none, nothing."""
    if not len(counts.voted):
        return []
    firm = [_firm(counts, said) for said in (counts.agree, counts.disagree)]
    at = np.concatenate([np.flatnonzero(each) for each in firm])
    side = np.repeat([AGREE, DISAGREE], [np.count_nonzero(each) for each in firm])
    firmness = np.concatenate([each[each > 0] for each in firm])
    order = np.lexsort((at, -np.round(firmness, 9)))
    return list(map(Shared, at[order].tolist(), side[order].tolist(), firmness[order].tolist()))


def _firm(counts: Counts, said: Ints) -> Floats:
    """Each statement's product of the groups' shares; nought where it is not over a half in every group."""
    share = (said + 1) / (counts.voted + 2)
    every = (share > 0.5).all(axis=0) & (counts.voted > 0).all(axis=0)
    return np.asarray(np.where(every, share.prod(axis=0), 0.0))


def most_first(counts: Counts, found: list[Shared]) -> list[Shared]:
    """The same in another order: the statement first that most more people are for than not, on the side it unites on;
    ties stay as they were. With one group it is the same order: there is no small group to turn it round.

    `firmness` weighs every group alike, so a few voices in a small one turn its order round. Here one voice more moves
    two statements by two towards each other at most, whichever group it stands in.
    """
    if len(counts.voted) < 2:
        return found

    def lead(one: Shared) -> int:
        said = counts.agree if one.side == AGREE else counts.disagree
        return int((2 * said[:, one.statement] - counts.voted[:, one.statement]).sum())

    return sorted(found, key=lead, reverse=True)


def dividing(counts: Counts) -> list[Divided]:
    """Statements on which two groups surely differ: the interval of the difference between the group that agrees most
    and the one that agrees least leaves out nought. Widest sure difference first, ties by order."""
    if len(counts.voted) < 2:
        return []
    share = (counts.agree + 1) / (counts.voted + 2)
    at = np.flatnonzero((counts.voted > 0).sum(axis=0) >= 2)
    more = np.where(counts.voted > 0, share, -1.0)[:, at].argmax(axis=0)
    less = np.where(counts.voted > 0, share, 2.0)[:, at].argmin(axis=0)
    apart, low, high = newcombe(
        counts.agree[more, at], counts.voted[more, at], counts.agree[less, at], counts.voted[less, at]
    )
    order = np.argsort(-np.round(low, 9), kind="stable")
    order = order[low[order] > 0]
    columns = (at, more, less, apart, low, high)
    return list(map(Divided, *(column[order].tolist() for column in columns)))


class Again(Generic[Told]):
    """`uniting` or `dividing` again and again: of a statement whose counts are as they were, the same claim is handed
    out as before. Equal to asking `find` each time, and quicker where few statements changed."""

    def __init__(self, find: Callable[[Counts], list[Told]], weight: Callable[[Told], float]) -> None:
        self._find: Callable[[Counts], list[Told]] = find
        self._weight: Callable[[Told], float] = weight
        self._counts: Counts | None = None
        self._told: list[Told | None] = []
        self._weights: Floats = np.zeros(0)

    def of(self, counts: Counts) -> list[Told]:
        """What `find` says of them, by falling weight, ties by order."""
        changed = self._changed(counts)
        part = Counts(counts.agree[:, changed], counts.disagree[:, changed], counts.voted[:, changed])
        self._weights[changed] = 0
        for one in self._find(part):
            at = int(changed[one.statement])
            self._told[at], self._weights[at] = replace(one, statement=at), self._weight(one)
        some = np.flatnonzero(self._weights > 0)
        order = some[np.argsort(-np.round(self._weights[some], 9), kind="stable")]
        return [told for told in map(self._told.__getitem__, order.tolist()) if told]

    def _changed(self, counts: Counts) -> Ints:
        was, self._counts = self._counts, counts
        if was is None or was.voted.shape != counts.voted.shape:
            self._told, self._weights = [None] * counts.voted.shape[1], np.zeros(counts.voted.shape[1])
            return np.arange(counts.voted.shape[1])
        pairs = (was.agree, counts.agree), (was.disagree, counts.disagree), (was.voted, counts.voted)
        return np.flatnonzero(np.any([(one != other).any(axis=0) for one, other in pairs], axis=0))


def newcombe(
    said: Ints, voted: Ints, said_less: Ints, voted_less: Ints, z: float = WIDE
) -> tuple[Floats, Floats, Floats]:
    """(difference, low, high) of two shares, said / voted - said_less / voted_less (Newcombe, method 10); all voted
    above nought.

    >>> [round(float(end[0]), 4) for end in newcombe(*(np.array([n]) for n in (56, 70, 48, 80)), z=1.959964)]
    [0.2, 0.0524, 0.3339]
    """
    one, other = _interval(said, voted, z), _interval(said_less, voted_less, z)
    apart = one[0] - other[0]
    low = apart - np.hypot(one[0] - one[1], other[2] - other[0])
    high = apart + np.hypot(one[2] - one[0], other[0] - other[1])
    return apart, low, high


def _interval(said: Ints, voted: Ints, z: float = WIDE) -> tuple[Floats, Floats, Floats]:
    """(share, low, high): see `wilson`."""
    share = said / voted
    middle = share + z * z / (2 * voted)
    reach = z * np.sqrt(share * (1 - share) / voted + z * z / (4 * voted * voted))
    whole = 1 + z * z / voted
    return share, np.maximum(0, (middle - reach) / whole), np.minimum(1, (middle + reach) / whole)


def wilson(said: int, voted: int, z: float = WIDE) -> tuple[float, float]:
    """The nine-in-ten interval of a share (Wilson, JASA 22, 1927), or that of another `z`; (0, 1) where nobody voted.

    Newcombe's worked example, 81 of 263 at 95 %: 0.2553 to 0.3662 (Statistics in Medicine 17, 1998, 857-872).

    >>> [round(end, 4) for end in wilson(81, 263, 1.959964)]
    [0.2553, 0.3662]

    >>> [round(end, 3) for end in wilson(9, 10)]
    [0.652, 0.977]
    """
    if not voted:
        return 0.0, 1.0
    _share, low, high = _interval(np.array([said]), np.array([voted]), z)
    return float(low[0]), float(high[0])
