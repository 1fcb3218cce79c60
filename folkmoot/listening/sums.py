"""The one door between listening and the sums: small numbers hidden, also where parts and a total stand together."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from folkmoot.points.sums import held, settled
from reckon.weighting import hide_small

LEAST = 10
__all__ = ["LEAST", "held", "parts", "settled", "shown"]


def shown(counts: Mapping[str, int]) -> dict[str, int | None]:
    """The counts in their order, None for what is hidden, by subtraction from their sum too."""
    return hide_small(counts, LEAST)


def parts(counts: Mapping[str, int], known: Collection[str] = ()) -> tuple[dict[str, int | None], int | None]:
    """The parts of a whole and the whole, None for what is hidden. `known` are parts whose count stands elsewhere in
    the open: they hide nothing, so others have to; where those are too few, the whole is hidden instead.

    >>> parts({"Mill Lane": 30, "Riverside": 14, "Northfield": 4})
    ({'Mill Lane': 30, 'Riverside': None, 'Northfield': None}, 48)
    >>> parts({"Mill Lane": 30, "Riverside": 14, "Northfield": 4}, known=["Mill Lane", "Riverside"])
    ({'Mill Lane': 30, 'Riverside': 14, 'Northfield': None}, None)
    """
    open_ones = {name: count for name, count in counts.items() if name in known and count >= LEAST}
    hidden = hide_small({name: count for name, count in counts.items() if name not in open_ones}, LEAST)
    found = {name: open_ones.get(name, hidden.get(name)) for name in counts}
    gone = [counts[name] for name, count in found.items() if count is None]
    safe = not gone or (len(gone) >= 2 and sum(gone) >= LEAST)
    total = sum(counts.values())
    return found, total if safe and total >= LEAST else None
