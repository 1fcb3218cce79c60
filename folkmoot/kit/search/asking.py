"""Asking the index: which things hold all the words, the likeliest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.db import connection
from django.utils.safestring import SafeString

from .alike import Way, phrases, ways
from .keeping import kind_mark, place_marks
from .showing import marked, snippet
from .words import asked, stem

SHORTEST_PREFIX = 2
MOST = 500


@dataclass(frozen=True)
class Question:
    """What is looked for: the beginning of the last word, the marks of a filter, and parts that must all be there, each
    in one of several ways, a way by all of its stems. `stems`: those of all ways."""

    stems: tuple[str, ...]
    beginning: str
    place: str
    kinds: tuple[str, ...]
    parts: tuple[tuple[Way, ...], ...]


@dataclass(frozen=True)
class Hit:
    """One thing found. `title` and `snippet` are safe to show: the words asked for stand in <mark>."""

    kind: str
    key: str
    name: str
    text: str = field(repr=False)
    address: str
    place_path: str
    question: Question = field(repr=False)

    @cached_property
    def title(self) -> SafeString:
        return marked(self.name, self.question.stems, self.question.beginning)

    @cached_property
    def snippet(self) -> SafeString:
        """Cut when it is asked for: most hits are only counted or matched."""
        return snippet(self.text, self.question.stems, self.question.beginning)


def find(words: str, place=None, kinds: Iterable[str] | None = None, limit: int = 50, alike: bool = False) -> list[Hit]:
    """Everything that holds all the words (the last one may be only begun), likeliest first, at most `limit`.

    `place` is a place or its path: things there and inside it. `alike`: another word for the same thing will do. Both
    databases find the same things; the order may differ, and so may which come first of more than `limit`. [] when
    nothing was asked.
    """
    question = question_of(words, place, kinds, alike)
    if question is None:
        return []
    return [Hit(*row, question) for row in engine().rows(question, max(1, min(limit, MOST)))]


def question_of(words: str, place=None, kinds: Iterable[str] | None = None, alike: bool = False) -> Question | None:
    """What these words ask for; None when that is nothing."""
    looked_for = asked(words)
    if not looked_for:
        return None
    parts = tuple(map(ways, phrases(looked_for))) if alike else tuple(((stem(word),),) for word in looked_for)
    is_one_word = len(parts[-1][0]) == 1  # "food bank" is not begun by whatever begins with "bank"
    return Question(
        stems=tuple(each for part in parts for way in part for each in way),
        beginning=looked_for[-1] if is_one_word and len(looked_for[-1]) >= SHORTEST_PREFIX else "",
        place=place_marks(getattr(place, "path", place))[-1] if place else "",
        kinds=tuple(kind_mark(kind) for kind in kinds) if kinds else (),
        parts=parts,
    )


def engine():
    """The module that speaks to this database: `rows(question, limit)` → kind, key, title, text, address, path."""
    if connection.vendor == "postgresql":
        from . import postgres as engine
    else:
        from . import sqlite as engine
    return engine
