"""The first grid: fixed sessions where they stand, then the hardest to place first, each where it adds most."""

from collections.abc import Iterator

from .board import Board

TRIES, DEEP = 20_000, 200


def settle(board: Board) -> dict[int, int]:
    """Puts the fixed sessions into their slots, in the order given; those that cannot stand there stay out.

    The answer names, for each of those, the fixed session it collides with (itself when no slot or room is there).
    """
    tiles = board.tiles
    refused = {}
    for tile in range(board.many):
        where = tiles.sessions[tile].slot
        if tiles.fixed[tile] and where is not None:
            if tiles.can[tile] and tiles.fits[tile] and board.may_enter(tile, where):
                board.put(tile, where)
            else:
                refused[tile] = _collides(board, tile, where) if tiles.can[tile] else tile
    return refused


def _collides(board: Board, tile: int, where: int) -> int:
    tiles = board.tiles
    there = board.members[where]
    shared = [each for each in there if tiles.clash[tile] >> each & 1]
    same = [each for each in there if tiles.fits[each] == tiles.fits[tile] != tiles.everywhere]
    return (shared or same or there or [tile])[0]


def fill(board: Board) -> None:
    """Gives a place to every session that one can be found for.

    Those with fewest choices and most shared hosts go first, so that they are not shut out; if that leaves some out, it
    is tried the other way round, since one with many shared hosts may shut out several, and the fuller grid is kept.
    """
    given = list(board.slot)
    _fill(board, 1)
    if board.members[board.out]:
        hardest_first, left = list(board.slot), len(board.members[board.out])
        board.lay(given)
        _fill(board, -1)
        if len(board.members[board.out]) >= left:
            board.lay(hardest_first)


def _fill(board: Board, way: int) -> None:
    tiles = board.tiles
    waiting = [tile for tile in board.members[board.out] if not tiles.fixed[tile] and tiles.fits[tile]]
    waiting.sort(key=lambda tile: (way * _choices(board, tile), -tiles.wanted[tile].bit_count(), tile))
    stuck = [tile for tile in waiting if not _place(board, tile)]
    tries = iter(range(TRIES))
    for tile in stuck:
        if sum(len(there) for there in board.members[: board.out]) < tiles.slots * tiles.rooms:
            _make_way(board, tile, {tile}, tries)


def _choices(board: Board, tile: int) -> int:
    """How easily a session finds a place: by its slots, less the sessions that share its hosts, then by its rooms."""
    tiles = board.tiles
    return (tiles.can[tile].bit_count() - tiles.clash[tile].bit_count()) * (tiles.rooms + 1) + tiles.fits[
        tile
    ].bit_count()


def _place(board: Board, tile: int) -> bool:
    """Into the slot where most people gain by it, the emptiest and then the earliest of equals; False if none will."""
    people = board.tiles.wanted[tile]
    open_slots = [where for where in range(board.out) if board.may_enter(tile, where)]
    if not open_slots:
        return False
    gain = {where: (people & ~board.seen[where]).bit_count() for where in open_slots}
    board.put(tile, max(open_slots, key=lambda where: (gain[where], -len(board.members[where]), -where)))
    return True


def _make_way(board: Board, tile: int, moved: set[int], tries: Iterator[int]) -> bool:
    """Places a session by moving another on, and that one another, while there are tries; no session moves twice."""
    if _place(board, tile):
        return True
    for where in range(board.out):
        for other in list(board.members[where]):
            if next(tries, None) is None or len(moved) > DEEP:
                return False
            if other in moved or board.tiles.fixed[other] or not board.may_enter(tile, where, other):
                continue
            moved.add(other)
            board.put(other, board.out)
            board.put(tile, where)
            if _make_way(board, other, moved, tries):
                return True
            board.put(tile, board.out)
            board.put(other, where)
    return False
