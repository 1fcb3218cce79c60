"""Proposes the type of help and the people served from the words of a row. Always a guess, to be confirmed.

Works while reading, so that words in columns that are left out may speak and still never be kept: only the proposal is.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from .phrases import PEOPLE_SERVED, TYPES_OF_HELP
from .rows import Row

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?\+?")
MOST_READ = 4_000
Phrase = tuple[str, str, tuple[str, ...]]
LISTS = {"type_of_help": TYPES_OF_HELP, "people_served": PEOPLE_SERVED}
ORDER = {meaning: at for at, meaning in enumerate(LISTS)}


class Proposal(NamedTuple):
    """A value proposed for a meaning, and the words in the row that led to it (always ones from our own lists)."""

    meaning: str
    value: str
    because: str


def propose(row: Row, headings: Iterable[str]) -> list[Proposal]:
    """Proposals from the words under these headings; within each meaning the most said first, ties by name."""
    text = " | ".join(row.fields.get(heading, "") for heading in headings)[:MOST_READ]
    words = WORD.findall(text.lower().replace("’", "'"))
    said: dict[tuple[str, str], int] = {}
    because: dict[tuple[str, str], str] = {}
    for at, phrases in enumerate(map(_starting_with, words)):
        for meaning, value, more in phrases:
            if not more or _goes_on(words, at + 1, more):
                said[meaning, value] = said.get((meaning, value), 0) + 1
                because.setdefault((meaning, value), " ".join(words[at : at + 1 + len(more)]))
    order = sorted(said, key=lambda one: (ORDER[one[0]], -said[one], one[1]))
    return [Proposal(meaning, value, because[meaning, value]) for meaning, value in order]


def _goes_on(words: list[str], at: int, more: tuple[str, ...]) -> bool:
    return all(n < len(words) and _is(words[n], want) for n, want in enumerate(more, at))


def _is(word: str, want: str) -> bool:
    return word.startswith(want[:-1]) if want[-1] == "*" else word == want


@lru_cache(maxsize=50_000)
def _starting_with(word: str) -> tuple[Phrase, ...]:
    """Every phrase that begins with this word."""
    stems = (phrase for stem, phrase in STEMS.get(word[:3], ()) if word.startswith(stem))
    return (*WHOLE.get(word, ()), *stems)


def _indexed() -> tuple[dict[str, list[Phrase]], dict[str, list[tuple[str, Phrase]]]]:
    """Phrases by their whole first word, and by the first three letters of one that may go on."""
    whole: dict[str, list[Phrase]] = defaultdict(list)
    stems: dict[str, list[tuple[str, Phrase]]] = defaultdict(list)
    for meaning, lists in LISTS.items():
        for value, phrases in lists.items():
            for first, *rest in (phrase.split() for phrase in phrases.split(",")):
                phrase = (meaning, value, tuple(rest))
                if first.endswith("*"):
                    stems[first[:3]].append((first[:-1], phrase))
                else:
                    whole[first].append(phrase)
    return dict(whole), dict(stems)


WHOLE, STEMS = _indexed()
