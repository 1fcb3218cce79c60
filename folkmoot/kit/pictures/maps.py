"""A map: outlines and points, drawn on the server as SVG and given as GeoJSON to the map that moves.

Things are mappings: `label`; `geometry`, GeoJSON in degrees (longitude first), or `latitude` and `longitude`; and if
there are any `address`, `kind` (a name, shown by shape and colour), `level` ("a", "b", "c" from few to many, or "gap")
and `note` (words for the table and the tooltip).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from shapely.geometry import mapping, shape

from folkmoot.kit.pictures.labels import write
from folkmoot.kit.pictures.scale import SHAPES

WIDTH, EDGE, TALLEST = 640, 24, 400
LEVELS = ("", "a", "b", "c", "gap")
Point = tuple[float, float]


def geometry_of(thing: Mapping) -> dict | None:
    """Its GeoJSON geometry, or a point from its latitude and longitude; None when it has no place."""
    if thing.get("geometry"):
        return thing["geometry"]
    if thing.get("latitude") is None or thing.get("longitude") is None:
        return None
    return {"type": "Point", "coordinates": [thing["longitude"], thing["latitude"]]}


def collection(things: Sequence[Mapping]) -> dict[str, Any]:
    """The things as a GeoJSON FeatureCollection, for the address that `{% map %}` is told to fetch."""
    kinds = _kinds(things)
    features = [
        {
            "type": "Feature",
            "geometry": geometry,
            "properties": {
                "label": str(thing["label"]),
                "address": thing.get("address", ""),
                "note": str(thing.get("note", "")),
                "level": _level(thing),
                **_look(thing, kinds),
            },
        }
        for thing in things
        if (geometry := geometry_of(thing))
    ]
    return {"type": "FeatureCollection", "features": features}


def drawing(things: Sequence[Mapping]) -> dict[str, Any]:
    """What `kit/pictures/map.html` draws: paths for outlines (larger first), spots for points, in one picture."""
    kinds = _kinds(things)
    placed = [(thing, geometry) for thing in things if (geometry := geometry_of(thing))]
    fit, height = _fitted([point for _, geometry in placed for point in _points(geometry)])
    outlines = [_outline(thing, geometry, fit, kinds) for thing, geometry in placed if geometry["type"] != "Point"]
    spots = [_spot(thing, geometry, fit, kinds) for thing, geometry in placed if geometry["type"] == "Point"]
    write(spots, WIDTH, height)
    return {
        "outlines": sorted(outlines, key=lambda one: -one["area"]),
        "spots": spots,
        "rows": [{**thing, "placed": bool(geometry_of(thing))} for thing in things],
        "kinds": _legend(spots),
        "kinded": any(kinds),
        "levels": sorted({_level(thing) for thing in things} - {""}, key=LEVELS.index),
        "noted": any(thing.get("note") for thing in things),
        "width": WIDTH,
        "height": height,
    }


def _kinds(things: Sequence[Mapping]) -> list[str]:
    return list(dict.fromkeys(thing.get("kind", "") for thing in things))


def _legend(spots: list[dict]) -> list[dict[str, Any]]:
    """The shapes that are in the picture, each once."""
    seen = {spot["kind"]: {"name": spot["kind"], "k": spot["k"], "shape": spot["shape"]} for spot in spots}
    return [one for name, one in seen.items() if name]


def _level(thing: Mapping) -> str:
    return thing.get("level", "") if thing.get("level", "") in LEVELS else ""


def _look(thing: Mapping, kinds: list[str]) -> dict[str, Any]:
    at = kinds.index(thing.get("kind", ""))
    return {"kind": thing.get("kind", ""), "k": at % 6 + 1, "shape": SHAPES[at % 4]}


def _points(geometry: Mapping) -> Iterator[Point]:
    west, south, east, north = shape(geometry).bounds
    yield _flat(west, south)
    yield _flat(east, north)


def _flat(longitude: float, latitude: float) -> Point:
    """Web Mercator, in degrees of longitude, so that the still picture and the moving one have the same shape."""
    latitude = min(max(latitude, -85.0), 85.0)
    return longitude, math.degrees(math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2)))


def _fitted(points: list[Point]):
    """A function from degrees to the picture's units, and the picture's height."""
    xs, ys = [x for x, _ in points] or [0.0], [y for _, y in points] or [0.0]
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    unit = min((WIDTH - 2 * EDGE) / max(wide, 1e-4), (TALLEST - 2 * EDGE) / max(high, 1e-4))
    height = max(round(high * unit + 2 * EDGE), 200)
    left, top = (WIDTH - wide * unit) / 2, (height - high * unit) / 2

    def fit(longitude: float, latitude: float) -> Point:
        x, y = _flat(longitude, latitude)
        return round(left + (x - min(xs)) * unit, 1), round(top + (max(ys) - y) * unit, 1)

    return fit, height


def _outline(thing: Mapping, geometry: Mapping, fit, kinds: list[str]) -> dict[str, Any]:
    """One path for all the rings, with points that could not be told apart left out, and the label's place."""
    area = shape(geometry)
    slim = area.simplify(max(area.bounds[2] - area.bounds[0], area.bounds[3] - area.bounds[1]) / 400)
    inside = area.representative_point()
    x, y = fit(inside.x, inside.y)
    return {
        "d": "".join(_ring(ring, fit) for ring in _rings(mapping(slim))),
        "area": area.area,
        "label": thing["label"],
        "level": _level(thing),
        "x": x,
        "y": y,
        **_look(thing, kinds),
    }


def _rings(geometry: Mapping) -> Iterator[Sequence[Point]]:
    kind, parts = geometry["type"], geometry.get("coordinates", ())
    if kind == "LineString":
        yield parts
    elif kind in ("Polygon", "MultiLineString"):
        yield from parts
    elif kind == "MultiPolygon":
        for polygon in parts:
            yield from polygon


def _ring(ring: Sequence[Point], fit) -> str:
    steps = [fit(*point[:2]) for point in ring]
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in steps) + "Z"


def _spot(thing: Mapping, geometry: Mapping, fit, kinds: list[str]) -> dict[str, Any]:
    x, y = fit(*geometry["coordinates"][:2])
    return {"x": x, "y": y, "r": 8, "label": str(thing["label"]), "level": _level(thing), **_look(thing, kinds)}
