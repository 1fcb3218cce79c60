"""Splitting one event in two by what people want to talk about."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from .line import Hold, allot
from .party import Party, in_order, people_in

MOST = 11


@dataclass(frozen=True)
class Split:
    """Two events at one time: their topics, who has a seat at each, and `torn`: those in, who wanted both."""

    topics: tuple[tuple[str, ...], tuple[str, ...]]
    seated: tuple[tuple[Party, ...], tuple[Party, ...]]
    torn: tuple[Party, ...]


def split(parties: Sequence[Party], capacity: int) -> Split | None:
    """The best way to part the topics between two rooms of `capacity`; None with fewer than two topics.

    Best: fewest people over, then fewest who want topics of both, then the most even, then the first in the order of
    the alphabet. Over are those who want only one side's topics beyond its seats, and the others (both sides' topics,
    or none named) beyond the seats left. Every way is tried for up to 12 topics; of more, the least wanted stay
    together as one. A party goes where more of its topics are, if it fits there.

    >>> found = split([Party("Ann", topics=("maps",)), Party("Bo", topics=("money", "maps")), Party("Cy")], 2)
    >>> found.topics, [party.id for party in found.torn]
    ((('maps',), ('money',)), ['Bo'])
    """
    bundles = _bundles(parties)
    if len(bundles) < 2:
        return None
    number = {topic: n for n, bundle in enumerate(bundles) for topic in bundle}
    kinds = Counter[int]()
    for party in parties:
        kinds[sum({1 << number[topic] for topic in party.topics})] += party.people
    ways = range(1, 1 << len(bundles), 2)
    full = (1 << len(bundles)) - 1
    best = min((way for way in ways if way != full), key=lambda way: _fit(kinds, way, capacity))
    sides = tuple(
        tuple(sorted(topic for n, bundle in enumerate(bundles) for topic in bundle if bool(best >> n & 1) == first))
        for first in (True, False)
    )
    return _seat(parties, (sides[0], sides[1]), capacity)


def _bundles(parties: Sequence[Party]) -> list[list[str]]:
    wanted = Counter[str]()
    for party in parties:
        for topic in set(party.topics):
            wanted[topic] += party.people
    topics = sorted(wanted)
    if len(topics) <= MOST + 1:
        return [[topic] for topic in topics]
    most = set(sorted(topics, key=lambda topic: (-wanted[topic], topic))[:MOST])
    return [[topic] for topic in topics if topic in most] + [[topic for topic in topics if topic not in most]]


def _fit(kinds: Counter[int], way: int, capacity: int) -> tuple[int, int, int, int]:
    first = second = either = torn = 0
    for topics, people in kinds.items():
        here, there = topics & way, topics & ~way
        if here and not there:
            first += people
        elif there and not here:
            second += people
        else:
            either += people
            torn += people if here else 0
    spare = max(0, capacity - first) + max(0, capacity - second)
    over = max(0, first - capacity) + max(0, second - capacity) + max(0, either - spare)
    return (over, torn, abs(first - second), way)


def _seat(parties: Sequence[Party], sides: tuple[tuple[str, ...], tuple[str, ...]], capacity: int) -> Split:
    """Those who want one side only first, then the others where they want more, both in order of reply."""
    line = in_order(parties)
    wants = {party.id: [len(set(party.topics) & set(side)) for side in sides] for party in line}
    seated: list[list[Party]] = []
    for side in (0, 1):
        only = [party for party in line if wants[party.id][side] and not wants[party.id][1 - side]]
        seated.append(list(allot(only, capacity).seated))
    free = [capacity - people_in(side) for side in seated]
    for party in line:
        if bool(wants[party.id][0]) != bool(wants[party.id][1]):
            continue
        side = max((0, 1), key=lambda n: (free[n] >= party.people, wants[party.id][n], free[n], -n))
        if free[side] >= party.people:
            seated[side].append(party)
            free[side] -= party.people
    both = [sorted(side, key=lambda party: party.stands) for side in seated]
    torn = [party for party in line if all(wants[party.id]) and any(party in side for side in both)]
    return Split(sides, (tuple(both[0]), tuple(both[1])), tuple(torn))


def capped(line: Sequence[Party], most: int) -> list[Party]:
    """Who may come when an organisation sends at most so many people, in order; hosts, and parties whose organisation
    we do not know, are not counted.

    >>> [party.id for party in capped([Party("Ann", 2, organisation="G"), Party("Bo", organisation="G")], 2)]
    ['Ann']
    """
    sent = Counter[str]()
    allowed: list[Party] = []
    for party in line:
        if party.organisation and not party.host:
            if sent[party.organisation] + party.people > most:
                continue
            sent[party.organisation] += party.people
        allowed.append(party)
    return allowed


def loosest_cap(line: Sequence[Party], capacity: int, holds: Sequence[Hold] = ()) -> int | None:
    """The most people an organisation may send so that all who may come have a seat, 1 where not even that is enough;
    None where no organisation sends more than one.
    """
    sizes = Counter[str]()
    for party in line:
        if party.organisation and not party.host:
            sizes[party.organisation] += party.people
    largest = max(sizes.values(), default=0)
    for most in range(largest - 1, 1, -1):
        if not allot(capped(line, most), capacity, holds).waiting:
            return most
    return 1 if largest > 1 else None
