"""Other spellings of what was asked and not found, out of the titles of what everybody may find."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice, product

from django.db.models import Q
from rapidfuzz.distance import OSA

from .asking import find
from .words import asked, plain_words

TITLES = 5_000
SHORTEST, LONG = 4, 6
WORDS_TRIED, UNKNOWN, MOST = 4, 2, 3


def respelt(words: str) -> list[str]:
    """Up to three other ways to ask this, likeliest first; [] where every word is known, or more than two are not.

    The index is public, but what was hidden a moment ago may still be in it: look for each before it is shown.
    """
    looked_for = asked(words)
    unknown = [word for word in looked_for[:WORDS_TRIED] if not find(word, limit=1)]
    if not 0 < len(unknown) <= UNKNOWN:
        return []
    ways = [near(word) or [word] if word in unknown else [word] for word in looked_for]
    found = (" ".join(way) for way in product(*ways))
    return [each for each in islice(found, MOST + 1) if each != " ".join(looked_for)][:MOST]


def near(word: str) -> list[str]:
    """Up to three words of titles with the same first letter that one slip (a letter more, less, other, or two
    exchanged) makes into this one, or two in words of six letters and more: the nearest, then the commonest, then by
    the alphabet. At most the 5,000 newest titles with such a word are read. [] for short words and what is no word."""
    if len(word) < SHORTEST or not (word.isascii() and word.isalpha()):
        return []
    slips = 2 if len(word) >= LONG else 1
    counted = Counter(_beginning_with(word[0]))
    found = [(OSA.distance(word, each, score_cutoff=slips), -n, each) for each, n in counted.items()]
    return [each for far, _n, each in sorted(found) if 0 < far <= slips and len(each) >= SHORTEST][:MOST]


def _beginning_with(letter: str) -> Iterator[str]:
    from .models import Document

    holding = Q(title_words__startswith=letter) | Q(title_words__contains=f" {letter}")
    titles = Document.objects.filter(holding).order_by("-pk").values_list("title", flat=True)[:TITLES]
    return (word for title in titles for word in plain_words(title) if word[0] == letter)
