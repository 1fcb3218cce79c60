"""Which place somebody means, and naming a place that nobody has named yet."""

from __future__ import annotations

import re

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify

from folkmoot.places.models import Place, Postcode

_POSTCODE = re.compile(r"([A-Za-z]{1,2}\d[A-Za-z\d]?) ?(\d[A-Za-z]{2})")


def places_called(words: str) -> list[Place]:
    """The live places that these words name exactly: a name, "name, where it lies", a code or a postcode."""
    words = " ".join(words.split())
    if found := _POSTCODE.fullmatch(words):
        code = f"{found[1]} {found[2]}".upper()
        return list(Place.objects.live().filter(pk__in=Postcode.objects.filter(code=code).values("place")))
    live = Place.objects.live()
    named = list(live.filter(name__iexact=words)[:20]) or list(live.filter(code=words.upper()).exclude(code=""))
    if not named and ", " in words:
        name, inside = words.rsplit(", ", 1)
        named = list(live.filter(name__iexact=name, parent__name__iexact=inside)[:20])
    return named


def nearly(words: str) -> list[Place]:
    """A few live places whose names begin like these words, to offer when none is meant exactly."""
    start = words.strip()[:4]
    return list(Place.objects.live().filter(name__istartswith=start).order_by("name")[:5]) if len(start) > 2 else []


def full_name(place: Place) -> str:
    """Its name, with what it lies in where there is something."""
    return f"{place.name}, {place.parent.name}" if place.parent else place.name


@transaction.atomic
def name_place(name: str, kind: str, inside: Place | None) -> Place:
    """A neighbourhood or community of interest that had no name here yet; naming it twice names it once."""
    inside = inside or Place.objects.live().filter(slug=settings.HOME_PLACE).first()
    if kind == Place.Kind.INTEREST:
        inside = None
    already = Place.objects.live().filter(name__iexact=name, parent=inside, kind=kind).first()
    if already:
        return already
    return Place.objects.create(
        name=name, slug=_free_slug(name), kind=kind, parent=inside, source="named by people here"
    )


def _free_slug(name: str) -> str:
    stem = slugify(name)[:100] or "place"
    taken = set(Place.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(slug for slug in (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken)
