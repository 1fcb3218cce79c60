"""The kinds of thing that lines are about, as people call them."""

from __future__ import annotations

from django.apps import apps
from django.core.cache import cache

from folkmoot.journal.models import Line


def sorts() -> list[tuple[str, str]]:
    """(kind, name) of what the public lines are about, by name; looked up once in five minutes."""
    found = cache.get("journal-sorts")
    if found is None:
        kinds = Line.objects.public().order_by("kind").values_list("kind", flat=True).distinct()
        found = sorted(((kind, name_of(kind)) for kind in kinds), key=lambda sort: sort[1])
        cache.set("journal-sorts", found, 300)
    return found


def name_of(kind: str, one: bool = False) -> str:
    """ "directory.activity" → "Activities", or "Activity"; the kind itself when there is no such thing any more."""
    try:
        meta = apps.get_model(kind)._meta
        words = str(meta.verbose_name if one else meta.verbose_name_plural)
    except (LookupError, ValueError):
        return kind[:1].upper() + kind[1:]
    return words[:1].upper() + words[1:]
