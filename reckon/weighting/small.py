"""Small numbers hidden, so that nobody can be picked out of a count."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def hide_small(counts: Mapping[Key, int], least: int) -> dict[Key, int | None]:
    """The counts in their order, with None for those hidden; the total may be shown beside them.

    Whatever lies between 1 and `least` - 1 is hidden. So that subtraction from the total does not give it back, the
    next smallest are hidden as well (ties: the one that comes first) until at least two are hidden and they make up
    `least` or more together. Nothing is nobody: 0 stays. Where that cannot be reached, every count but 0 is hidden.
    The total itself is for the caller to hide when it is under `least`. Negative counts are refused.
    """
    if any(count < 0 for count in counts.values()):
        raise ValueError("A count of people is not negative.")
    hidden = {key for key, count in counts.items() if 0 < count < least}
    if not hidden:
        return dict(counts)
    for key in sorted((key for key, count in counts.items() if count >= least), key=lambda key: counts[key]):
        if len(hidden) >= 2 and sum(counts[each] for each in hidden) >= least:
            break
        hidden.add(key)
    return {key: None if key in hidden else count for key, count in counts.items()}
