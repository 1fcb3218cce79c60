"""Which place somebody means, and naming a place that nobody has named yet."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from folkmoot.kit.search.words import fold
from folkmoot.places.codes import as_postcode
from folkmoot.places.models import Place


def places_called(words: str) -> list[Place]:
    """The live places that these words name exactly: a name, "name, where it lies", a code or a postcode.

    Places that still stand come alone, where there are any; else those that are no more.
    """
    words = " ".join(words.replace("\x00", " ").split())
    live = Place.objects.live().select_related("parent")
    if code := as_postcode(words):
        return list(live.filter(postcodes__code=code))
    if place := live.coded(words):
        return [place]
    return _standing(_named(live, words)) or _standing(_named_inside(live, words))


def _named(places, name: str) -> list[Place]:
    folded = fold(name)[:200]
    return list(places.filter(Q(folded=folded) | Q(other_names__folded=folded)).distinct()[:50]) if folded else []


def _named_inside(places, words: str) -> list[Place]:
    name, comma, inside = words.rpartition(", ")
    return _named(places.filter(parent__folded=fold(inside)[:200]), name) if comma else []


def _standing(places: list[Place]) -> list[Place]:
    return [place for place in places if place.closes_on is None] or places


def nearly(words: str) -> list[Place]:
    """A few live places somebody may mean by these words, to offer when none is meant exactly."""
    return Place.find(words, most=5)


def full_name(place: Place) -> str:
    """Its name, with what it lies in where there is something."""
    return f"{place.name}, {place.parent.name}" if place.parent else place.name


@transaction.atomic
def name_place(name: str, kind: str, inside: Place | None) -> Place:
    """A neighbourhood or community of interest that had no name here yet; naming it twice names it once."""
    inside = inside or Place.objects.live().filter(slug=settings.HOME_PLACE).first()
    if kind == Place.Kind.INTEREST:
        inside = None
    already = Place.objects.live().filter(folded=fold(name)[:200], parent=inside, kind=kind).first()
    if already:
        return already
    slug = Place.free_slug(name, inside.name if inside else "")
    return Place.objects.create(name=name, slug=slug, kind=kind, parent=inside, source="named by people here")
