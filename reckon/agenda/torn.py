"""How a grid serves people: wishes met, who is torn between what, which rooms are too small."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from itertools import combinations

from .board import Board
from .day import Day, Place
from .tiles import Tiles, read


@dataclass(frozen=True)
class Tear:
    """Two sessions in one slot, in the order of the day, and how many people want both."""

    slot: int
    sessions: tuple[Hashable, Hashable]
    people: int


@dataclass(frozen=True)
class Crowd:
    """A session in its room: how many want it, and how many the room seats."""

    session: Hashable
    slot: int
    room: int
    interest: int
    seats: int

    @property
    def standing(self) -> int:
        """How many would find no seat, if everybody who wants it came; 0 when the room is big enough."""
        return max(0, self.interest - self.seats)


@dataclass(frozen=True)
class Torn:
    """`met` of `of` wishes (see `Day.of`); `torn` pairs of a person and a slot in which two or more of theirs run.

    `tears` come with most people first, then by slot and the order of the day; `crowds` in the order of the grid.
    """

    met: int
    of: int
    torn: int
    tears: tuple[Tear, ...]
    crowds: tuple[Crowd, ...]

    @property
    def too_small(self) -> tuple[Crowd, ...]:
        """The crowds whose room is smaller than the interest, the worst first."""
        return tuple(sorted((each for each in self.crowds if each.standing), key=lambda each: -each.standing))


def torn(day: Day, grid: Iterable[Place], *, most: int = 20) -> Torn:
    """What a grid, whoever made it, means for those who wish: at most so many `tears`, none of them of nobody.

    Places with a session, a slot or a room that the day does not have are passed over; of two for one session the first
    counts. Hosts double-booked and rooms taken twice are not looked for.

    >>> from reckon.agenda import Session
    >>> day = Day(1, [10, 1], [Session("a"), Session("b")], {"Ann": ["a", "b"], "Bo": ["b"]})
    >>> seen = torn(day, [Place("a", 0, 0), Place("b", 0, 1)])
    >>> seen.met, seen.of, seen.torn, seen.tears[0].people, seen.too_small[0].standing
    (2, 2, 1, 1, 1)
    """
    tiles, _ = read(day)
    number = {session.id: tile for tile, session in enumerate(tiles.sessions)}
    board = Board(tiles)
    crowds = []
    for place in grid:
        tile = number.pop(place.session, None)
        if tile is None:
            continue
        if not (0 <= place.slot < day.slots and 0 <= place.room < len(day.rooms)):
            continue
        board.put(tile, place.slot)
        interest, seats = tiles.wanted[tile].bit_count(), day.rooms[place.room].seats
        crowds.append(Crowd(place.session, place.slot, place.room, interest, seats))
    twice = sum((board.seen[where] & ~board.once[where]).bit_count() for where in range(day.slots))
    tears = sorted(_tears(board, tiles), key=lambda tear: -tear.people)
    return Torn(board.met(), day.of(), twice, tuple(tears[: max(0, most)]), tuple(crowds))


def _tears(board: Board, tiles: Tiles) -> Iterable[Tear]:
    for where in range(board.out):
        for one, other in combinations(sorted(board.members[where]), 2):
            people = (tiles.wanted[one] & tiles.wanted[other]).bit_count()
            if people:
                yield Tear(where, (tiles.sessions[one].id, tiles.sessions[other].id), people)
