"""The map itself: positions, groups, and what the groups say, made from all the votes there are."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace

import numpy as np

from .groups import Grouping, grouped
from .positions import Positions, positions
from .statements import Counts, Divided, Held, Shared, counted, dividing, most_first, representative, uniting
from .votes import FEWEST, Ints, Votes


@dataclass(frozen=True)
class Opinions:
    """What the votes show. Statements are positions in `votes.statements`, groups are numbers from 0, largest first.

    `group` is each person's group, -1 for those with too few votes; `positions` is everybody's, theirs too.
    `grouping.silhouettes` says for each number of groups how clearly they would stand apart. `holds` has for each
    group what it holds more than the others.
    """

    votes: Votes
    group: Ints
    positions: Positions
    grouping: Grouping
    counts: Counts
    holds: list[list[Held]]
    unites: list[Shared]
    divides: list[Divided]

    def groups(self) -> list[list[Hashable]]:
        """The people of each group, in the order in which the votes name them."""
        order = np.argsort(self.group, kind="stable")
        sizes = np.bincount(self.group[self.group >= 0], minlength=len(self.counts.voted))
        ends = int((self.group < 0).sum()) + np.concatenate([[0], np.cumsum(sizes)])
        return [[self.votes.people[at] for at in order[a:b]] for a, b in zip(ends[:-1], ends[1:], strict=True)]


def opinions(
    votes: Votes, out: Iterable[Hashable] = (), before: Opinions | None = None, *, least: int = 1, keep: int = 0
) -> Opinions:
    """The map of these votes, with the statements `out` (moderated out) left aside.

    Whoever voted on at least min(7, statements) of all statements, those left aside included, is in exactly one group.
    `before`, the map of slightly fewer votes on the same statements, makes it several times quicker, for while votes
    come in: groups then stay near where they were. A result that is published is made without it.
    """
    fewest = min(FEWEST, len(votes.statements))
    counting = votes.by_person() >= max(1, fewest)
    left = votes.without(out)
    known = before if before is not None and before.votes.statements == left.statements else None
    where = positions(left, counting, known.positions.directions if known else None)
    found = grouped(where.people[counting], known.grouping.centres if known else None, least, keep)
    group = np.full(len(votes.people), -1, dtype=np.int64)
    group[counting] = found.labels
    counts = counted(left, group)
    held = (representative(counts), uniting(counts), dividing(counts))
    return Opinions(left, group, where, found, counts, *held)


def shown(found: Opinions, fewest: int) -> Opinions:
    """The map with those claims alone that are told to everybody: `fewest` people or more of every group they speak of
    voted on it. What unites is in the order of `most_first`, which false voices move least."""
    voted = found.counts.voted
    unites = [one for one in found.unites if voted[:, one.statement].min() >= fewest]
    divides = [one for one in found.divides if min(voted[g, one.statement] for g in (one.more, one.less)) >= fewest]
    return replace(found, unites=most_first(found.counts, unites), divides=divides)
