"""The order of a list of findings."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from .entries import PLANNED, Activity, Entry
from .wording import Floats, Ints

Found = tuple[Ints, Ints, Floats]


@dataclass(frozen=True)
class Ranked:
    """Pairs of rows in order: highest score first, equal ones by the ids of the two."""

    left: Ints
    right: Ints
    entries: Sequence[Entry]

    @classmethod
    def of(cls, found: Sequence[Found], entries: Sequence[Entry], directed: bool = False) -> "Ranked":
        """Each pair once, though it may have been met in several places.

        Unless `directed`, the smaller id comes to stand on the left.
        """
        if not found:
            return cls(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), entries)
        left, right, score = (np.concatenate(parts) for parts in zip(*found))
        place = np.empty(len(entries), dtype=np.int64)
        place[sorted(range(len(entries)), key=lambda n: entries[n].id)] = np.arange(len(entries))
        if not directed:
            swap = place[left] > place[right]
            left, right = np.where(swap, right, left), np.where(swap, left, right)
        _, first = np.unique((left << 32) | right, return_index=True)
        order = first[np.lexsort((place[right[first]], place[left[first]], -np.round(score[first], 6)))]
        return cls(left[order], right[order], entries)

    def pick(self, top: int, each: int) -> Iterator[tuple[int, int]]:
        """The first `top`, passing over a pair of which either has stood `each` times already.

        Pairs with a private entry are counted by themselves, so that nobody can tell that one is there.
        """
        seen: Counter[tuple[int, bool]] = Counter()
        left = {False: top, True: top if any(entry.private for entry in self.entries) else 0}
        for i, j in zip(self.left.tolist(), self.right.tolist()):
            hidden = self.entries[i].private or self.entries[j].private
            if left[hidden] > 0 and seen[i, hidden] < each and seen[j, hidden] < each:
                seen.update([(i, hidden), (j, hidden)])
                left[hidden] -= 1
                yield i, j
            elif not any(left.values()):
                return


def stage_of(entry: Entry, today: date | None) -> int:
    """0 over, 1 running, 2 funded or not said, 3 still a plan. An offer or an ask whose last day is past is over."""
    if isinstance(entry, Activity):
        if entry.over(today):
            return 0
        return 3 if entry.stage in PLANNED else 1 if entry.stage == "running" else 2
    last = entry.dates.latest
    return 0 if today and last and last < today else 3


def worth(one: Ints, other: Ints) -> Floats:
    """By two stages, what talking could still change: 1 while one is a plan, 0.6 once one is over."""
    over = np.minimum(one, other) == 0
    return np.where(over, 0.6, np.array([0.6, 0.8, 0.9, 1.0])[np.maximum(one, other)])
