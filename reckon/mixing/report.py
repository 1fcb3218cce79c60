"""How mixed a room is: table by table, beside the best there could be and beside chance."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import comb

from .bounds import most_apart, pairs_at
from .mix import Round
from .people import NOTHING_KNOWN, UNKNOWN, Between, Pair, Person, pair

ATTRIBUTES = ("sector", "organisation", "place", "role")
Counts = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Figure:
    """Something counted: as the room is seated, as chance would have it on average, and the most it could be.

    `at_random` is exact, not drawn; `at_most` is a bound that no seating passes and perhaps none reaches.
    """

    here: float
    at_random: float
    at_most: float


@dataclass(frozen=True)
class TableReport:
    """One table in one round, both counted from 1. `counts` as in Report; `across` pairs of two known sectors, of
    `pairs`; `new` pairs who had not met.
    """

    round: int
    table: int
    people: int
    counts: Mapping[str, Counts]
    pairs: int
    across: int
    new: int


@dataclass(frozen=True)
class Report:
    """The room. `counts` holds for each attribute its values with their people, most first, UNKNOWN last where there
    are any. Counts are raw: before publishing, hide those under five.

    `meetings` are pairs at one table, over all rounds; `repeats` those of two who had met, `new` the others. `across`
    are meetings of two known sectors that differ, `unsure` those of which at least one sector is not known. `others` is
    the mean number of other known sectors met, over the people whose own is known.
    """

    people: int
    counts: Mapping[str, Counts]
    tables: tuple[TableReport, ...]
    meetings: int
    new: int
    repeats: int
    across: Figure
    unsure: int
    others: Figure
    words: str


def report(people: Sequence[Person], seating: Sequence[Round], between: Between = NOTHING_KNOWN) -> Report:
    """How mixed the rounds are, one after another. `seating` is as `mix` gives it; people at no table are not counted.

    Chance: everybody who sits in a round drops into one of its seats, every order alike. Pairs across sectors are then
    a plain share of all pairs; that somebody meets a sector is hypergeometric, and rounds are independent. Companions
    count as meetings like all others. ValueError for an id that is not among the people or sits twice in one round.

    >>> people = [Person("Ann", "public"), Person("Bo", "public"), Person("Cy", "charity"), Person("Di", "charity")]
    >>> found = report(people, [(("Ann", "Cy"), ("Bo", "Di"))])
    >>> found.words
    'Everybody met 1 other sector on average (0.67 at random, 1 at most); 2 of 2 meetings were across sectors, 0 again.'
    >>> found.across.here, round(found.across.at_random, 3)
    (2, 1.333)
    """
    known = {person.id: person for person in people}
    _check(known, seating)
    here = [person for person in people if any(person.id in ids for tables in seating for ids in tables)]
    tables = tuple(_tables(known, seating, between))
    across = Figure(sum(table.across for table in tables), float(_across(known, seating)), _most_across(known, seating))
    others = _others(here, known, seating)
    meetings, new = sum(table.pairs for table in tables), sum(table.new for table in tables)
    unsure = sum(not (known[a].sector and known[b].sector) for tables in seating for a, b in _pairs(tables))
    words = (
        f"Everybody met {_short(others.here)} other sector{'' if others.here == 1 else 's'} on average "
        f"({_short(others.at_random)} at random, {_short(others.at_most)} at most); "
        f"{across.here} of {meetings} meetings were across sectors, {meetings - new} again."
    )
    return Report(len(here), _counts(here), tables, meetings, new, meetings - new, across, unsure, others, words)


def _check(known: Mapping[str, Person], seating: Sequence[Round]) -> None:
    for number, tables in enumerate(seating, start=1):
        seen: set[str] = set()
        for who in (who for ids in tables for who in ids):
            if who not in known:
                raise ValueError(f"{who} sits in round {number} and is not among the people. Add them, or reseat.")
            if who in seen:
                raise ValueError(f"{who} sits twice in round {number}. Take one of the two out.")
            seen.add(who)


def _counts(people: Sequence[Person]) -> dict[str, Counts]:
    found = {}
    for name in dict.fromkeys([*ATTRIBUTES, *(name for person in people for name in person.more)]):
        counted = Counter(person.value(name) for person in people)
        order = sorted(counted, key=lambda value: (not value, -counted[value], value))
        found[name] = tuple((value or UNKNOWN, counted[value]) for value in order)
    return found


def _tables(known: Mapping[str, Person], seating: Sequence[Round], between: Between) -> Iterator[TableReport]:
    met: set[Pair] = set(between.times())
    for number, tables in enumerate(seating, start=1):
        for at, ids in enumerate(tables, start=1):
            pairs = list(_pairs([ids]))
            yield TableReport(
                number,
                at,
                len(ids),
                _counts([known[who] for who in ids]),
                len(pairs),
                sum(_differ(known[a], known[b]) for a, b in pairs),
                sum(one not in met for one in pairs),
            )
        met.update(_pairs(tables))


def _pairs(tables: Sequence[Sequence[str]]) -> Iterator[Pair]:
    return (pair(a, b) for ids in tables for a, b in combinations(ids, 2))


def _differ(one: Person, other: Person) -> bool:
    return bool(one.sector and other.sector and one.sector != other.sector)


def _sectors(known: Mapping[str, Person], tables: Round) -> Counter[str]:
    return Counter(known[who].sector for ids in tables for who in ids)


def _across(known: Mapping[str, Person], seating: Sequence[Round]) -> Fraction:
    total = Fraction(0)
    for tables in seating:
        sectors = _sectors(known, tables)
        known_pairs = comb(sectors.total() - sectors[""], 2)
        differ = known_pairs - pairs_at(many for name, many in sectors.items() if name)
        if differ:
            total += Fraction(differ * pairs_at(map(len, tables)), comb(sectors.total(), 2))
    return total


def _most_across(known: Mapping[str, Person], seating: Sequence[Round]) -> int:
    """No more than if those not known were a sector, nor than all pairs who are known to differ."""
    total = 0
    for tables in seating:
        sectors = _sectors(known, tables)
        differ = comb(sectors.total() - sectors[""], 2) - pairs_at(n for name, n in sectors.items() if name)
        total += min(differ, most_apart(sectors.elements(), [len(ids) for ids in tables]))
    return total


def _others(here: Sequence[Person], known: Mapping[str, Person], seating: Sequence[Round]) -> Figure:
    sure = [person for person in here if person.sector]
    if not sure:
        return Figure(0.0, 0.0, 0.0)
    met: dict[str, set[str]] = {person.id: set() for person in here}
    for tables in seating:
        for ids in tables:
            for who in ids:
                met[who] |= {known[other].sector for other in ids} - {known[who].sector, ""}
    rounds = [
        (_sectors(known, tables), [len(ids) for ids in tables], {w for ids in tables for w in ids})
        for tables in seating
    ]
    chance, most = Fraction(0), 0
    came = Counter((person.sector, tuple(person.id in ids for _, _, ids in rounds)) for person in sure)
    for (own, sat), many in came.items():
        sat_in = [(sectors, fill) for (sectors, fill, _), there in zip(rounds, sat) if there]
        names = {name for sectors, _ in sat_in for name in sectors} - {own, ""}
        missed = (_missed_all(name, sat_in) for name in sorted(names))
        chance += many * sum((1 - never for never in missed), Fraction(0))
        most += many * min(len(names), sum(max(fill) - 1 for _, fill in sat_in))
    mean = Fraction(sum(len(met[person.id]) for person in sure), len(sure))
    return Figure(float(mean), float(chance / len(sure)), most / len(sure))


def _missed_all(name: str, sat_in: Sequence[tuple[Counter[str], Sequence[int]]]) -> Fraction:
    """The chance of sharing no table with a sector other than one's own, in any round."""
    never = Fraction(1)
    for sectors, fill in sat_in:
        people = sectors.total()
        without = people - 1 - sectors[name]
        ways = (many * Fraction(comb(without, many - 1), comb(people - 1, many - 1)) for many in fill if many)
        never *= sum(ways, Fraction(0)) / people
    return never


def _short(figure: float) -> str:
    return f"{figure:.2f}".rstrip("0").rstrip(".")
