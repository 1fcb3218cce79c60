"""Who gets which room in one slot. Rooms are bits of a whole number, bit 0 for room 0."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from .day import Room


def can_be_housed(fits: Sequence[int], free: int) -> bool:
    """Whether each session can have a room of its own among the free ones, by alternating paths (Kuhn 1955).

    >>> can_be_housed([0b01, 0b11], 0b11), can_be_housed([0b01, 0b01], 0b11)
    (True, False)
    """
    if len(fits) > free.bit_count():
        return False
    return _all_housed(tuple(sorted(rooms & free for rooms in fits if rooms & free != free)))


@lru_cache(maxsize=1 << 14)
def _all_housed(fits: tuple[int, ...]) -> bool:
    """Kept, for a search asks about the same few mixtures of needs again and again."""
    held: dict[int, int] = {}
    return all(_house(number, fits, held, set()) for number in range(len(fits)))


def _house(number: int, fits: Sequence[int], held: dict[int, int], asked: set[int]) -> bool:
    """Gives session `number` a room, moving others on where that frees one; `held` is room to session."""
    wanted = _rooms(fits[number])
    for room in wanted:
        if room not in held:
            held[room] = number
            return True
    for room in wanted:
        if room not in asked:
            asked.add(room)
            if _house(held[room], fits, held, asked):
                held[room] = number
                return True
    return False


def _rooms(bits: int) -> list[int]:
    return [room for room in range(bits.bit_length()) if bits >> room & 1]


def by_interest(interest: Mapping[int, int], fits: Mapping[int, int], rooms: Sequence[Room]) -> dict[int, int]:
    """Session to room: the most wanted chooses first and takes the biggest room that leaves one for everybody.

    Equal interest goes by the lower number, and so do rooms of one size. The sessions must fit (`can_be_housed`).

    >>> by_interest({0: 5, 1: 9}, {0: 0b11, 1: 0b11}, [Room(20), Room(40)])
    {1: 1, 0: 0}
    """
    queue = sorted(interest, key=lambda tile: (-interest[tile], tile))
    biggest = sorted(range(len(rooms)), key=lambda room: (-rooms[room].seats, room))
    free, everywhere = (1 << len(rooms)) - 1, (1 << len(rooms)) - 1
    housed: dict[int, int] = {}
    for place, tile in enumerate(queue):
        rest = [fits[later] for later in queue[place + 1 :] if fits[later] != everywhere]
        for room in biggest:
            if fits[tile] & free & 1 << room and (not rest or can_be_housed(rest, free & ~(1 << room))):
                housed[tile] = room
                free &= ~(1 << room)
                break
    return housed


def with_least_change(
    held: Mapping[int, int], interest: Mapping[int, int], fits: Mapping[int, int], rooms: Sequence[Room]
) -> dict[int, int]:
    """Session to room, where those in `held` keep theirs unless a newcomer could not be housed otherwise.

    Newcomers take the biggest free room that will do, the most wanted first.
    """
    taken = {room: tile for tile, room in held.items()}
    for tile in sorted(interest, key=lambda tile: (-interest[tile], tile)):
        if tile in held:
            continue
        free = [room for room in _rooms(fits[tile]) if room not in taken]
        if free:
            taken[max(free, key=lambda room: (rooms[room].seats, -room))] = tile
        else:
            _make_way(tile, fits, taken)
    return {tile: room for room, tile in taken.items()}


def _make_way(tile: int, fits: Mapping[int, int], taken: dict[int, int]) -> None:
    numbers = [*dict.fromkeys([*taken.values(), tile])]
    place = {each: number for number, each in enumerate(numbers)}
    held = {room: place[each] for room, each in taken.items()}
    _house(place[tile], [fits[each] for each in numbers], held, set())
    taken.clear()
    taken.update({room: numbers[number] for room, number in held.items()})
