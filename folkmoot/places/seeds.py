"""Thornbeck, a made-up town, and the four parts of it."""

from __future__ import annotations

from types import SimpleNamespace

from folkmoot.places.models import Place, Postcode

PARTS = (
    ("Mill Lane", "mill-lane", 52.5152, -2.0781, 6_420),
    ("Castle Hill", "castle-hill", 52.5210, -2.0702, 5_180),
    ("Riverside", "riverside", 52.5089, -2.0856, 7_905),
    ("Northfield", "northfield", 52.5301, -2.0833, 4_760),
)
POSTCODES = (("TB1 1AA", 0), ("TB1 2BB", 1), ("TB2 1CC", 2), ("TB2 2DD", 3))


def plant(village: SimpleNamespace) -> None:
    """Adds village.thornbeck, .mill_lane, .castle_hill, .riverside, .northfield and .farmoor (elsewhere)."""
    village.thornbeck = _place("Thornbeck", "thornbeck", Place.Kind.DISTRICT, None, (52.5172, -2.0790), 24_265)
    for name, slug, north, east, people in PARTS:
        place = _place(name, slug, Place.Kind.NEIGHBOURHOOD, village.thornbeck, (north, east), people)
        setattr(village, slug.replace("-", "_"), place)
    village.farmoor = _place("Farmoor", "farmoor", Place.Kind.DISTRICT, None, (51.7613, -1.3570), 18_040)
    for code, part in POSTCODES:
        place = Place.objects.get(slug=PARTS[part][1])
        Postcode.objects.get_or_create(
            code=code, defaults={"latitude": place.latitude, "longitude": place.longitude, "place": place}
        )


def _place(name, slug, kind, parent, point, people) -> Place:
    place, _ = Place.objects.get_or_create(
        slug=slug,
        defaults={
            "name": name,
            "kind": kind,
            "parent": parent,
            "latitude": point[0],
            "longitude": point[1],
            "population": people,
            "population_year": 2021,
            "source": "made up for Thornbeck",
        },
    )
    return place
