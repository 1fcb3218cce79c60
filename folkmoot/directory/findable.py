"""What of the directory can be found by searching: only what everybody may see, and never a hidden address."""

from __future__ import annotations

from django.db import models

from folkmoot.kit import search


def words_of(entry: models.Model) -> str:
    """The text an entry is found by, besides its title."""
    names = ("about", "people_words", "shaped_by", "contact", "shown_address", "source")
    said = [str(found) for name in names if (found := getattr(entry, name, ""))]
    for others in ("types", "topics", "people"):
        said += [str(other) for other in getattr(entry, others).all()] if hasattr(entry, others) else []
    if hasattr(entry, "parties"):
        said += [str(part.organisation) for part in entry.parties.all()]
        said += [str(row.place) for row in entry.served.all()]
    return " ".join(said)


def is_public(entry: models.Model) -> bool:
    """Whether everybody may see it: not private, not absorbed, not held or removed, not closed."""
    shown = entry.standing is None or entry.standing.state == "shown"
    private = getattr(entry, "private_for_now", False) or getattr(entry, "closed_at", None)
    return shown and not private and entry.same_as_id is None


def places_of(entry: models.Model) -> str:
    """The paths of the places it serves or lies in, with spaces between."""
    if hasattr(entry, "served"):
        return " ".join(row.place.path for row in entry.served.all())
    place = entry.whereabouts()
    return place.path if place else ""


def document(entry: models.Model) -> tuple[str, ...]:
    """What search keeps of an entry: kind, key, title, text, places and address."""
    return (
        entry._meta.label_lower,
        str(entry.pk),
        str(entry),
        words_of(entry),
        places_of(entry),
        entry.get_absolute_url(),
    )


def refresh(entry: models.Model) -> None:
    """Put it in the index as it now is, or take it out."""
    if is_public(entry) and not entry.story:
        search.put(*document(entry))
    else:
        search.drop(entry._meta.label_lower, entry.pk)
