"""Following what happens round a postcode, or in a box drawn on a map.

An area is measured, not named: places may be redrawn, split and renamed, and it still means the same ground. What
happens in it is what has its own spot there (a body at an address it shows, an event in a building), and else what
happened in a place whose middle lies there. A county or a nation has a middle too, and is no part of any area.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from folkmoot.directory.models import Organisation
from folkmoot.events.models import Event, Venue
from folkmoot.feeds.models.follower import Followed
from folkmoot.journal.models import Line
from folkmoot.places.codes import as_postcode
from folkmoot.places.models import OtherPath, Place, Postcode

AREA, PAGE = "area", "/feeds/near/"
DISTANCES = (1, 2, 5, 10, 25)
A_DEGREE_KM = 111.195
MOST_SIDE_KM, MOST_FOUND = 100, 1_000
KINDS = ("district", "ward", "parish", "town", "neighbourhood", "street")
NUMBER = re.compile(r"-?\d{1,3}(?:\.\d{1,12})?")
BODY, EVENT = Organisation._meta.label_lower, Event._meta.label_lower
Spot = tuple[float, float]


@dataclass(frozen=True)
class Area:
    """A box in degrees; round a postcode also its middle, how far from it, and the smallest place known to hold it."""

    west: float
    south: float
    east: float
    north: float
    middle: Spot | None = None
    km: float = 0
    home: int | None = None

    def holds(self, latitude: float, longitude: float) -> bool:
        if not (self.south <= latitude <= self.north and self.west <= longitude <= self.east):
            return False
        return self.middle is None or apart(self.middle, (latitude, longitude)) <= self.km

    def is_round(self, place: int | None, spot: Spot | None) -> bool:
        """Whether it holds that spot, or this is the smallest place round its postcode."""
        return (place is not None and place == self.home) or (spot is not None and self.holds(*spot))

    def inside(self, latitude: str = "latitude", longitude: str = "longitude") -> Q:
        """What lies in its box, as a question to the database; `holds` then says what lies in the circle."""
        return Q(**{f"{latitude}__range": (self.south, self.north), f"{longitude}__range": (self.west, self.east)})


def apart(one: Spot, other: Spot) -> float:
    """Kilometres between two points on the globe (haversine)."""
    south, north = math.radians(one[0]), math.radians(other[0])
    across = math.radians(other[1] - one[1])
    half = math.sin((north - south) / 2) ** 2 + math.cos(south) * math.cos(north) * math.sin(across / 2) ** 2
    return 2 * math.degrees(math.asin(min(1.0, math.sqrt(half)))) * A_DEGREE_KM


def at(address: str) -> Followed | None:
    """The area that an address of ours asks for; None where it is none, or the postcode is not known here."""
    parts = urlsplit(address)
    if parts.path != PAGE:
        return None
    asked = QueryDict(parts.query)
    return boxed(asked["box"]) if asked.get("box") else around(asked.get("postcode", ""), asked.get("km", ""))


def around(postcode: str, km: str) -> Followed | None:
    code, far = as_postcode(postcode), int(km) if km in map(str, DISTANCES) else 0
    if not code or not far or not Postcode.objects.filter(code=code).exists():
        return None
    title = _("Within %(km)s km of %(postcode)s") % {"km": far, "postcode": code}
    return Followed(AREA, f"{code} {far}", title, f"{PAGE}?{urlencode({'postcode': code, 'km': far})}")


def boxed(text: str) -> Followed | None:
    """A box is "west,south,east,north" in degrees; to a thousandth of one, so that a hundred metres make no other."""
    edges = _edges(text)
    if edges is None:
        return None
    key = ",".join(f"{edge:.3f}" for edge in edges)
    title = _("A part of the map (%(box)s)") % {"box": key.replace(",", ", ")}
    return Followed(AREA, key, title, f"{PAGE}?{urlencode({'box': key})}")


def _edges(text: str) -> tuple[float, float, float, float] | None:
    found = [part.strip() for part in text[:100].split(",")]
    if len(found) != 4 or not all(NUMBER.fullmatch(one) for one in found):
        return None
    west, south, east, north = (round(float(one), 3) for one in found)
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        return None
    wide = (east - west) * math.cos(math.radians((south + north) / 2))
    return (west, south, east, north) if max(wide, north - south) * A_DEGREE_KM <= MOST_SIDE_KM else None


def known(keys: Iterable[str]) -> dict[str, Area]:
    """Key → area. One query, however many; a postcode that is not known any more has none."""
    keys = set(keys)
    codes = {key.rpartition(" ")[0] for key in keys}
    where = Postcode.objects.in_bulk(codes - {""})
    made = {key: _area(key, where) for key in keys}
    return {key: area for key, area in made.items() if area is not None}


def _area(key: str, where: dict[str, Postcode]) -> Area | None:
    code, _space, far = key.rpartition(" ")
    if not code:
        edges = _edges(key)
        return Area(*edges) if edges else None
    spot = where.get(code)
    return _circle(spot, float(far)) if spot else None


def _circle(spot: Postcode, km: float) -> Area:
    tall = km / A_DEGREE_KM
    wide = tall / max(0.01, math.cos(math.radians(spot.latitude)))
    box = (spot.longitude - wide, spot.latitude - tall, spot.longitude + wide, spot.latitude + tall)
    return Area(*box, (spot.latitude, spot.longitude), km, spot.place_id)


def of_lines(lines: Iterable[Line], keys: Iterable[str]) -> dict[int, list[str]]:
    """Line's pk → the keys of the areas it happened in. Six queries, however many lines and areas."""
    areas, lines = known(keys), list(lines)
    if not areas:
        return {}
    own, nearest = _own_spots(lines), _nearest(lines)
    where, found = {}, {}
    for line in lines:
        place, spot = nearest.get(line.pk, (None, None))
        where[line.pk] = place, own.get((line.kind, line.key), spot)
    for place, spot in set(where.values()):  # many lines lie in few places
        found[place, spot] = [key for key, area in areas.items() if area.is_round(place, spot)]
    return {line: found[there] for line, there in where.items()}


def _own_spots(lines: list[Line]) -> dict[tuple[str, str], Spot]:
    """Where the things these lines are about stand, as far as everybody may know it."""
    bodies = Organisation.objects.filter(pk__in=_keys(lines, BODY), hides_address=False)
    spots = {(BODY, str(pk)): (lat, lon) for pk, lat, lon in bodies.values_list("pk", "latitude", "longitude")}
    codes = {(BODY, str(pk)): code for pk, code in bodies.filter(latitude=None).values_list("pk", "postcode")}
    events = Event.objects.filter(pk__in=_keys(lines, EVENT), venue__isnull=False).order_by()
    codes |= {(EVENT, str(pk)): code for pk, code in events.values_list("pk", "venue__postcode")}
    plain = {thing: as_postcode(code) for thing, code in codes.items()}
    where = Postcode.objects.in_bulk(set(plain.values()) - {""})
    spots |= {thing: (where[code].latitude, where[code].longitude) for thing, code in plain.items() if code in where}
    return {thing: spot for thing, spot in spots.items() if spot[0] is not None}


def _keys(lines: list[Line], kind: str) -> set[int]:
    return {int(line.key) for line in lines if line.kind == kind and line.key.isdigit()}


def _nearest(lines: list[Line]) -> dict[int, tuple[int, Spot | None]]:
    """Line's pk → the place it happened in, and the middle of the nearest place round it that has one."""
    lying = {line.pk: [int(part) for part in line.place_path.split("/") if part] for line in lines}
    wanted = {pk for path in lying.values() for pk in path}
    rows = Place.objects.filter(pk__in=wanted, latitude__isnull=False, kind__in=KINDS)
    middles = {pk: (lat, lon) for pk, lat, lon in rows.values_list("pk", "latitude", "longitude")}
    found = {}
    for line, path in lying.items():
        if path:
            found[line] = (path[-1], next((middles[pk] for pk in reversed(path) if pk in middles), None))
    return found


def lines_in(key: str, lines: QuerySet) -> QuerySet:
    """Those of these lines that happened in this area: of the newest thousand that may have."""
    area = known([key]).get(key)
    if area is None:
        return lines.none()
    bodies, events = _bodies_in(area), _events_in(area)
    perhaps = Q(kind=BODY, key__in=bodies) | Q(kind=EVENT, key__in=events) | Q(place_path__in=_paths_in(area))
    newest = list(lines.filter(perhaps)[:MOST_FOUND])
    return lines.filter(pk__in=[pk for pk, there in of_lines(newest, [key]).items() if there])


def _bodies_in(area: Area) -> list[str]:
    """The keys of bodies whose own spot, or whose postcode where they have none, lies in the box of the area."""
    coded = Postcode.objects.filter(area.inside(), code=OuterRef("postcode"))
    there = area.inside() | Q(Exists(coded), latitude=None)
    found = Organisation.objects.filter(there, hides_address=False).order_by("-pk").values_list("pk", flat=True)
    return [str(pk) for pk in found[:MOST_FOUND]]


def _events_in(area: Area) -> list[str]:
    """The same for events by the postcodes of their buildings, however those are spaced."""
    said = set(Venue.objects.exclude(postcode="").order_by().values_list("postcode", flat=True))
    where = Postcode.objects.filter(area.inside(), code__in={as_postcode(one) for one in said})
    codes = set(where.values_list("code", flat=True))
    near = [one for one in said if as_postcode(one) in codes]
    found = Event.objects.filter(venue__postcode__in=near).order_by("-pk").values_list("pk", flat=True)
    return [str(pk) for pk in found[:MOST_FOUND]]


def _paths_in(area: Area) -> set[str]:
    """The paths, today's and former ones, of places whose middle lies in its box, and of what lies in those and has no
    middle of its own."""
    middles = Place.objects.filter(area.inside(), kind__in=KINDS).order_by().values_list("pk", flat=True)
    inside = {*middles[:MOST_FOUND], *([area.home] if area.home else [])}
    edge = inside
    while edge and len(inside) < 2 * MOST_FOUND:
        below = Place.objects.filter(parent__in=edge, latitude=None).values_list("pk", flat=True)
        edge = set(below) - inside
        inside |= edge
    paths = set(Place.objects.filter(pk__in=inside).values_list("path", flat=True))
    return paths | set(OtherPath.objects.filter(place__in=inside).values_list("path", flat=True))
