"""People to tables, so that they meet those they would not meet otherwise."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from .bounds import fewest_repeats, most_worth
from .people import NOTHING_KNOWN, Between, Person, absent, check
from .problem import Array, Problem, problem, tally
from .search import Seats, climb, exchange, scatter, wander
from .start import start

STEPS, MORE, WORK, SMALL = 250, 4000, 30_000_000, 1200
Round = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Mix:
    """Who sits where. `seating` holds for each round, for each table in the order given, the ids in the order given.

    `repeats` counts meetings at a table of two who have met before, in an earlier round or by `met`, companions left
    out; no seating has fewer than `fewest`. `worth` is the sum over all meetings of what they are worth; no seating has
    more than `most`. `unmet` says in words what was asked for and could not be had.
    """

    seating: tuple[Round, ...]
    repeats: int
    fewest: int
    worth: int
    most: int
    unmet: tuple[str, ...]


def mix(
    people: Sequence[Person], tables: Sequence[int], rounds: int = 1, between: Between = NOTHING_KNOWN, seed: int = 0
) -> Mix:
    """Tables of people who differ; `tables` are seats. The same seed gives the same seating.

    What counts, each before all that follow: (1) who sits together does, and tables are as even as they can be, none
    with fewer than three while others have room; (2) pairs to be kept apart are; (3) nobody meets again whom they have
    met (a pair that meets twice is one repeat); (4) of those who must, the ones who have met least often; (5) the sum
    over pairs at one table of the weights of the attributes in which they differ: 8 for the sector, 4 for the
    organisation, 2 for the place, 1 for the role, unless `between.weights` says otherwise.

    What comes of it is good, and not always the best there is: `fewest` and `most` say how far off it can be at worst.
    It takes 0.1 CPU-seconds for 40 people, less than one for 300 in three rounds (31 and 1.4 GB for 3,000), and up to
    two where a seating without repeats is not ruled out but hard to find. ValueError, saying what to do, for people
    twice, fewer seats than people, no tables, a table or a number of rounds below 1, a pair both apart and together,
    and groups that fit no table.

    >>> people = [Person("Ann", "public"), Person("Bo", "public"), Person("Cy", "charity"), Person("Di", "charity")]
    >>> found = mix(people, [2, 2], rounds=2)
    >>> sorted(sorted(table) for table in found.seating[0]), found.repeats
    ([['Ann', 'Cy'], ['Bo', 'Di']], 0)
    """
    check(people, tables, rounds, between.weights)
    if not people:
        return Mix(((((),) * len(tables)),) * rounds, 0, 0, 0, 0, ())
    room = problem(people, tables, rounds, between)
    fill = room.fill.tolist()
    ids = [person.id for person in people]
    fewest = fewest_repeats(ids, room.units, fill, rounds, between)
    inside = sum(_inside(people, unit, between) for unit in room.units) * rounds
    most = most_worth(people, fill, between.weights) * rounds
    table = _search(room, rounds, np.random.default_rng(seed), (fewest, most - inside))
    broken, repeats, _, worth = tally(room, table)
    if broken:
        fewest = fewest_repeats(ids, room.units, fill, rounds, replace(between, apart=()))
    seating = _named(people, room, table)
    unmet = (*absent(people, between), *_broken(seating, between), *_alone(seating))
    return Mix(seating, repeats, fewest, worth + inside, most, unmet)


def _search(room: Problem, rounds: int, dice: np.random.Generator, bound: tuple[int, int]) -> Array:
    """The better of two tries in a small room, the one in a larger."""
    fewest, most = bound
    each = rounds * len(room.units) ** 2
    few, many = min(STEPS, WORK // each), min(MORE, WORK // each)

    def best(table: Array) -> bool:
        apart, repeats, _, worth = tally(room, table)
        return (apart, repeats) == (0, 0) and worth == most

    def clean(table: Array) -> bool:
        return tally(room, table)[:2] == (0, 0)

    found: list[Array] = []
    while len(found) < (2 if each <= SMALL else 1) and not any(best(table) for table in found):
        seats = Seats(room, start(room, rounds, dice, by_chance=bool(found)))
        if found:
            scatter(seats, dice)
        found.append(_settled(room, wander(_climbed(seats), few, dice, best)))
    table = min(found, key=lambda one: _rank(tally(room, one)))
    if fewest == 0 and not clean(table):
        table = wander(Seats(room, table), many, dice, clean)
        table = _settled(room, wander(Seats(room, table), few, dice, best))
    return table


def _rank(counted: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    apart, repeats, earlier, worth = counted
    return apart, repeats, earlier, -worth


def _settled(room: Problem, table: Array) -> Array:
    return _climbed(Seats(room, table)).table


def _climbed(seats: Seats) -> Seats:
    climb(seats)
    while exchange(seats):
        climb(seats)
    return seats


def _inside(people: Sequence[Person], unit: Sequence[int], between: Between) -> int:
    """What the meetings of one group among themselves are worth in a round."""
    values = [[people[n].value(name) for n in unit] for name in between.weights]
    return sum(
        weight * sum(row[i] != row[j] for i in range(len(unit)) for j in range(i))
        for row, weight in zip(values, between.weights.values())
    )


def _named(people: Sequence[Person], room: Problem, table: Array) -> tuple[Round, ...]:
    seating = []
    for row in table.tolist():
        at = {n: t for unit, t in zip(room.units, row) for n in unit}
        tables: list[list[str]] = [[] for _ in room.fill]
        for n, person in enumerate(people):
            tables[at[n]].append(person.id)
        seating.append(tuple(tuple(ids) for ids in tables))
    return tuple(seating)


def _broken(seating: Sequence[Round], between: Between) -> Iterator[str]:
    for number, tables in enumerate(seating, start=1):
        at = {who: t for t, ids in enumerate(tables, start=1) for who in ids}
        for a, b in between.apart:
            if a in at and at[a] == at.get(b):
                yield f"{a} and {b} were to be kept apart; in round {number} they share table {at[a]}."


def _alone(seating: Sequence[Round]) -> Iterator[str]:
    for number, tables in enumerate(seating, start=1):
        for t, ids in enumerate(tables, start=1):
            if len(ids) == 1:
                yield f"{ids[0]} sits alone at table {t} in round {number}. Fewer and larger tables would mend that."
