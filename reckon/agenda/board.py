"""The state of the search: which tile stands in which slot, and what a swap would win.

Each slot keeps two planes of bits, one bit a person: `seen` (a wanted session runs) and `once` (exactly one does). What
leaves a slot loses those whom it alone served; what enters wins those not seen. A swap is judged by a few ANDs and by
counting bits of whole numbers, whatever the number of people.
"""

from collections.abc import Iterable

from .rooms import can_be_housed
from .tiles import Tiles


class Board:
    """Tiles in slots. The slot number `out` (one past the last) is for those with no place: it serves nobody.

    `members` lists the sessions of each slot, and `standing` has them as bits.
    """

    def __init__(self, tiles: Tiles) -> None:
        self.tiles = tiles
        self.out = tiles.slots
        self.many = len(tiles.sessions)
        self.lay([self.out] * self.many)

    def lay(self, slot: list[int]) -> None:
        """Puts every session where the list says, and each blank in its own slot. Rules are not checked."""
        self.slot = slot[: self.many] + list(range(self.out))
        self.members: list[list[int]] = [[] for _ in range(self.out + 1)]
        self.standing = [0] * (self.out + 1)
        for tile in range(self.many):
            self.members[self.slot[tile]].append(tile)
            self.standing[self.slot[tile]] |= 1 << tile
        self.seen, self.once = [0] * self.out + [-1], [0] * (self.out + 1)
        for where in range(self.out):
            self._look(where)

    def _look(self, where: int) -> None:
        if where == self.out:
            return
        wanted = self.tiles.wanted
        seen = twice = 0
        for tile in self.members[where]:
            people = wanted[tile]
            twice |= seen & people
            seen |= people
        self.seen[where], self.once[where] = seen, seen & ~twice

    def met(self) -> int:
        """Pairs of a person and a slot in which something they want runs."""
        return sum(seen.bit_count() for seen in self.seen[: self.out])

    def put(self, tile: int, where: int) -> None:
        """Moves a session to a slot (or `out`). Rules are not checked."""
        before = self.slot[tile]
        self.members[before].remove(tile)
        self.members[where].append(tile)
        self.standing[before] ^= 1 << tile
        self.standing[where] ^= 1 << tile
        self.slot[tile] = where
        self._look(before)
        self._look(where)

    def swap(self, one: int, other: int) -> None:
        """Each goes to the other's slot; with a blank, `one` goes there and the blank stays. Rules are not checked."""
        here, there = self.slot[one], self.slot[other]
        if other >= self.many:
            self.put(one, there)
            return
        leaving, entering = self.members[here], self.members[there]
        leaving[leaving.index(one)] = other
        entering[entering.index(other)] = one
        both = 1 << one | 1 << other
        self.standing[here] ^= both
        self.standing[there] ^= both
        self.slot[one], self.slot[other] = there, here
        self._look(here)
        self._look(there)

    def first(self, one: int, others: Iterable[int], least: float) -> tuple[int, int] | None:
        """The first of the others that may be swapped with `one` winning at least so many wishes, and how many."""
        wanted, slot, seen, once = self.tiles.wanted, self.slot, self.seen, self.once
        here, mine = slot[one], wanted[one]
        lost = mine & once[here]
        unseen, cost = ~(seen[here] ^ lost), lost.bit_count()
        for other in others:
            there, theirs = slot[other], wanted[other]
            if there == here:
                continue
            left = theirs & once[there]
            gain = (theirs & unseen).bit_count() - cost
            gain += (mine & ~(seen[there] ^ left)).bit_count() - left.bit_count()
            if gain >= least and self.may_swap(one, other):
                return other, gain
        return None

    def may_swap(self, one: int, other: int) -> bool:
        here, there = self.slot[one], self.slot[other]
        if self.tiles.fixed[one] or self.tiles.fixed[other]:
            return False
        if other >= self.many:
            return self.may_enter(one, there)
        return self.may_enter(one, there, other) and self.may_enter(other, here, one)

    def may_enter(self, tile: int, where: int, instead: int | None = None) -> bool:
        """Whether a slot can take this session, once another has left: its hosts are free and a room will do."""
        if where == self.out:
            return True
        tiles = self.tiles
        if not tiles.can[tile] >> where & 1:
            return False
        there = self.members[where]
        if len(there) - (instead is not None) >= tiles.rooms:
            return False
        hosting = tiles.clash[tile] & self.standing[where]
        if hosting and (instead is None or hosting != 1 << instead):
            return False
        if tiles.fits[tile] == tiles.everywhere:
            return True
        rooms = [tiles.fits[each] for each in there if each != instead]
        return can_be_housed([*rooms, tiles.fits[tile]], tiles.everywhere)
