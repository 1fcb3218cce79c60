"""What of the directory can be found by searching: only what everybody may see, and never a hidden address.

The index is kept in the transaction that saves the entry. After many rows at once (an intake, the sample town)
call `refresh_many`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, islice

from django.db import models
from django.utils import timezone

from folkmoot.kit import search
from folkmoot.kit.search.keeping import Entry

TEXTS = ("about", "people_words", "shaped_by", "contact", "shown_address", "unit", "source", "said_at")
BATCH = 500
LINKS = ("types", "people", "topics")
BODIES = ("organisation", "programme")


def refresh(entry: models.Model) -> None:
    """Put it in the index as it now is, or take it out."""
    if is_public(entry):
        search.put(*row(entry))
    else:
        search.drop(entry._meta.label_lower, entry.pk)


def refresh_many(entries: Iterable[models.Model]) -> int:
    """The same for many entries; gives how many can be found now."""
    return search.put_many(_rows(entries))


def _rows(entries: Iterable[models.Model]) -> Iterator[Entry]:
    for _noun, alike in groupby(entries, key=type):
        while batch := list(islice(alike, BATCH)):
            models.prefetch_related_objects(batch, *_ties(batch[0]))
            yield from (row(entry) for entry in batch if is_public(entry))
            for entry in batch:
                if not is_public(entry):
                    search.drop(entry._meta.label_lower, entry.pk)


def _ties(entry: models.Model) -> list[str]:
    """What `row` follows from an entry of this noun: fetched for many at once."""
    rows = {"served": "served__place", "parties": "parties__organisation"}
    names = [*rows, *LINKS, *BODIES, "place", "standing"]
    return [rows.get(name, name) for name in names if hasattr(type(entry), name)]


def is_public(entry: models.Model) -> bool:
    """Whether everybody may see it today: not private, absorbed, held, removed, closed, nor part of the story."""
    shown = entry.standing is None or entry.standing.state == "shown"
    private = getattr(entry, "private_for_now", False) or getattr(entry, "closed_at", None)
    return shown and not private and not entry.story and entry.same_as_id is None


def row(entry: models.Model) -> Entry:
    """What the index keeps of it: its texts, the names of whatever it is tied to, and where it is."""
    places = _places(entry)
    said = [str(words) for name in TEXTS if (words := getattr(entry, name, ""))]
    named = [str(thing) for name in LINKS if hasattr(entry, name) for thing in getattr(entry, name).all()]
    tied = [str(thing) for name in BODIES if (thing := getattr(entry, name, None))]
    parties = [part.organisation.name for part in _parties(entry)]
    text = " · ".join([*said, *named, *tied, *parties, *(place.name for place in places)])
    paths = " ".join(path for place in places for path in paths_of(place))
    return Entry(entry._meta.label_lower, entry.pk, str(entry), text, paths, entry.get_absolute_url())


def _places(entry: models.Model) -> list:
    if hasattr(entry, "served"):
        return [served.place for served in _all(entry, "served", "place")]
    return [place] if (place := entry.whereabouts()) else []


def paths_of(place) -> list[str]:
    """Where it is found: in its own place and, where that is closed, in those that followed it."""
    today = timezone.localdate()
    return [place.path] if place.is_open(today) else [place.path, *(one.path for one in place.successors_on(today))]


def _parties(entry: models.Model) -> list:
    return _all(entry, "parties", "organisation") if hasattr(entry, "parties") else []


def _all(entry: models.Model, name: str, with_its: str) -> list:
    """Its rows of that name, each with one thing it points at; as fetched, where they were fetched for many."""
    fetched = name in getattr(entry, "_prefetched_objects_cache", {})
    return list(getattr(entry, name).all() if fetched else getattr(entry, name).select_related(with_its))
