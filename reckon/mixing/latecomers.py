"""Walk-ins and no-shows: as few as can be are asked to move."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .mix import Round
from .people import NOTHING_KNOWN, Between, Pair, Person, pair, worth


@dataclass(frozen=True)
class Seated:
    """The rounds with the walk-in in them, the table of each round counted from 1, and in words what was not to be."""

    seating: tuple[Round, ...]
    tables: tuple[int, ...]
    unmet: tuple[str, ...]


@dataclass(frozen=True)
class Rebalanced:
    """One round after no-shows; `moves` are (who, from, to), tables counted from 1, in the order they were chosen."""

    tables: Round
    moves: tuple[tuple[str, int, int], ...]
    unmet: tuple[str, ...]


class _Room:
    """What is needed to judge a place: values, who is to be apart or together, and who has met."""

    def __init__(self, people: Sequence[Person], between: Between) -> None:
        self.known = {person.id: person for person in people}
        self.between = between
        self.apart = {pair(a, b) for a, b in between.apart}
        self.together = {pair(a, b) for group in between.together for a in group for b in group if a != b}
        self.met: set[Pair] = set(between.times())

    def person(self, who: str) -> Person:
        if who not in self.known:
            raise ValueError(f"{who} is at a table and not among the people. Add them to the list of people.")
        return self.known[who]

    def judge(self, who: str, others: Sequence[str]) -> tuple[int, int, int, int]:
        """How bad a table is: pairs to be apart, companions missing (0 or less), pairs who have met, less worth."""
        pairs = [pair(who, other) for other in others if other != who]
        gain = sum(worth(self.person(who), self.person(o), self.between.weights) for o in others if o != who)
        with_ = sum(one in self.together for one in pairs)
        again = sum(one in self.met and one not in self.together for one in pairs)
        return sum(one in self.apart for one in pairs), -with_, again, -gain


def seat(
    person: Person,
    people: Sequence[Person],
    seating: Sequence[Round],
    tables: Sequence[int],
    between: Between = NOTHING_KNOWN,
) -> Seated:
    """Put a walk-in at a table in each of these rounds, moving nobody. `tables` are seats, `people` all who sit.

    The best table is one with a seat free where, first to last: nobody sits from whom they are to be apart; their
    companion sits; fewest sit whom they have met, in these rounds or before; fewest are of their sector; fewest sit at
    all; they differ from the others in most; the earliest. An empty table is taken only when no other has a seat.
    ValueError where every seat is taken, where the walk-in sits already and where the tables are not those of the
    seating.

    >>> room = [Person("Ann", "public"), Person("Bo", "charity"), Person("Cy", "public")]
    >>> seat(Person("Di", "charity"), room, [(("Ann", "Cy"), ("Bo",))], [3, 3]).tables
    (1,)
    """
    room = _Room([*people, person], between)
    found: list[Round] = []
    at: list[int] = []
    unmet: list[str] = []
    for number, now in enumerate(seating, start=1):
        _same_tables(now, tables)
        if any(person.id in ids for ids in now):
            raise ValueError(f"{person.id} sits in round {number} already. Take them out first to seat them anew.")
        free = [t for t, ids in enumerate(now) if len(ids) < tables[t]]
        if not free:
            raise ValueError(f"Every seat is taken in round {number}. Bring a chair to a table, and say so.")
        t = min([t for t in free if now[t]] or free, key=lambda t: (*_place(room, person, now[t]), t))
        found.append(tuple((*ids, person.id) if n == t else tuple(ids) for n, ids in enumerate(now)))
        at.append(t + 1)
        unmet += _said(room, person.id, now, t, number)
        room.met |= {pair(person.id, other) for other in now[t]}
    return Seated(tuple(found), tuple(at), tuple(unmet))


def _place(room: _Room, person: Person, ids: Sequence[str]) -> tuple[int, ...]:
    apart, companions, again, gain = room.judge(person.id, ids)
    return apart, companions, again, sum(room.person(who).sector == person.sector for who in ids), len(ids), gain


def _said(room: _Room, who: str, now: Round, t: int, number: int) -> Iterator[str]:
    for other in now[t]:
        if pair(who, other) in room.apart:
            yield f"{who} and {other} were to be kept apart; in round {number} only table {t + 1} was free for {who}."
    for n, ids in enumerate(now):
        for other in ids:
            if n != t and pair(who, other) in room.together:
                yield f"{who} was to sit with {other}, but in round {number} that table cannot be had."


def rebalance(
    people: Sequence[Person], now: Round, tables: Sequence[int], between: Between = NOTHING_KNOWN, within: int = 1
) -> Rebalanced:
    """Even out one round after no-shows, moving fewest. `now` is who is there; who has gone is left out of it.

    In use are the tables at which somebody sits. Afterwards none has more than `within` people more than another, but
    for tables with no more seats; of several ways with as few moves, the one with most at its smallest table. Who
    moves: whoever leaves the room best off, as `mix` weighs it, one after another. Those who sit together, or with
    whom they are to sit, are not moved; where too few others are there it stops short and says so. For what met
    before this round give `between.met`. ValueError for more people at a table than seats.

    >>> people = [Person(who, sector) for who, sector in zip("abcdef", ["x", "x", "y", "y", "x", "y"])]
    >>> rebalance(people, (("a", "b", "c", "d"), ("e", "f")), [4, 4]).moves
    (('a', 1, 2),)
    """
    _same_tables(now, tables)
    if within < 1:
        raise ValueError(f"Tables within {within} of each other. Give 1 or more.")
    room = _Room(people, between)
    seats = [list(ids) for ids in now]
    counts = [len(ids) for ids in seats]
    low, high = _goal(counts, tables, within)
    moves: list[tuple[str, int, int]] = []
    while any(n > top for n, top in zip(counts, high)) or any(n < least for n, least in zip(counts, low)):
        choice = min(_choices(room, seats, low, high), default=None)
        if choice is None:
            return Rebalanced(_whole(seats), tuple(moves), ("Too few sit by themselves to make the tables even.",))
        *_, source, where, target = choice
        who = seats[source].pop(where)
        seats[target].append(who)
        moves.append((who, source + 1, target + 1))
        counts = [len(ids) for ids in seats]
    return Rebalanced(_whole(seats), tuple(moves), ())


def _same_tables(now: Round, tables: Sequence[int]) -> None:
    if len(now) != len(tables):
        raise ValueError(f"{len(now)} tables are seated and {len(tables)} are given. Give the seats of each table.")
    for number, (ids, top) in enumerate(zip(now, tables), start=1):
        if len(ids) > top:
            raise ValueError(f"{len(ids)} people are at table {number}, which has {top} seats. Give it more seats.")


def _goal(counts: Sequence[int], tables: Sequence[int], within: int) -> tuple[list[int], list[int]]:
    """The fewest and the most that may sit at each table: the way that moves fewest, then the most even."""
    best: tuple[tuple[int, int], list[int], list[int]] | None = None
    for least in range(max(counts, default=0) + 1):
        low = [min(least, top) if now else 0 for now, top in zip(counts, tables)]
        high = [min(least + within, top) if now else 0 for now, top in zip(counts, tables)]
        if sum(low) <= sum(counts) <= sum(high):
            over = sum(max(0, now - top) for now, top in zip(counts, high))
            under = sum(max(0, few - now) for now, few in zip(counts, low))
            key = (max(over, under), -least)
            best = min(best or (key, low, high), (key, low, high))
    return (best[1], best[2]) if best else (list(counts), list(counts))


def _choices(
    room: _Room, seats: Sequence[Sequence[str]], low: Sequence[int], high: Sequence[int]
) -> Iterator[tuple[int, ...]]:
    """Every single move that brings the goal nearer, with what it costs in front."""
    counts = [len(ids) for ids in seats]
    over = [t for t, many in enumerate(counts) if many > high[t]]
    under = [t for t, many in enumerate(counts) if many < low[t]]
    sources = over or [t for t, many in enumerate(counts) if many > low[t]]
    targets = under or [t for t, many in enumerate(counts) if many < high[t]]
    for source in sources:
        for where, who in enumerate(seats[source]):
            if any(pair(who, other) in room.together for other in seats[source]):
                continue
            here = room.judge(who, seats[source])
            for target in targets:
                there = room.judge(who, seats[target])
                yield (*(new - old for new, old in zip(there, here)), source, where, target)


def _whole(seats: Sequence[Sequence[str]]) -> Round:
    return tuple(tuple(ids) for ids in seats)
