"""What somebody means who asks in a sentence: activities with all the words, or with most of what the words weigh."""

from __future__ import annotations

from math import log

from folkmoot.directory.models import Activity
from folkmoot.home import searchable
from folkmoot.kit.search import Hit, phrases
from folkmoot.kit.search.words import asked, plain_words
from folkmoot.places.models import Place

READ, MOST_WORDS, ENOUGH = 100, 6, 0.5
# What people say around what they mean: "I would like to help with …", "we want to start a …".
SAID_AROUND = (
    "about am any anywhere club could doing existing find get give giving go going group groups help helping id "
    "ill im ive join like looking love make me more my near nearby need needs new offer organise people place "
    "plan planning please project run running scheme set setting so some somebody someone something somewhere "
    "start starting up us use using volunteer volunteering want wanting wants working would"
)
AROUND_IT = frozenset(plain_words(SAID_AROUND))


def weights(what: str) -> dict[str, float]:
    """Each word or phrase that matters, with what it weighs: one that few activities hold, in these words or others for
    the same, says more than one that many do, and one that nobody uses here weighs most, so that having the rest is not
    taken for the answer."""
    said = list(dict.fromkeys(phrases(asked(what))))
    words = [word for word in said if word not in AROUND_IT] or said
    known = Activity.objects.live().shown().public()[:READ].count()
    return {word: max(log((known + 1) / (len(_with(word, alike=True)) + 0.5)), 0.05) for word in words[:MOST_WORDS]}


def hits(what: str, weighed: dict[str, float], place: Place | None) -> list[Hit]:
    """Activities in the place with all the words, likeliest first; where none has, those with at least half of what
    the words weigh together, each said so or otherwise. [] says that nobody we know of does that there."""
    if found := _with(what, place):
        return found
    held: dict[str, list] = {}
    for word, weight in weighed.items():
        for hit in _with(word, place, alike=True):
            held.setdefault(hit.key, [0.0, hit])[0] += weight
    least = ENOUGH * sum(weighed.values())
    ranked = sorted((pair for pair in held.values() if pair[0] >= least), key=lambda pair: -pair[0])
    return [hit for _, hit in ranked]


def _with(words: str, place: Place | None = None, alike: bool = False) -> list[Hit]:
    return searchable.find(words, place=place, kind="activity", limit=READ, alike=alike)
