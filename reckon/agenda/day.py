"""What goes into an agenda: the rooms, the sessions and what people want, and what comes out."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field

MOST_SLOTS = MOST_ROOMS = 1000


@dataclass(frozen=True)
class Room:
    """A room, how many it seats (0 or more), and what it has (`{"step-free", "projector"}`, the words are yours)."""

    seats: int
    has: frozenset[str] = frozenset()
    name: str = ""

    def __post_init__(self) -> None:
        if isinstance(self.seats, bool) or not isinstance(self.seats, int) or self.seats < 0:
            who = f"Room {self.name}" if self.name else "A room"
            raise ValueError(f"{who} must seat a whole number of people, 0 or more, not {self.seats!r}.")


@dataclass(frozen=True)
class Session:
    """One session. Slots and rooms are numbers from 0, in the order of the day.

    `slot` and `room` say where it stands already (announced, or running): it stays there. A room alone keeps it in that
    room, in any slot. `slots` are those its hosts can make, None for all; `needs` is what its room must have. What is
    fixed goes before what was asked: a fixed slot or room is not checked against `slots` or `needs`.
    """

    id: Hashable
    hosts: tuple[Hashable, ...] = ()
    slot: int | None = None
    room: int | None = None
    slots: frozenset[int] | None = None
    needs: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Day:
    """The whole question. Any shape will do: no slots, no rooms, no sessions and no wishes have answers too.

    `wishes` gives each person the ids of the sessions they want, in any order; an id of no session and a doubled one
    are passed over. A number among `rooms` is a room with that many seats. ValueError, with a sentence, for a negative
    number of slots or seats, and for more than 1,000 slots or 1,000 rooms.
    """

    slots: int
    rooms: tuple[Room, ...]
    sessions: tuple[Session, ...]
    wishes: Mapping[Hashable, frozenset[Hashable]] = field(default_factory=dict)

    def __init__(
        self,
        slots: int,
        rooms: Iterable[Room | int],
        sessions: Iterable[Session],
        wishes: Mapping[Hashable, Iterable[Hashable]] | None = None,
    ) -> None:
        if isinstance(slots, bool) or not isinstance(slots, int) or slots < 0:
            raise ValueError(f"The number of slots must be a whole number, 0 or more, not {slots!r}.")
        rooms = tuple(room if isinstance(room, Room) else Room(room) for room in rooms)
        if slots > MOST_SLOTS or len(rooms) > MOST_ROOMS:
            raise ValueError(f"A day has at most {MOST_SLOTS:,} slots and {MOST_ROOMS:,} rooms: split it in two.")
        object.__setattr__(self, "slots", slots)
        object.__setattr__(self, "rooms", rooms)
        object.__setattr__(self, "sessions", tuple(sessions))
        object.__setattr__(self, "wishes", {who: frozenset(want) for who, want in (wishes or {}).items()})

    def of(self) -> int:
        """The most wishes that any grid of these slots could meet, rooms and hosts apart.

        A wish is met when a person has, in one slot, at least one session they want; so nobody can have more met than
        there are slots, nor more than the sessions they want. Wishes for sessions that were left out still count.
        """
        known = {session.id for session in self.sessions}
        return sum(min(self.slots, len(want & known)) for want in self.wishes.values())


@dataclass(frozen=True)
class Place:
    """A session, and the slot and the room (numbers from 0) where it is held."""

    session: Hashable
    slot: int
    room: int


@dataclass(frozen=True)
class LeftOut:
    """A session with no place, and why, in a sentence for whoever proposed it."""

    session: Hashable
    why: str


@dataclass(frozen=True)
class Plan:
    """A grid, in order of slot and room; what was left out, in the order given; wishes met, and of how many.

    `moved` (after `improve`) are the sessions which had another slot or room before, or had one and have none now.
    """

    grid: tuple[Place, ...]
    left_out: tuple[LeftOut, ...]
    met: int
    of: int
    moved: tuple[Hashable, ...] = ()
