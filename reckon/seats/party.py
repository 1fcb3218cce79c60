"""One reply: a person and whoever they bring."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

ANSWERS = ("yes", "maybe", "waiting", "no")
Place = tuple[bool, bool, int, str]


@dataclass(frozen=True)
class Party:
    """People who come together or not at all. A party is never split.

    `people` counts everybody, whoever replied included. `replied` numbers the replies, earliest lowest; `host` marks
    hosts and speakers, who stand first in every line; `moved` marks those who lost a seat because the room shrank, who
    stand before everybody else on the waiting list. `topics` are what they would like to be at; `remote` is whether
    they would take part by screen and `dates` the days they could come, None where nobody has asked them. An empty
    sector or organisation is one we do not know. ValueError for a party of none and for an answer we do not know.
    """

    id: str
    people: int = 1
    answer: str = "yes"
    sector: str = ""
    organisation: str = ""
    place: str = ""
    topics: tuple[str, ...] = ()
    remote: bool | None = None
    dates: frozenset[str] | None = None
    replied: int = 0
    host: bool = False
    moved: bool = False

    def __post_init__(self) -> None:
        if self.people < 1:
            raise ValueError(f"{self.id}: a party of {self.people}. Count everybody who comes, so 1 or more.")
        if self.answer not in ANSWERS:
            raise ValueError(f"{self.id}: the answer “{self.answer}”. Use one of {', '.join(ANSWERS)}.")

    @property
    def wants_a_seat(self) -> bool:
        """Those who said yes or wait for a seat; a maybe holds none."""
        return self.answer in ("yes", "waiting")

    @property
    def stands(self) -> Place:
        """Where in the line: hosts, then those moved out of a room that shrank, then by order of reply, then by id."""
        return (not self.host, not self.moved, self.replied, self.id)


def in_order(parties: Iterable[Party]) -> list[Party]:
    """The line: everybody who wants a seat, first come first.

    ValueError where one id stands there twice, since one person would then take two seats.

    >>> [p.id for p in in_order([Party("Bo", replied=2), Party("Ann", replied=1), Party("Cy", answer="no")])]
    ['Ann', 'Bo']
    """
    line = sorted((party for party in parties if party.wants_a_seat), key=lambda party: party.stands)
    if twice := repeated(party.id for party in line):
        raise ValueError(f"{twice} replied twice. Merge the two replies, or give one of them another id.")
    return line


def repeated(ids: Iterable[Hashable]) -> Hashable | None:
    """The first id that has been there before; None where there is none."""
    seen: set[Hashable] = set()
    for one in ids:
        if one in seen:
            return one
        seen.add(one)
    return None


def people_in(parties: Iterable[Party]) -> int:
    return sum(party.people for party in parties)
