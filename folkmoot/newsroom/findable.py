"""Pieces, outside posts and round-ups among what can be found by searching. Each puts itself in as it changes."""

from __future__ import annotations

from collections.abc import Iterable

from folkmoot.kit import search
from folkmoot.kit.search.keeping import Entry


def refresh_many(things: Iterable) -> int:
    """Put many in the index as they now are; gives how many."""
    return search.put_many(Entry(*thing.document()) for thing in things)
