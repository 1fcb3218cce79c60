"""How many sit at each table, and where groups fit."""

from collections.abc import Sequence

LEAST = 3
_TRIES = 20_000


def level(people: int, most: Sequence[int], least: Sequence[int] = ()) -> list[int]:
    """`people` shared out as evenly as can be, from `least` (0) to `most` at each table; where one is left over it goes
    to the earlier table. ValueError where they do not fit.

    >>> level(10, [8, 2, 8]), level(5, [4, 4], [0, 3])
    ([4, 2, 4], [2, 3])
    """
    found = list(least) or [0] * len(most)
    left = people - sum(found)
    if left < 0 or people > sum(most):
        raise ValueError(f"{people} people do not fit {sum(most)} seats.")
    while left:
        low = min(now for now, top in zip(found, most) if now < top)
        here = [t for t, now in enumerate(found) if now == low and low < most[t]]
        steps = min([most[t] for t in here] + [now for now in found if now > low]) - low
        each = min(steps, left // len(here))
        for t in here if each else here[:left]:
            found[t] += each or 1
        left -= each * len(here) if each else min(left, len(here))
    return found


def fills(people: int, tables: Sequence[int]) -> list[int]:
    """How many sit at each table: as even as can be, and no table with fewer than three while others have room. The
    smallest tables stay empty first, of equal ones the last.

    >>> fills(40, [10] * 5), fills(7, [8, 8, 8, 4])
    ([8, 8, 8, 8, 8], [4, 3, 0, 0])
    """
    most = list(tables)
    while True:
        found = level(people, most)
        thin = [t for t, top in enumerate(tables) if most[t] and found[t] < min(LEAST, top)]
        smallest = min((t for t, top in enumerate(most) if top), key=lambda t: (most[t], -t))
        if not thin or sum(most) - most[smallest] < people or people == 0:
            return found
        most[smallest] = 0


def place_groups(sizes: Sequence[int], wanted: Sequence[int], tables: Sequence[int]) -> list[int]:
    """A table for each group: the largest first where most of the `wanted` seats are left, if need be where most of
    the table's own are. ValueError where no way is found in 20,000 tries.

    >>> place_groups([2, 3], [3, 3], [4, 4])
    [1, 0]
    """
    order = sorted(range(len(sizes)), key=lambda g: (-sizes[g], g))
    found = [-1] * len(sizes)
    wish, room = list(wanted), list(tables)
    for g in order:
        fits = [t for t, left in enumerate(wish) if left >= sizes[g]]
        loose = [t for t, left in enumerate(room) if left >= sizes[g] and wanted[t]] or [
            t for t, left in enumerate(room) if left >= sizes[g]
        ]
        if not fits and not loose:
            return _pack(order, sizes, tables)
        t = max(fits or loose, key=lambda t: (wish[t] if fits else room[t], -t))
        found[g], wish[t], room[t] = t, wish[t] - sizes[g], room[t] - sizes[g]
    return found


def _pack(order: Sequence[int], sizes: Sequence[int], tables: Sequence[int]) -> list[int]:
    """Every way in turn, the fullest table that has room first, without trying two equal tables."""
    room, found, tries = list(tables), [-1] * len(sizes), [0]

    def put(at: int) -> bool:
        if at == len(order):
            return True
        tries[0] += 1
        size, seen = sizes[order[at]], set[int]()
        for t in sorted(range(len(room)), key=lambda t: (room[t], t)):
            if room[t] < size or room[t] in seen or tries[0] > _TRIES:
                continue
            seen.add(room[t])
            found[order[at]] = t
            room[t] -= size
            if put(at + 1):
                return True
            room[t] += size
        return False

    if not put(0):
        many = ", ".join(str(size) for size in sorted(sizes, reverse=True)[:12])
        seats = ", ".join(str(top) for top in sorted(tables, reverse=True)[:12])
        raise ValueError(
            f"No way was found to seat groups of {many} who sit together at tables of {seats}. "
            "Take a larger table, or let a group part."
        )
    return found
