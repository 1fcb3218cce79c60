"""What no seating can beat: bounds that can be proved with a pencil."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import comb

from .people import Between, Person
from .tables import level


def pairs_at(fill: Iterable[int]) -> int:
    """Pairs who share a table."""
    return sum(comb(people, 2) for people in fill)


def fewest_repeats(
    ids: Sequence[str], units: Sequence[Sequence[int]], fill: Sequence[int], rounds: int, between: Between
) -> int:
    """A number of repeated meetings that no seating can avoid: the largest of three counts.

    Companions who always sit together are no repeat. 1: there are only so many pairs who have not met and may. 2: so it
    is for each person. 3: of k people at one table, some sit together again in the next round, when there are fewer
    than k tables (pigeonholes). The true least may be higher; where pairs to be kept apart share a table all the same,
    it may be lower.

    >>> fewest_repeats("abcd", [[0], [1], [2], [3]], [2, 2], 4, Between())
    2
    """
    used = [people for people in fill if people]
    number = {who: n for n, who in enumerate(ids)}
    unit = {n: u for u, group in enumerate(units) for n in group}
    barred: set[tuple[int, int]] = set()
    for a, c in [*between.times(), *between.apart]:
        if a in number and c in number and unit[number[a]] != unit[number[c]]:
            barred.add((min(number[a], number[c]), max(number[a], number[c])))
    kept = sum(comb(len(group), 2) for group in units)
    total = rounds * (pairs_at(used) - kept) - (comb(len(ids), 2) - kept - len(barred))
    each = Counter(n for one in barred for n in one)
    own = [len(units[unit[n]]) for n in range(len(ids))]
    need = [rounds * (min(used) - own[n]) - (len(ids) - own[n] - each[n]) for n in range(len(ids))]
    again = (rounds - 1) * (sum(pairs_at(level(k, [k] * len(used))) for k in used) - kept)
    return max(0, total, (sum(max(0, n) for n in need) + 1) // 2, again)


def most_apart(values: Iterable[str], fill: Sequence[int]) -> int:
    """Pairs at one table who differ in one attribute: no seating has more. Each value is spread over the tables as
    evenly as their seats allow, as if the others were not there.

    >>> most_apart("aabb", [2, 2]), most_apart("aaab", [2, 2])
    (2, 1)
    """
    same = sum(pairs_at(level(people, fill)) for people in Counter(values).values())
    return pairs_at(fill) - same


def most_worth(people: Sequence[Person], fill: Sequence[int], weights: Mapping[str, int]) -> int:
    """The most that one round can be worth: `most_apart` for each attribute, times its weight."""
    return sum(w * most_apart((person.value(name) for person in people), fill) for name, w in weights.items())
