"""What the map of the directory shows: areas with how much is done in them, and bodies that show where they are.

A body that hides its address stands in no pin and in no row: what it does counts in the areas it serves.
"""

from __future__ import annotations

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.directory.models import Organisation, Party, Served
from folkmoot.places.models import Boundary, Place

MOST_AREAS, MOST_PINS = 300, 500


def things(activities) -> list[dict]:
    """Mappings for `{% map %}`: areas first, most first; then pins by name. Five queries, however many."""
    return _areas(activities) + _pins(activities)


def said(shown: list[dict]) -> str:
    """How many areas and bodies the map shows."""
    areas = sum(thing["kind"] == _("An area served") for thing in shown)
    first = ngettext("Something is done in one area", "Something is done in %(n)s areas", areas) % {"n": areas}
    if areas == len(shown):
        return _("%(first)s.") % {"first": first}
    pins = ngettext("one group shows where it is", "%(n)s groups show where they are", len(shown) - areas)
    return _("%(first)s; %(pins)s.") % {"first": first, "pins": pins % {"n": len(shown) - areas}}


def _areas(activities) -> list[dict]:
    served = Served.objects.filter(activity__in=activities.values("pk"))
    counted = dict(served.values_list("place").annotate(n=Count("activity")).order_by("-n")[:MOST_AREAS])
    places = Place.objects.in_bulk(counted)
    outlines = dict(Boundary.objects.filter(place__in=counted).values_list("place", "geometry"))
    most = max(counted.values(), default=0)
    return [_area(places[pk], n, outlines.get(pk), most) for pk, n in counted.items()]


def _area(place: Place, n: int, outline: dict | None, most: int) -> dict:
    thing = {
        "label": place.name,
        "address": f"/who/?place={place.slug}",
        "kind": _("An area served"),
        "note": ngettext("One activity", "%(n)s activities", n) % {"n": n},
    }
    if outline:
        return thing | {"geometry": outline, "level": "c" if n > most * 2 / 3 else "b" if n > most / 3 else "a"}
    return thing | {"latitude": place.latitude, "longitude": place.longitude}


def _pins(activities) -> list[dict]:
    parts = Party.objects.filter(activity__in=activities.values("pk"), role__in=Party.OWNERS)
    open_ones = Organisation.objects.live().shown().filter(hides_address=False, latitude__isnull=False)
    bodies = open_ones.filter(pk__in=parts.values("organisation")).order_by("name")[:MOST_PINS]
    return [
        {
            "label": body.name,
            "address": body.get_absolute_url(),
            "kind": _("A group or organisation"),
            "note": body.shown_address,
            "latitude": body.latitude,
            "longitude": body.longitude,
        }
        for body in bodies
    ]
