"""What of the directory can be found by searching: only what everybody may see, and never a hidden address.

The index is kept in the transaction that saves the entry. After many rows at once (an intake, the sample town)
call `refresh_many`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db import models

from folkmoot.kit import search
from folkmoot.kit.search.keeping import Entry

TEXTS = ("about", "people_words", "shaped_by", "contact", "shown_address", "unit", "source", "said_at")
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
    for entry in entries:
        if is_public(entry):
            yield row(entry)
        else:
            search.drop(entry._meta.label_lower, entry.pk)


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
    text = " . ".join([*said, *named, *tied, *parties, *(place.name for place in places)])
    paths = " ".join(place.path for place in places)
    return Entry(entry._meta.label_lower, entry.pk, str(entry), text, paths, entry.get_absolute_url())


def _places(entry: models.Model) -> list:
    if hasattr(entry, "served"):
        return [served.place for served in entry.served.all()]
    return [place] if (place := entry.whereabouts()) else []


def _parties(entry: models.Model) -> list:
    return list(entry.parties.all()) if hasattr(entry, "parties") else []
