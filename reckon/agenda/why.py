"""Why a session has no place, in a sentence for whoever proposed it."""

from .board import Board
from .day import Day, Session


def why_refused(day: Day, board: Board, tile: int, rival: int) -> str:
    """For a session that should stand at a given place: what is wrong with that place."""
    session = board.tiles.sessions[tile]
    if why := _shapeless(day, session):
        return why
    if rival == tile:
        return f"It is fixed in slot {session.slot}, which has no room for it."
    other = board.tiles.sessions[rival]
    shared = [host for host in session.hosts if host in other.hosts]
    if shared:
        return f"It is fixed in slot {session.slot}, where {shared[0]} is already hosting {other.id}."
    if session.room is not None:
        return f"It is fixed in slot {session.slot}, room {session.room}, which {other.id} has."
    return f"It is fixed in slot {session.slot}, where the rooms it could use are taken."


def why_left_out(day: Day, board: Board, tile: int) -> str:
    """For a session that the search found no place for."""
    session = board.tiles.sessions[tile]
    if why := _shapeless(day, session) or _roomless(day, session):
        return why
    if not board.tiles.can[tile]:
        return "None of the slots its hosts can make is on this day."
    busy = _overbooked(day, board, tile)
    if busy:
        return busy
    places = day.slots * len(day.rooms)
    if len(board.tiles.sessions) > places:
        return (
            f"There are {len(board.tiles.sessions)} sessions and {_count(places, 'place')} "
            f"({_count(day.slots, 'slot')}, {_count(len(day.rooms), 'room')}): add a slot or a room, or merge two."
        )
    return _blocked(day, board, tile)


def _shapeless(day: Day, session: Session) -> str:
    if not day.slots:
        return "There are no slots: add one."
    if not day.rooms:
        return "There are no rooms: add one."
    if session.slot is not None and not 0 <= session.slot < day.slots:
        return f"It is fixed in slot {session.slot}, and the slots are numbered 0 to {day.slots - 1}."
    if session.room is not None and not 0 <= session.room < len(day.rooms):
        return f"It is to be in room {session.room}, and the rooms are numbered 0 to {len(day.rooms) - 1}."
    return ""


def _roomless(day: Day, session: Session) -> str:
    if session.room is not None or any(session.needs <= room.has for room in day.rooms):
        return ""
    return f"It needs a room with {_list(sorted(session.needs))}, and there is none."


def _overbooked(day: Day, board: Board, tile: int) -> str:
    session = board.tiles.sessions[tile]
    for host in session.hosts if board.tiles.clash[tile].bit_count() >= day.slots else ():
        hosted = sum(host in other.hosts for other in board.tiles.sessions)
        if hosted > day.slots:
            return (
                f"{host} hosts {hosted} sessions and there {'is' if day.slots == 1 else 'are'} only "
                f"{_count(day.slots, 'slot')}: find another host for one, or merge two."
            )
    return ""


def _blocked(day: Day, board: Board, tile: int) -> str:
    """Slot by slot, what stands in the way; the sentence names each kind of obstacle once."""
    tiles, session = board.tiles, board.tiles.sessions[tile]
    slots = [where for where in range(day.slots) if tiles.can[tile] >> where & 1]
    hosting = [where for where in slots if tiles.clash[tile] & board.standing[where]]
    full = [where for where in slots if where not in hosting and len(board.members[where]) >= len(day.rooms)]
    parts = []
    if hosting:
        parts.append(f"in {_count(len(hosting), 'slot')} a host of it has another session")
    if full:
        parts.append(f"in {_count(len(full), 'slot')} every room is taken")
    if len(hosting) + len(full) < len(slots):
        wish = f"rooms with {_list(sorted(session.needs))}" if session.needs else "rooms it could use"
        parts.append(f"in {_count(len(slots) - len(hosting) - len(full), 'slot')} the {wish} are taken")
    can = "Of the slots its hosts can make, " if session.slots is not None else "It fits nowhere: "
    return can + _list(parts) + "."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _list(words: list[str]) -> str:
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]
