"""A day as numbers, ready for the search: people, slots and rooms become bits of whole numbers."""

from collections.abc import Hashable
from dataclasses import dataclass, field

from .day import Day, LeftOut, Session


@dataclass
class Tiles:
    """What is moved about: one tile for each session, then one blank for each slot, which nobody wants.

    Swapping a session with the blank of a slot moves it there. `wanted` has a bit for each person, `can` for each slot
    a tile may stand in, `fits` for each room it may use, `clash` for each tile that shares a host. `fixed` tiles have
    their slot in `starts`.
    """

    slots: int
    rooms: int
    sessions: list[Session]
    wanted: list[int] = field(default_factory=list)
    can: list[int] = field(default_factory=list)
    fits: list[int] = field(default_factory=list)
    clash: list[int] = field(default_factory=list)
    fixed: list[bool] = field(default_factory=list)

    @property
    def everywhere(self) -> int:
        return (1 << self.rooms) - 1

    def overlap(self, one: int) -> list[int]:
        """How many want both this tile and each other; 0 with itself."""
        mine = self.wanted[one]
        row = [(mine & other).bit_count() for other in self.wanted]
        row[one] = 0
        return row


def read(day: Day) -> tuple[Tiles, list[LeftOut]]:
    """The tiles of a day, and the sessions that are none because their id was taken already."""
    first: dict[Hashable, Session] = {}
    doubled = []
    for session in day.sessions:
        if session.id in first:
            why = f"Another session is called {session.id} too, and stands first: give this one an id of its own."
            doubled.append(LeftOut(session.id, why))
        else:
            first[session.id] = session
    tiles = Tiles(day.slots, len(day.rooms), list(first.values()))
    tiles.wanted = _wanted(day, list(first))
    tiles.clash = _clashes(tiles.sessions)
    tiles.can = [_slots(day, session) for session in tiles.sessions]
    tiles.fits = [_rooms(day, session) for session in tiles.sessions]
    tiles.fixed = [session.slot is not None for session in tiles.sessions]
    for slot in range(day.slots):
        tiles.wanted.append(0)
        tiles.can.append(1 << slot)
        tiles.fits.append(tiles.everywhere)
        tiles.clash.append(0)
        tiles.fixed.append(False)
    return tiles, doubled


def _wanted(day: Day, ids: list[Hashable]) -> list[int]:
    people: dict[Hashable, list[int]] = {id: [] for id in ids}
    for person, want in enumerate(day.wishes.values()):
        for id in want:
            if id in people:
                people[id].append(person)
    return [_bits(each, len(day.wishes)) for each in people.values()]


def _bits(people: list[int], of: int) -> int:
    octets = bytearray(of // 8 + 1)
    for person in people:
        octets[person >> 3] |= 1 << (person & 7)
    return int.from_bytes(octets, "little")


def _clashes(sessions: list[Session]) -> list[int]:
    hosted: dict[Hashable, int] = {}
    for number, session in enumerate(sessions):
        for host in session.hosts:
            hosted[host] = hosted.get(host, 0) | 1 << number
    clashes = []
    for number, session in enumerate(sessions):
        others = 0
        for host in session.hosts:
            others |= hosted[host]
        clashes.append(others & ~(1 << number))
    return clashes


def _slots(day: Day, session: Session) -> int:
    """The slots a session may stand in; a fixed one only in its own, and in none when that does not exist."""
    if session.slot is not None:
        return 1 << session.slot if 0 <= session.slot < day.slots else 0
    if session.slots is None:
        return (1 << day.slots) - 1
    return sum(1 << slot for slot in session.slots if 0 <= slot < day.slots)


def _rooms(day: Day, session: Session) -> int:
    if session.room is not None:
        return 1 << session.room if 0 <= session.room < len(day.rooms) else 0
    return sum(1 << number for number, room in enumerate(day.rooms) if session.needs <= room.has)
