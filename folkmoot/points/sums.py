"""The one door between themes and the sums: how far two coders agree, what may be alike, small numbers hidden."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from reckon.agreement import Agreement, agreement
from reckon.overlap.wording import stems
from reckon.weighting import hide_small

LEAST = 10
ALIKE = 0.18
FEW_WORDS = 2


def agreed(pairs: Sequence[tuple[str, str]]) -> Agreement:
    """How far the team and a second coder agree: see `reckon.agreement`."""
    return agreement(pairs)


def shown(counts: dict[int, int]) -> dict[int, int | None]:
    """Counts of people in their order, None for what is hidden: under ten, and what would give those away."""
    return hide_small(counts, LEAST)


def settled(before: int, now: int) -> int:
    """What is shown of a count that was shown as `before` and would be `now`: it moves by ten or more, up and down, so
    that nobody is picked out of a change; it stands no longer once fewer than ten are left.

    >>> [settled(30, now) for now in (39, 40, 21, 20)], settled(12, 9), settled(0, 4)
    ([30, 40, 30, 20], 9, 4)
    """
    holds = before >= LEAST and now >= LEAST and abs(now - before) < LEAST
    return before if holds else now


def held(kept: int, now: int) -> int:
    """What is shown today of a count that was settled as `kept`: never more than that before it is settled anew.

    >>> held(30, 45), held(30, 29), held(30, 20), held(12, 9)
    (30, 30, 20, 9)
    """
    return settled(kept, min(kept, now))


def suggestions(loose: Sequence[tuple[int, str]], named: Sequence[tuple[int, str]]) -> dict[int, int]:
    """For each loose point (key, words) the theme (key, all its words) that shares most of its words, where it shares
    enough; a guess of a machine, from words alone, to put before people.

    Words count by their stem, and less the more themes have them; at least two have to be shared. Ties: the theme
    that comes first.

    >>> suggestions([(1, "No bus on a Sunday"), (2, "Bees")], [(7, "Sunday buses, the last bus"), (8, "Litter")])
    {1: 7}
    """
    bags = [(key, set(stems(words))) for key, words in named]
    held = Counter(word for _key, bag in bags for word in bag)
    found = {}
    for key, words in loose:
        said = set(stems(words))
        best = max(bags, key=lambda one: _shared(said, one[1], held), default=None)
        if best and _shared(said, best[1], held) >= ALIKE:
            found[key] = best[0]
    return found


def _shared(said: set[str], theme: set[str], held: Counter[str]) -> float:
    both = said & theme
    if len(both) < min(FEW_WORDS, len(said)) or not said:
        return 0.0
    return sum(1 / held[word] for word in both) / len(said)
