"""Asking the index: which things hold all the words, the likeliest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.db import connection
from django.utils.safestring import SafeString

from .keeping import kind_mark, place_marks
from .showing import marked, snippet
from .words import asked, stem

SHORTEST_PREFIX = 2
MOST = 500


@dataclass(frozen=True)
class Question:
    """What is looked for: stems that must all be there, the beginning of the last word, and the marks of a filter."""

    stems: tuple[str, ...]
    beginning: str
    place: str
    kinds: tuple[str, ...]


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


def find(words: str, place=None, kinds: Iterable[str] | None = None, limit: int = 50) -> list[Hit]:
    """Everything that holds all the words (the last one may be only begun), likeliest first, at most `limit`.

    `place` is a place or its path: things there and inside it. Both databases find the same things; the
    order may differ, and so may which come first of more than `limit`. [] when nothing was asked.
    """
    question = question_of(words, place, kinds)
    if question is None:
        return []
    return [Hit(*row, question) for row in engine().rows(question, max(1, min(limit, MOST)))]


def question_of(words: str, place=None, kinds: Iterable[str] | None = None) -> Question | None:
    """What these words ask for; None when that is nothing."""
    looked_for = asked(words)
    if not looked_for:
        return None
    return Question(
        stems=tuple(stem(word) for word in looked_for),
        beginning=looked_for[-1] if len(looked_for[-1]) >= SHORTEST_PREFIX else "",
        place=place_marks(getattr(place, "path", place))[-1] if place else "",
        kinds=tuple(kind_mark(kind) for kind in kinds) if kinds else (),
    )


def engine():
    """The module that speaks to this database: `rows(question, limit)` → kind, key, title, text, address, path."""
    if connection.vendor == "postgresql":
        from . import postgres as engine
    else:
        from . import sqlite as engine
    return engine
