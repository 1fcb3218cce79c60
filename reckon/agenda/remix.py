"""A grid that stands already, made good again with as little change as can be."""

from collections.abc import Collection, Hashable, Iterable, Iterator
from dataclasses import replace

from . import start
from .board import Board
from .day import Day, Place, Plan, Session
from .planning import as_plan, interest_and_fits, reasons
from .rooms import with_least_change
from .search import sieve_for
from .sieve import Sieve
from .tiles import read


def improve(day: Day, grid: Iterable[Place], *, keep: Collection[Hashable] = (), moves: int = 4) -> Plan:
    """The grid again, with new sessions in it and as few of the others moved as can be: for remixing on the day.

    Sessions of the day which the grid places stay unless they no longer may (a host of two, a room gone); those in
    `keep` (running, or announced) keep slot and room, unless these are no more. New ones go where most people gain, and
    move others only if there is no other way; none loses its place to a new one. Then at most `moves` sessions are
    moved for people's sake, the best exchange first, as long as each wins at least one wish; 0 moves none. Places of
    sessions which the day does not have are passed over, and of two places for one session the first counts.

    >>> day = Day(2, [20, 9], [Session("a"), Session("b"), Session("c")], {"Ann": ["a", "b"]})
    >>> remixed = improve(day, [Place("a", 0, 0), Place("b", 0, 1)], keep=["a"])
    >>> [(place.session, place.slot, place.room) for place in remixed.grid], remixed.met, remixed.moved
    ([('a', 0, 0), ('b', 1, 0), ('c', 1, 1)], 2, ('b',))
    """
    before = {place.session: place for place in reversed(list(grid))}
    kept = [
        _pinned(day, session, before.get(session.id)) if session.id in keep else session for session in day.sessions
    ]
    tiles, doubled = read(Day(day.slots, day.rooms, kept, day.wishes))
    board = Board(tiles)
    refused = start.settle(board) if day.rooms else {}
    if day.slots and day.rooms:
        _stand(board, before)
        start.fill(board)
        _exchange(board, moves)
    rooms = {where: _rooms_kept(day, board, where, before) for where in range(day.slots)}
    found = as_plan(day, board, rooms, [*reasons(day, board, refused), *doubled])
    now = {place.session: place for place in found.grid}
    moved = [
        session.id for session in tiles.sessions if before.get(session.id, now.get(session.id)) != now.get(session.id)
    ]
    return replace(found, moved=tuple(moved))


def _pinned(day: Day, session: Session, place: Place | None) -> Session:
    there = place and 0 <= place.slot < day.slots and 0 <= place.room < len(day.rooms)
    if place is None or not there or session.slot is not None:
        return session
    return replace(session, slot=place.slot, room=place.room)


def _stand(board: Board, before: dict[Hashable, Place]) -> None:
    """Puts sessions back where the grid had them, as far as they may stand there, those with most people first."""
    tiles = board.tiles
    for tile in sorted(board.members[board.out], key=lambda tile: (-tiles.wanted[tile].bit_count(), tile)):
        place = before.get(tiles.sessions[tile].id)
        if place and not tiles.fixed[tile] and 0 <= place.slot < board.out and board.may_enter(tile, place.slot):
            board.put(tile, place.slot)


def _exchange(board: Board, moves: int) -> None:
    """The swap that wins most for each session moved, again and again, while moves are left and each wins a wish."""
    sieve = sieve_for(board) if moves > 0 else None
    while sieve and moves > 0:
        won, one, other = max(_exchanges(board, sieve, moves), default=(0.0, 0, 0))
        if not won:
            return
        here, there = board.slot[one], board.slot[other]
        board.swap(one, other)
        sieve.swapped(one, other, here, there)
        moves -= 1 if other >= board.many else 2


def _exchanges(board: Board, sieve: Sieve, moves: int) -> Iterator[tuple[float, int, int]]:
    """Swaps of placed sessions that win a wish for each session moved: wishes won for each, and the two."""
    for one in range(board.many):
        if board.slot[one] == board.out:
            continue
        for other in next(iter(sieve.likely([one], [1.0]))):
            cost = 1 if other >= board.many else 2
            if cost <= moves and board.slot[other] != board.out and (found := board.first(one, [other], cost)):
                yield found[1] / cost, one, other


def _rooms_kept(day: Day, board: Board, where: int, before: dict[Hashable, Place]) -> dict[int, int]:
    interest, fits = interest_and_fits(board, where)
    held: dict[int, int] = {}
    for tile in sorted(interest, key=lambda tile: (not board.tiles.fixed[tile], -interest[tile], tile)):
        place = before.get(board.tiles.sessions[tile].id)
        room = place.room if place and place.slot == where else -1
        if room >= 0 and fits[tile] >> room & 1 and room not in held.values():
            held[tile] = room
    return with_least_change(held, interest, fits, day.rooms)
