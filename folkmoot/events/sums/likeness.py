"""Which pitches are about the same thing, so that somebody may ask both to become one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import combinations

from snowballstemmer import stemmer

from reckon.likeness import fold, name_likeness

ALIKE, SAME_NAME = 0.3, 0.85
FIRST_WORDS = 120
_SAID = (
    "a about all an and are as at be been but by can could do does for from get had has have how i if in into is it "
    "its just like make me more my no not of on one or our out people should so some than that the their them there "
    "they this to up us use was we what when where which who why will with would you your"
)
SMALL = frozenset(_SAID.split())


def alike(texts: Sequence[tuple[str, str]], most: int = 10) -> list[tuple[int, int, float]]:
    """Pairs of (title, words), by their number from 0, that seem to be about one thing, the most alike first.

    Three measures, the largest counts: how alike the titles are as names, and how much of their uncommon words the
    titles, and the whole texts, share (each word weighs less, the more texts have it). A guess to put before people,
    never acted on.

    >>> alike([("Warm rooms in winter", ""), ("Where is it warm in winter? Rooms", ""), ("Bees", "on the roof")])[0][:2]
    (0, 1)
    """
    stem = stemmer("english").stemWord  # holds what it works on, so each call has its own
    titles = [_stems(stem, title, "") for title, _rest in texts]
    wholes = [_stems(stem, title, words) for title, words in texts]
    weight = _weights(wholes)
    found = []
    for one, other in combinations(range(len(texts)), 2):
        shared = max(_shared(bags[one], bags[other], weight) for bags in (titles, wholes))
        named = name_likeness(texts[one][0], texts[other][0])
        likeness = max(shared, named if named >= SAME_NAME else 0.0)
        if likeness >= ALIKE:
            found.append((one, other, round(likeness, 3)))
    return sorted(found, key=lambda pair: (-pair[2], pair))[:most]


def _stems(stem: Callable[[str], str], title: str, words: str) -> frozenset[str]:
    """The stems that say something; those of the title first, then of the beginning of the text."""
    said = fold(title).split() + fold(words).split()[:FIRST_WORDS]
    return frozenset(stem(word) for word in said if word not in SMALL and len(word) > 1)


def _weights(bags: Sequence[frozenset[str]]) -> dict[str, float]:
    seen = Counter(word for bag in bags for word in bag)
    return {word: 1 / many if many > 2 else 1.0 for word, many in seen.items()}


def _shared(one: frozenset[str], other: frozenset[str], weight: dict[str, float]) -> float:
    """The weight of the words both have, of that of the shorter text, tempered by that of both together."""
    both = sum(weight[word] for word in one & other)
    every = sum(weight[word] for word in one | other)
    least = min(sum(weight[word] for word in one), sum(weight[word] for word in other))
    if len(one & other) < 2 or not every or not least:
        return 0.0
    return float((both / every * both / least) ** 0.5)
