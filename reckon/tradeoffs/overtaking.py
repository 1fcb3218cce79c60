"""How firm an order is: how many false sheets it takes until one thing no longer stands before the next."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence

from .orders import Line, as_lines, likeliest

# Where a search for the number ends: nobody is told that more than this is needed.
FAR = 100_000


def to_overtake(
    orders: Iterable[Sequence[Hashable]],
    items: Sequence[Hashable],
    ahead: Hashable,
    behind: Hashable,
    *,
    whole: bool = False,
) -> int:
    """How many false sheets bring `behind` level with `ahead` or before it, by the strengths of both; nought where they
    are so already.

    Each sheet says the worst it can: `behind` before everything, everything before `ahead`. Where people choose between
    two (not `whole`) it makes each such choice once; else it is one order of all `items`, and what real orders leave
    out came after those named. One fewer of these is not enough. Ends at FAR.

    >>> to_overtake([("bus", "park")] * 5 + [("park", "bus")] * 2, ["bus", "park"], "bus", "park")
    3
    """
    rank = {one: at for at, one in enumerate(items)}
    real = Counter(line for line in as_lines(orders, rank, rest_behind=whole) if line[0])
    sheet = as_lines(_worst(items, ahead, behind, whole=whole), rank, rest_behind=whole)
    a, b = rank[ahead], rank[behind]

    def overtaken(false: int) -> bool:
        lines: Counter[Line] = Counter(real)
        for line in sheet:
            lines[line] += false
        weights = likeliest(lines, len(rank))
        return bool(weights[b] >= weights[a] * (1 - 1e-9))

    return _fewest(overtaken)


def _worst(items: Sequence[Hashable], ahead: Hashable, behind: Hashable, *, whole: bool) -> list[tuple[Hashable, ...]]:
    others = [one for one in items if one not in (ahead, behind)]
    if whole:
        return [(behind, *others, ahead)]
    return [(behind, ahead), *((behind, one) for one in others), *((one, ahead) for one in others)]


def _fewest(done: Callable[[int], bool]) -> int:
    """The smallest number from which on it is done."""
    if done(0):
        return 0
    high = 1
    while high < FAR and not done(high):
        high *= 2
    low = high // 2
    while low + 1 < high:
        middle = (low + high) // 2
        low, high = (low, middle) if done(middle) else (middle, high)
    return min(high, FAR)
