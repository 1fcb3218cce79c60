"""The shapes of places: made sound, written plainly, and asked which of them holds a point."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from shapely import STRtree, points
from shapely.errors import ShapelyError
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry
from shapely.validation import make_valid

from folkmoot.places.models import Boundary, Place


def sound(geometry: dict | None) -> BaseGeometry:
    """GeoJSON geometry as a valid polygon or several; ValueError when it encloses nothing on the globe."""
    try:
        outline = shape(geometry)
    except (AttributeError, TypeError, IndexError, ShapelyError) as error:
        raise ValueError("it is not a polygon") from error
    if not outline.is_valid:
        outline = make_valid(outline)
    areas = [part for part in getattr(outline, "geoms", [outline]) if part.area > 0 and "Polygon" in part.geom_type]
    if not areas:
        raise ValueError("it has no area")
    if len(areas) == 1:
        outline = areas[0]
    west, south, east, north = outline.bounds
    if west < -180 or east > 180 or south < -90 or north > 90:
        raise ValueError("its points are not degrees (WGS84 longitude, latitude)")
    return outline


def plain(outline: BaseGeometry) -> dict:
    """The outline as JSON keeps it: lists, with five decimals (about a metre)."""

    def rounded(part):
        return [rounded(inner) for inner in part] if isinstance(part, list | tuple) else round(part, 5)

    drawn = mapping(outline)
    if drawn["type"] == "GeometryCollection":
        pieces = [piece for part in drawn["geometries"] for piece in _polygons(part)]
        drawn = {"type": "MultiPolygon", "coordinates": pieces}
    return {"type": drawn["type"], "coordinates": rounded(drawn["coordinates"])}


def _polygons(part: dict) -> list:
    if part["type"] == "MultiPolygon":
        return list(part["coordinates"])
    return [part["coordinates"]] if part["type"] == "Polygon" else []


class Outlines:
    """Every outline at hand in one tree: ask it for the smallest place that holds each of many points.

    A point on a shared edge goes to the place with the lower number; a point in none gets None.
    """

    def __init__(self, places: Iterable[Place] | None = None) -> None:
        rows = Boundary.objects.select_related("place").order_by("place_id")
        if places is not None:
            rows = rows.filter(place__in=places)
        kept = [(row.place_id, shape(row.geometry)) for row in rows]
        self.ids = np.array([pk for pk, _ in kept], dtype=np.int64)
        self.areas = np.array([outline.area for _, outline in kept], dtype=float)
        self.tree = STRtree([outline for _, outline in kept])

    def holding(self, longitudes: Sequence[float], latitudes: Sequence[float]) -> list[int | None]:
        """The id of the smallest place that holds each point, in the order given."""
        held: list[int | None] = [None] * len(longitudes)
        if not len(self.ids) or not len(longitudes):
            return held
        which, where = self.tree.query(points(longitudes, latitudes), predicate="intersects")
        order = np.lexsort((self.ids[where], self.areas[where], which))
        for at in order[::-1]:
            held[which[at]] = int(self.ids[where[at]])
        return held
