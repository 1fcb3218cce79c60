"""What the map of the directory shows: areas with how much is done in them, and bodies that show where they are.

A body that hides its address stands in no pin and in no row: what it does counts in the areas it serves.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.directory.models import Organisation, Party, Presence, Served
from folkmoot.kit.pictures.maps import geometry_of
from folkmoot.places.models import Boundary, Place

MOST_AREAS, MOST_PINS, MOST_PARTS = 300, 500, 60


@dataclass(frozen=True)
class Counts:
    """Plain values, so that they can be kept: (place, activities) with most first, and bodies by name, as ids."""

    areas: list[tuple[int, int]]
    bodies: list[int]


def things(activities) -> list[dict]:
    """Mappings for `{% map %}`: areas first, most first; then pins by name. Five queries, however many."""
    return drawn(counts_of(activities))


def counts_of(activities) -> Counts:
    """How much is done in each area, and which bodies show where they are; about 2 s for 100,000 activities."""
    served = Served.objects.filter(activity__in=activities.values("pk"))
    areas = served.values_list("place").annotate(n=Count("activity")).order_by("-n", "place")[:MOST_AREAS]
    parts = Party.objects.filter(activity__in=activities.values("pk"), role__in=Party.OWNERS)
    bodies = _open_ones().filter(pk__in=parts.values("organisation")).order_by("name")
    return Counts(list(areas), list(bodies.values_list("pk", flat=True)[:MOST_PINS]))


def drawn(counts: Counts) -> list[dict]:
    """The areas and pins of these counts as they are now: whoever hides an address since then has no pin."""
    return _areas(dict(counts.areas)) + _pins(counts.bodies)


def around(place: Place, activities: int, parts: list[tuple[Place, int]]) -> list[dict]:
    """The map of one place: itself, what lies inside with how much is done in each, and the bodies at work in it that
    show where they are. [] where nobody knows where any of it is. Three queries."""
    counted = {part: n for part, n in parts[:MOST_PARTS]}
    outlines = dict(Boundary.objects.filter(place__in=[place, *counted]).values_list("place", "geometry"))
    most = max(counted.values(), default=0)
    whole = _area(place, activities, outlines.get(place.pk), 0) | {"level": "", "kind": _("This place")}
    inside = [_area(part, n, outlines.get(part.pk), most if n else 0) for part, n in counted.items()]
    present = _open_ones().filter(pk__in=Presence.objects.filter(place=place).values("organisation"))
    pins = _pins(list(present.order_by("name").values_list("pk", flat=True)[:MOST_PARTS]))
    shown = [whole, *(thing | {"kind": _("Inside it")} for thing in inside), *pins]
    return shown if any(map(geometry_of, shown)) else []


def said(shown: list[dict]) -> str:
    """How many areas and bodies the map shows."""
    areas = sum(thing["kind"] == _("An area served") for thing in shown)
    first = ngettext("Something is done in one area", "Something is done in %(n)s areas", areas) % {"n": areas}
    if areas == len(shown):
        return _("%(first)s.") % {"first": first}
    pins = ngettext("one group shows where it is", "%(n)s groups show where they are", len(shown) - areas)
    return _("%(first)s; %(pins)s.") % {"first": first, "pins": pins % {"n": len(shown) - areas}}


def _areas(counted: dict[int, int]) -> list[dict]:
    places = Place.objects.in_bulk(counted)
    outlines = dict(Boundary.objects.filter(place__in=counted).values_list("place", "geometry"))
    most = max(counted.values(), default=0)
    return [_area(places[pk], n, outlines.get(pk), most) for pk, n in counted.items() if pk in places]


def _area(place: Place, n: int, outline: dict | None, most: int) -> dict:
    thing = {
        "label": place.name,
        "address": f"/who/?place={place.slug}",
        "kind": _("An area served"),
        "note": ngettext("One activity", "%(n)s activities", n) % {"n": n} if n else _("Nothing we know of"),
    }
    if outline:
        level = "c" if n > most * 2 / 3 else "b" if n > most / 3 else "a"
        return thing | {"geometry": outline, "level": level if most else ""}
    return thing | {"latitude": place.latitude, "longitude": place.longitude}


def _open_ones():
    """Bodies that show where they are."""
    return Organisation.objects.live().shown().filter(hides_address=False, latitude__isnull=False)


def _pins(bodies: list[int]) -> list[dict]:
    return [
        {
            "label": body.name,
            "address": body.get_absolute_url(),
            "kind": _("A group or organisation"),
            "note": body.shown_address,
            "latitude": body.latitude,
            "longitude": body.longitude,
        }
        for body in _open_ones().filter(pk__in=bodies).order_by("name")
    ]
