"""Keeping the index: what is public is put in when it is saved, and dropped when it is hidden."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from folkmoot.kit.pouring import pour
from folkmoot.kit.uprooting import among

from .words import indexed, plain_words

LONGEST_TEXT = 20_000
BATCH = 1_000


class Entry(NamedTuple):
    """What is said of one thing: a `kind` and `key` that never change, and what may be found of it."""

    kind: str
    key: object
    title: str
    text: str = ""
    place_path: str = ""
    address: str = ""


def put(kind: str, key: object, title: str, text: str = "", place_path: str = "", address: str = "") -> None:
    """Make one thing findable, or findable anew. Call it in the transaction that saves the thing.

    Only what everybody may see is put in. `place_path` is that of the place it belongs to ("/1/14/"); a thing
    that serves several places gives their paths with spaces between.
    """
    put_many([Entry(kind, key, title, text, place_path, address)])


def put_many(entries: Iterable[Entry]) -> int:
    """Put many at once; of two with one kind and key the later counts. Returns how many."""
    waiting, done = iter(entries), 0
    while batch := list(islice(waiting, BATCH)):
        documents = {(row.kind, str(row.key)): _document(row) for row in (Entry(*row) for row in batch)}
        fields = [name for name in COLUMNS if name not in KEY]
        pour(_model(), COLUMNS, documents.values(), unique=KEY, update=fields)
        done += len(documents)
    return done


def drop(kind: str, key: object) -> None:
    """Make one thing findable no longer; nothing happens when it was not there."""
    _model().objects.filter(kind=kind, key=str(key)).delete()


def drop_many(kind: str, keys: Iterable[object]) -> None:
    """Make many things of one kind findable no longer."""
    waiting = iter(keys)
    while batch := [str(key) for key in islice(waiting, BATCH)]:
        _model().objects.filter(kind=kind, key__in=among(batch, of=str)).delete()


COLUMNS = ("kind", "key", "title", "text", "address", "place_path", "title_words", "text_words", "mark_words")


KEY = ("kind", "key")


def _document(entry: Entry) -> tuple[str, ...]:
    """The values of COLUMNS."""
    title, text = entry.title.replace("\x00", " ")[:300], entry.text.replace("\x00", " ")[:LONGEST_TEXT]
    marks = " ".join([kind_mark(entry.kind), *_place_marks(entry.place_path)])
    shown = (entry.kind, str(entry.key), title, text, entry.address[:300], entry.place_path[:200])
    return (*shown, indexed(title), indexed(text), marks)


@lru_cache(maxsize=200)
def kind_mark(kind: str) -> str:
    return "_k" + "".join(plain_words(kind))


def place_marks(paths: str) -> list[str]:
    """One mark for each place on the way down: "/1/14/" → _p1 _p14."""
    return list(_place_marks(paths))


@lru_cache(maxsize=10_000)
def _place_marks(paths: str) -> tuple[str, ...]:
    return tuple(sorted({f"_p{part}" for path in paths.split() for part in path.split("/") if part.isdigit()}))


def _model():
    from .models import Document

    return Document
