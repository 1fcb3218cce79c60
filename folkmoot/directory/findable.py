"""What of the directory can be found by searching: only what everybody may see, and never a hidden address."""

from __future__ import annotations

from django.db import models


def words_of(entry: models.Model) -> str:
    """The text an entry is found by, besides its title."""
    names = ("about", "people_words", "shaped_by", "contact", "shown_address", "source")
    return " ".join(str(found) for name in names if (found := getattr(entry, name, "")))


def is_public(entry: models.Model) -> bool:
    """Whether everybody may see it: not private, not absorbed, not held or removed, not closed."""
    shown = entry.standing is None or entry.standing.state == "shown"
    private = getattr(entry, "private_for_now", False) or getattr(entry, "closed_at", None)
    return shown and not private and entry.same_as_id is None


def refresh(entry: models.Model) -> None:
    """Put it in the index as it now is, or take it out."""
