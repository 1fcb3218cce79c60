"""Which places somebody means by a few words."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, F, QuerySet

from folkmoot.kit.search.words import fold
from folkmoot.places.codes import as_outward, as_postcode


def find(world: QuerySet, words: str, most: int) -> list:
    """Places of this world, likeliest first, each once.

    Exact names come before names that begin so, and those before names that hold the words; at each step
    places that still stand come first, then those with more people.
    """
    words = " ".join(words.replace("\x00", " ").split())[:200]
    found: dict[int, object] = {}
    for place in _ways(world, words) if words else ():
        found.setdefault(place.pk, place)
        if len(found) >= most:
            break
    return list(found.values())


def _ways(world: QuerySet, words: str) -> Iterator:
    code = words.upper()
    yield from world.filter(code=code)
    yield from world.filter(other_codes__code=code)
    if whole := as_postcode(words):
        yield from world.filter(postcodes__code=whole)
    elif outward := as_outward(words):
        under = world.filter(postcodes__code__gte=f"{outward} ", postcodes__code__lt=f"{outward}!")
        yield from under.annotate(here=Count("postcodes")).order_by("-here", "pk")[:10]
    folded = fold(words)[:200]
    yield from _by_name(world, "", folded)
    yield from world.filter(slug=words.lower())
    yield from _by_name(world, "__startswith", folded)
    yield from _by_name(world, "__contains", folded)


def _by_name(world: QuerySet, how: str, folded: str) -> Iterator:
    first = (F("closes_on").desc(nulls_first=True), F("population").desc(nulls_last=True), "pk")
    for field in ("folded", "other_names__folded"):
        yield from world.filter(**{field + how: folded}).order_by(*first)[:20]
