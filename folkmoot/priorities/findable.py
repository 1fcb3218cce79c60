"""Questions and priorities among what can be found by searching; never what anybody said."""

from __future__ import annotations

from collections.abc import Iterable

from folkmoot.kit import search


def refresh_many(things: Iterable) -> int:
    """Put those that everybody may see into the index; gives how many can be found now."""
    return search.put_many(thing.document() for thing in things if thing.is_public())
