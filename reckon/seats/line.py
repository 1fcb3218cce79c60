"""The fair rule: who has a seat, who is offered the next one, and who moves when the room shrinks.

Everything here is a pure sum on plain values, the same each time, in n log n steps, so that it can be asked while a
database row is locked.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from .party import Party, in_order, people_in

RULE = (
    "Places held for an organisation or a sector are kept for it until their time is up. All other seats go in order "
    "of reply. A party is never split: one that is too big for the seats left is passed over and keeps its place in "
    "the line, so that no seat stands empty while somebody waiting fits it. Hosts and speakers come first. When the "
    "room shrinks the same rule is read again over those who were in: the latest to reply lose their seat, held places "
    "and hosts stay, and whoever has to move stands at the head of the waiting list."
)
Key = tuple[str, str]


@dataclass(frozen=True)
class Hold:
    """Places kept for an organisation or a sector. `until` is any time; `standing` compares it with the time it is.

    Somebody whose organisation has places held draws on those alone, not on those of their sector too.
    """

    kind: Literal["organisation", "sector"]
    name: str
    places: int
    until: Any = None

    def __post_init__(self) -> None:
        if self.kind not in ("organisation", "sector"):
            raise ValueError(f"Places can be held for an organisation or a sector, not for a {self.kind}.")
        if not self.name:
            raise ValueError("Say for whom the places are held: the name is empty.")
        if self.places < 0:
            raise ValueError(f"{self.places} places held for {self.name}. Hold 0 or more.")

    @property
    def key(self) -> Key:
        return (self.kind, self.name)


@dataclass(frozen=True)
class Allotment:
    """Who has a seat and who waits, both in the order of the line.

    `free` is the number of seats that nobody has and nobody holds; `held` the places still kept, one hold for each
    that was given, with what is left of it.
    """

    seated: tuple[Party, ...]
    waiting: tuple[Party, ...]
    free: int
    held: tuple[Hold, ...]


def standing(holds: Iterable[Hold], now: Any) -> list[Hold]:
    """The holds whose time is not up; one that ends now has ended.

    >>> [hold.name for hold in standing([Hold("sector", "charity", 2, until=9), Hold("sector", "public", 1)], now=9)]
    ['public']
    """
    return [hold for hold in holds if hold.until is None or now < hold.until]


def still_held(in_room: Iterable[Party], holds: Sequence[Hold]) -> list[Hold]:
    """What is left of each hold once those in the room have drawn on it: never below 0, and none left out.

    >>> still_held([Party("Ann", 2, organisation="Guild")], [Hold("organisation", "Guild", 3)])[0].places
    1
    """
    left = _places(holds)
    for party in in_room:
        if (key := _draws_on(party, left)) is not None:
            left[key] = max(0, left[key] - party.people)
    return _left(holds, left)


def load(in_room: Iterable[Party], holds: Sequence[Hold] = ()) -> int:
    """Seats spoken for: everybody in the room and the places still held. A party may come in when, with it in, this
    is no more than the capacity.

    >>> load([Party("Ann", 2, organisation="Guild"), Party("Bo")], [Hold("organisation", "Guild", 3)])
    4
    """
    inside = list(in_room)
    return people_in(inside) + sum(hold.places for hold in still_held(inside, holds))


def allot(replies: Iterable[Party], capacity: int, holds: Sequence[Hold] = ()) -> Allotment:
    """Seats for everybody who said yes or waits, by the RULE, as if nobody sat yet. Holds are those that stand now.

    A maybe and a no get nothing and stand in neither list. ValueError for a capacity below 0, for more places held
    than there are seats, for two holds for one name and for a reply given twice.

    >>> found = allot([Party("Ann", 2, replied=1), Party("Bo", 2, replied=2), Party("Cy", replied=3)], 3)
    >>> [party.id for party in found.seated], [party.id for party in found.waiting], found.free
    (['Ann', 'Cy'], ['Bo'], 0)
    >>> guild = Hold("organisation", "Guild", 1)
    >>> [party.id for party in allot([Party("Ann", replied=1), Party("Bo", organisation="Guild")], 1, [guild]).seated]
    ['Bo']
    """
    places = _places(holds)
    kept = sum(places.values())
    if capacity < 0:
        raise ValueError(f"A room of {capacity} seats. Give 0 or more.")
    if kept > capacity:
        raise ValueError(
            f"{kept} places are held in a room of {capacity} seats. Let some go, or find {kept - capacity} more."
        )
    return _walk(in_order(replies), capacity - kept, holds)


def promote(waiting: Iterable[Party], free: int, held: Sequence[Hold] = ()) -> tuple[Party, ...]:
    """Who is offered a seat now, in order. `free` are seats that nobody has, holds or has been offered; `held` what is
    left of each hold (`still_held`), those with none left included.

    The whole line is walked, so several may be offered at once, and the one at the head may be passed over because its
    party is too big. ValueError for `free` below 0: the room is over-full, so shrink it first.

    >>> [p.id for p in promote([Party("Ann", 3, "waiting", replied=1), Party("Bo", 2, "waiting", replied=2)], 2)]
    ['Bo']
    """
    if free < 0:
        raise ValueError(f"{-free} more are in the room than it seats. Shrink it before offering seats.")
    return _walk(in_order(waiting), free, held).seated


def shrink(in_room: Iterable[Party], capacity: int, holds: Sequence[Hold] = ()) -> Allotment:
    """Who stays and who moves to the head of the waiting list when the room gets smaller; nobody is left out.

    The latest to reply move first, by whole parties; whoever still fits beside the rest stays after all, the earliest
    first. That is the RULE read again over those who are in. Places held stay held, taken or not; let them go first
    if they should give way. ValueError where hosts and held places alone are more than the capacity.

    >>> found = shrink([Party("Ann", replied=1), Party("Bo", 2, replied=2), Party("Cy", replied=3)], 2)
    >>> [party.id for party in found.seated], [party.id for party in found.waiting]
    (['Ann', 'Cy'], ['Bo'])
    """
    inside = list(in_room)
    hosts = load((party for party in inside if party.host), holds)
    if hosts > capacity:
        raise ValueError(
            f"Hosts, speakers and held places need {hosts} seats and there would be {capacity}. "
            "Let held places go, or keep a bigger room."
        )
    return allot(inside, capacity, holds)


def _walk(line: Sequence[Party], free: int, holds: Sequence[Hold]) -> Allotment:
    left = _places(holds)
    seated: list[Party] = []
    waiting: list[Party] = []
    for party in line:
        key = _draws_on(party, left)
        held = min(party.people, left[key]) if key else 0
        if party.people - held > free:
            waiting.append(party)
            continue
        free -= party.people - held
        if key:
            left[key] -= held
        seated.append(party)
    return Allotment(tuple(seated), tuple(waiting), free, tuple(_left(holds, left)))


def _draws_on(party: Party, places: dict[Key, int]) -> Key | None:
    for key in (("organisation", party.organisation), ("sector", party.sector)):
        if key in places:
            return key
    return None


def _places(holds: Sequence[Hold]) -> dict[Key, int]:
    places: dict[Key, int] = {}
    for hold in holds:
        if hold.key in places:
            raise ValueError(f"Places are held twice for the {hold.kind} {hold.name}. Put them together in one.")
        places[hold.key] = hold.places
    return places


def _left(holds: Sequence[Hold], left: dict[Key, int]) -> list[Hold]:
    return [Hold(hold.kind, hold.name, left[hold.key], hold.until) for hold in holds]
