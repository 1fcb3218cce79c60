"""Who came, by sector, with small numbers hidden."""

from __future__ import annotations

from reckon.weighting import hide_small

LEAST = 5


def shown(counts: dict[str, int]) -> dict[str, int | None]:
    """The counts in their order, None for what is hidden, by subtraction too: see `reckon.weighting`."""
    return hide_small(counts, LEAST)
