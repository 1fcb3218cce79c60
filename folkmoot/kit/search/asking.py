"""Asking the index: which things hold all the words, the likeliest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.utils.safestring import SafeString

from .keeping import kind_mark, place_marks
from .showing import marked, snippet
from .words import asked, stem

SHORTEST_PREFIX = 2


@dataclass(frozen=True)
class Hit:
    """One thing found. `title` and `snippet` are safe to show: the words asked for stand in <mark>."""

    kind: str
    key: str
    name: str
    title: SafeString
    snippet: SafeString
    address: str
    place_path: str


@dataclass(frozen=True)
class Question:
    """What is looked for: stems that must all be there, the beginning of the last word, and the marks of a filter."""

    stems: tuple[str, ...]
    beginning: str
    place: str
    kinds: tuple[str, ...]


def find(words: str, place=None, kinds: Iterable[str] | None = None, limit: int = 50) -> list[Hit]:
    """Everything that holds all the words (the last one may be only begun), likeliest first, at most `limit`.

    `place` is a place or its path: things there and inside it. Both databases find the same things; the
    order may differ. [] when nothing was asked.
    """
    looked_for = asked(words)
    if not looked_for:
        return []
    question = Question(
        stems=tuple(stem(word) for word in looked_for),
        beginning=looked_for[-1] if len(looked_for[-1]) >= SHORTEST_PREFIX else "",
        place=place_marks(getattr(place, "path", place))[-1] if place else "",
        kinds=tuple(kind_mark(kind) for kind in kinds) if kinds else (),
    )
    rows = _engine().rows(question, max(1, min(limit, 500)))
    return [_hit(row, question) for row in rows]


def _engine():
    """The module that speaks to this database: `rows(question, limit)` → kind, key, title, text, address, path."""
    if connection.vendor == "postgresql":
        from . import postgres as engine
    else:
        from . import sqlite as engine
    return engine


def _hit(row: tuple, question: Question) -> Hit:
    kind, key, title, text, address, path = row
    return Hit(
        kind=kind,
        key=key,
        name=title,
        title=marked(title, question.stems, question.beginning),
        snippet=snippet(text, question.stems, question.beginning),
        address=address,
        place_path=path,
    )
