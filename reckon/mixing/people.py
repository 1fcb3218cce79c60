"""Who is in the room, and what is known between them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

WEIGHTS: Mapping[str, int] = {"sector": 8, "organisation": 4, "place": 2, "role": 1}
UNKNOWN = "not known"
TIMES = 20
Pair = tuple[str, str]


@dataclass(frozen=True)
class Person:
    """One person. An empty value is one we do not know; `more` holds anything else, by name."""

    id: str
    sector: str = ""
    organisation: str = ""
    place: str = ""
    role: str = ""
    more: Mapping[str, str] = field(default_factory=dict, hash=False)

    def value(self, attribute: str) -> str:
        own = {"sector": self.sector, "organisation": self.organisation, "place": self.place, "role": self.role}
        return own[attribute] if attribute in own else self.more.get(attribute, "")


@dataclass(frozen=True)
class Between:
    """What is known between people, by id, each pair in either order.

    `met`: how often two have met before (above 20 counts as 20). `apart`: pairs never to share a table. `together`:
    groups who always do, such as somebody and their companion. `weights`: what it is worth that two at one table differ
    in an attribute, a whole number from 0 to 1,000. As they stand, two of different sectors are worth more than two of
    one sector who differ in all the rest.
    """

    met: Mapping[Pair, int] = field(default_factory=dict)
    apart: Sequence[Pair] = ()
    together: Sequence[Sequence[str]] = ()
    weights: Mapping[str, int] = field(default_factory=lambda: WEIGHTS)

    def times(self) -> dict[Pair, int]:
        """`met` with each pair in order once; the two orders of one pair are added up."""
        found: dict[Pair, int] = {}
        for (a, b), times in self.met.items():
            if times < 0:
                raise ValueError(f"{a} and {b} have met {times} times. Count from 0 up.")
            if times and a != b:
                found[pair(a, b)] = min(TIMES, found.get(pair(a, b), 0) + times)
        return found


NOTHING_KNOWN = Between()


def pair(a: str, b: str) -> Pair:
    return (a, b) if a < b else (b, a)


def worth(one: Person, other: Person, weights: Mapping[str, int] = WEIGHTS) -> int:
    """What it is worth that these two sit at one table.

    What we do not know is a value of its own: two unknown do not differ, an unknown and a known do. So people we know
    little of are spread over the tables too, instead of being put together.

    >>> worth(Person("Ann", sector="public", role="clerk"), Person("Bo", sector="public", role="mayor"))
    1
    """
    return sum(weight for name, weight in weights.items() if one.value(name) != other.value(name))


def check(people: Sequence[Person], tables: Sequence[int], rounds: int, weights: Mapping[str, int]) -> None:
    """ValueError, in words, for a room that cannot be seated."""
    seen: set[str] = set()
    for person in people:
        if person.id in seen:
            raise ValueError(f"{person.id} is there twice. Take one out, or give one of them another id.")
        seen.add(person.id)
    if not tables:
        raise ValueError("There are no tables. Give the number of seats at each.")
    for number, seats in enumerate(tables, start=1):
        if seats < 1:
            raise ValueError(f"Table {number} has {seats} seats. Give every table 1 seat or more, or leave it out.")
    if sum(tables) < len(people):
        raise ValueError(
            f"{len(people)} people and {sum(tables)} seats. "
            f"Find seats for {len(people) - sum(tables)} more, or ask fewer people to sit down."
        )
    if rounds < 1:
        raise ValueError(f"{rounds} rounds. Ask for 1 or more.")
    if any(not 0 <= weight <= 1000 for weight in weights.values()):
        raise ValueError("A weight is below 0 or above 1,000. Give whole numbers from 0 to 1,000.")


def groups(people: Sequence[Person], together: Iterable[Sequence[str]]) -> list[list[int]]:
    """People by number in the groups that sit together, alone ones too, in the order of their first member. Groups
    that share somebody are one; whoever is not in the room is passed over.

    >>> groups([Person("Ann"), Person("Bo"), Person("Cy")], [("Cy", "Ann")])
    [[0, 2], [1]]
    """
    number = {person.id: n for n, person in enumerate(people)}
    leader = list(range(len(people)))

    def lead(n: int) -> int:
        while leader[n] != n:
            n = leader[n]
        return n

    for group in together:
        here = [number[who] for who in group if who in number]
        for n in here[1:]:
            one, other = sorted((lead(here[0]), lead(n)))
            leader[other] = one
    found: dict[int, list[int]] = {}
    for n in range(len(people)):
        found.setdefault(lead(n), []).append(n)
    return list(found.values())


def check_apart(people: Sequence[Person], units: Sequence[Sequence[int]], apart: Iterable[Pair]) -> None:
    unit = {people[n].id: number for number, group in enumerate(units) for n in group}
    for a, b in apart:
        if a == b:
            raise ValueError(f"{a} cannot be kept apart from {a}. Take the pair out.")
        if a in unit and unit[a] == unit.get(b):
            raise ValueError(f"{a} and {b} are to be kept apart and to sit together. Take one of the two out.")


def absent(people: Sequence[Person], between: Between) -> list[str]:
    """A sentence for each pair or group that names somebody who is not in the room."""
    here = {person.id for person in people}
    said = []
    for words, sets in (("kept apart", between.apart), ("together", between.together)):
        for group in sets:
            gone = [who for who in group if who not in here]
            if gone and len(gone) < len(group):
                said.append(f"{' and '.join(group)} are to be {words}, but {' and '.join(gone)} is not in the room.")
    return said
