"""A plan for a day, from nothing."""

from . import start
from .board import Board
from .day import Day, LeftOut, Place, Plan
from .rooms import by_interest
from .search import anneal, steps_for
from .tiles import read
from .why import why_left_out, why_refused


def plan(day: Day, *, seed: int = 0, effort: float = 1.0) -> Plan:
    """Sessions in slots and rooms, so that as many as possible have, in each slot, something they want.

    Nobody hosts twice in one slot; what is fixed stays; hosts stand only in slots they can make, sessions only in rooms
    with what they need. As many sessions as can be found a place for get one; then the search meets wishes; then, slot
    by slot, the most wanted session takes the biggest room its needs and the others' allow. What has no place is left
    out with the reason. `effort` scales the number of steps, so the same seed gives the same plan on any machine: 1.0
    is about 0.1 CPU-seconds for 24 sessions, 0.6 for 80 and 3 for 400; 0 gives the first grid. The grid is good, not
    proven best. A host counts like anybody else among those who wish.

    >>> from reckon.agenda import Day, Session
    >>> ann_twice = [Session("a", ("Ann",)), Session("b", ("Ann",)), Session("c"), Session("d")]
    >>> found = plan(Day(2, [30, 10], ann_twice, {"Bo": ["a", "c"], "Cy": ["b", "c"], "Di": ["c", "d"]}))
    >>> [(place.session, place.slot, place.room) for place in found.grid], found.met, found.of
    ([('c', 0, 0), ('a', 0, 1), ('b', 1, 0), ('d', 1, 1)], 5, 6)
    >>> plan(Day(1, [], [Session("a")])).left_out[0].why
    'There are no rooms: add one.'
    """
    tiles, doubled = read(day)
    board = Board(tiles)
    refused = start.settle(board) if day.rooms else {}
    if day.slots and day.rooms:
        start.fill(board)
        anneal(board, seed, steps_for(board.many, effort), day.of())
    rooms = {where: by_interest(*interest_and_fits(board, where), day.rooms) for where in range(day.slots)}
    return as_plan(day, board, rooms, [*reasons(day, board, refused), *doubled])


def interest_and_fits(board: Board, where: int) -> tuple[dict[int, int], dict[int, int]]:
    """For each session in a slot: how many want it, and the rooms it may use as bits."""
    members, tiles = board.members[where], board.tiles
    return {tile: tiles.wanted[tile].bit_count() for tile in members}, {tile: tiles.fits[tile] for tile in members}


def reasons(day: Day, board: Board, refused: dict[int, int]) -> list[LeftOut]:
    """What is out, in the order given, and why; `refused` is what `settle` gave."""
    found = []
    for tile in sorted(board.members[board.out]):
        if tile in refused:
            why = why_refused(day, board, tile, refused[tile])
        else:
            why = why_left_out(day, board, tile)
        found.append(LeftOut(board.tiles.sessions[tile].id, why))
    return found


def as_plan(day: Day, board: Board, rooms: dict[int, dict[int, int]], left_out: list[LeftOut]) -> Plan:
    """The board in the words of the day."""
    sessions = board.tiles.sessions
    places = [
        Place(sessions[tile].id, where, room)
        for where, housed in rooms.items()
        for tile, room in sorted(housed.items(), key=lambda each: each[1])
    ]
    return Plan(tuple(places), tuple(left_out), board.met(), day.of())
