"""Which items of one list stand, in the same order, in another: a longest common subsequence.

The lengths for every pair of beginnings are held as bits, one whole number for each item of the second list (Hyyrö,
Bit-parallel LCS-length computation revisited, 2004), and the way back is read off them. So the time grows with the
product of the lengths whatever the items are, and there is no text that makes it slow.
"""

from __future__ import annotations

from collections.abc import Sequence

MOST = 400_000_000  # cells: twenty thousand items beside twenty thousand take about 0.1 s and 50 MB


def kept(before: Sequence[str], after: Sequence[str], most: int = MOST) -> list[tuple[int, int]]:
    """(place in `before`, place in `after`) of as many items as can be kept, in order.

    Of several ways equally long, whatever both begin and end with is kept first, and then items are kept as early as
    can be. Where what lies between holds more than `most` pairs, nothing of it is kept.

    >>> kept("a b c d".split(), "b x d".split())
    [(1, 0), (3, 2)]
    """
    start = _alike(before, after, len(before), len(after))
    end = _alike_from_behind(before, after, start)
    inner, other = before[start : len(before) - end], after[start : len(after) - end]
    found = [(place, place) for place in range(start)]
    if len(inner) * len(other) <= most:
        found += [(start + a, start + b) for a, b in _longest(inner, other)]
    return found + [(len(before) - back, len(after) - back) for back in range(end, 0, -1)]


def _alike(before: Sequence[str], after: Sequence[str], most: int, other: int) -> int:
    """How many items at the beginning are the same."""
    length = min(most, other)
    return next((place for place in range(length) if before[place] != after[place]), length)


def _alike_from_behind(before: Sequence[str], after: Sequence[str], start: int) -> int:
    """How many items at the end are the same, leaving out the first `start`."""
    length = min(len(before), len(after)) - start
    return next((back for back in range(length) if before[-1 - back] != after[-1 - back]), length)


def _longest(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int]]:
    """Bit j of row i is 0 where the first j + 1 of `before` share one more with the first i of `after` than the first
    j do; the walk back goes by these bits alone."""
    rows = _rows(before, after)
    a, b, found = len(before), len(after), []
    while a and b:
        bit = 1 << (a - 1)
        if rows[b] & bit:
            a -= 1
        elif not rows[b - 1] & bit:
            b -= 1
        else:
            a, b = a - 1, b - 1
            found.append((a, b))
    found.reverse()
    return found


def _rows(before: Sequence[str], after: Sequence[str]) -> list[int]:
    places: dict[str, int] = {}
    for place, item in enumerate(before):
        places[item] = places.get(item, 0) | (1 << place)
    full = (1 << len(before)) - 1
    row, rows = full, [full]
    for item in after:
        both = row & places.get(item, 0)
        row = ((row + both) | (row - both)) & full
        rows.append(row)
    return rows
