"""Signs that many voices are one: votes that are copies of each other, and hours in which they poured in.

Neither proves anything: friends vote alike, and a poster brings people at once. They are re-runs to hold a result
against, and something for a person to look at.
"""

from collections.abc import Hashable, Sequence
from math import exp

import numpy as np

from .votes import Ints, Votes

# A copy agrees with another voice on this share of all the statements either of them voted on.
ALIKE = 0.95
# Below this many votes two voices are alike by chance too often.
ENOUGH = 7
# An hour is a burst when chance gives as many once in ten thousand hours as busy as the middle one.
SELDOM = 1e-4
FEWEST_IN_BURST = 5


def copies(votes: Votes, alike: float = ALIKE, most: int = 20_000) -> list[list[int]]:
    """Sets of people (positions in `votes.people`, in order) whose votes are nearly the same, two or more in each.

    Two are copies when, of the statements either voted on, at least seven in all, they gave the same vote on a share
    of `alike`. A set is everybody reached from one to the next; the largest first, ties by its first person. Past
    `most` people only exact copies are found.

    >>> rows = [(who, f"s{n}", 1 if n % 2 else -1) for who in ("Ann", "Bo") for n in range(8)]
    >>> copies(Votes.of([*rows, *(("Cy", f"s{n}", 1) for n in range(8))]))
    [[0, 1]]
    """
    enough = np.flatnonzero(votes.by_person() >= ENOUGH)
    first = _exact(votes, enough)
    heads = np.array(sorted({min(group) for group in first}), dtype=np.int64)
    joined = _near(votes, heads, alike) if len(heads) <= most else []
    sets = _joined(first, joined)
    return sorted((sorted(each) for each in sets if len(each) > 1), key=lambda each: (-len(each), each[0]))


def once_each(votes: Votes) -> Votes:
    """The votes with each set of copies counted as the one who comes first in it.

    >>> rows = [(who, f"s{n}", 1 if n % 2 else -1) for who in ("Ann", "Bo") for n in range(8)]
    >>> once_each(Votes.of(rows)).people
    ['Ann']
    """
    out = {who for each in copies(votes) for who in each[1:]}
    return kept(votes, np.array([at for at in range(len(votes.people)) if at not in out], dtype=np.int64))


def kept(votes: Votes, people: Ints) -> Votes:
    """The votes of these people alone (positions in `votes.people`, rising)."""
    place = np.full(len(votes.people), -1, dtype=np.int64)
    place[people] = np.arange(len(people))
    rows = place[votes.person] >= 0
    names = [votes.people[int(at)] for at in people]
    return Votes(names, votes.statements, place[votes.person[rows]], votes.statement[rows], votes.value[rows])


def _exact(votes: Votes, people: Ints) -> list[list[int]]:
    """The people with the very same votes together."""
    starts = np.concatenate([[0], np.cumsum(votes.by_person())])
    same: dict[tuple[bytes, bytes], list[int]] = {}
    for who in people.tolist():
        part = slice(starts[who], starts[who + 1])
        key = votes.statement[part].tobytes(), votes.value[part].tobytes()
        same.setdefault(key, []).append(who)
    return list(same.values())


def _near(votes: Votes, heads: Ints, alike: float) -> list[tuple[int, int]]:
    n, m = len(heads), len(votes.statements)
    row = np.full(len(votes.people), -1, dtype=np.int64)
    row[heads] = np.arange(n)
    part = row[votes.person] >= 0
    planes = np.zeros((3, n, m), dtype=np.float32)
    planes[votes.value[part].astype(np.int64) + 1, row[votes.person[part]], votes.statement[part]] = 1
    voted = planes.sum(axis=0)
    size = voted.sum(axis=1)
    pairs: list[tuple[int, int]] = []
    for begin in range(0, n, 1000):
        end = min(begin + 1000, n)
        same = sum(plane[begin:end] @ plane.T for plane in planes)
        either = size[begin:end, None] + size[None] - voted[begin:end] @ voted.T
        a, b = np.nonzero(same >= alike * either - 1e-6)
        pairs += [(int(heads[x + begin]), int(heads[y])) for x, y in zip(a, b, strict=True) if x + begin < y]
    return pairs


def _joined(sets: list[list[int]], pairs: list[tuple[int, int]]) -> list[list[int]]:
    whose = {who: at for at, each in enumerate(sets) for who in each}
    root = list(range(len(sets)))

    def top(at: int) -> int:
        while root[at] != at:
            root[at] = root[root[at]]
            at = root[at]
        return at

    for a, b in pairs:
        one, other = sorted((top(whose[a]), top(whose[b])))
        root[other] = one
    found: dict[int, list[int]] = {}
    for at, each in enumerate(sets):
        found.setdefault(top(at), []).extend(each)
    return list(found.values())


def bursts(hours: Sequence[Hashable | None]) -> list[bool]:
    """For each voice, whether it came in an hour with far more than usual. `hours`: each voice's hour, None unknown.

    Usual is the middle hour of those in which anybody came. A burst has five voices at least, and so many that with
    that usual a Poisson count reaches them less than once in ten thousand.

    >>> sum(bursts([*"abcdefgh", *("z" * 12)]))
    12
    """
    counts: dict[Hashable, int] = {}
    for hour in hours:
        if hour is not None:
            counts[hour] = counts.get(hour, 0) + 1
    usual = float(np.median(list(counts.values()))) if counts else 0.0
    often = {hour: n for hour, n in counts.items() if n >= FEWEST_IN_BURST and _reached(n, usual) < SELDOM}
    return [hour is not None and hour in often for hour in hours]


def _reached(count: int, mean: float) -> float:
    """The chance that a Poisson count of that mean is `count` or more."""
    below, term = 0.0, exp(-mean)
    for n in range(count):
        below += term
        term *= mean / (n + 1)
    return max(0.0, 1.0 - below)
