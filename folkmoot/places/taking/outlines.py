"""Outlines of areas from GeoJSON or TopoJSON, in degrees, with the codes and names beside them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from pathlib import Path

from django.db import transaction
from shapely.geometry.base import BaseGeometry

from folkmoot.places.models import Boundary, Place
from folkmoot.places.shapes import Outlines, plain, sound

from .told import CannotTake, Progress, Told

CODE = re.compile(r"(?P<what>[A-Z]+)(?P<year>\d\d)CD", re.I)
GSS = re.compile(r"[EWSNK]\d{8}")
KINDS = {
    **dict.fromkeys(("E05", "W05", "S13", "N08"), Place.Kind.WARD),
    **dict.fromkeys(("E04", "W04"), Place.Kind.PARISH),
    **dict.fromkeys(("E06", "E07", "E08", "E09", "W06", "S12", "N09"), Place.Kind.DISTRICT),
    **dict.fromkeys(("E10", "E13", "E11"), Place.Kind.COUNTY),
    "E12": Place.Kind.REGION,
    "E47": Place.Kind.COMBINED,
    **dict.fromkeys(("E92", "W92", "S92", "N92"), Place.Kind.NATION),
    "K02": Place.Kind.COUNTRY,
}


@dataclass(frozen=True)
class Area:
    """One feature of a file: its number in it, code, name, the codes of areas around it, and its shape."""

    number: int
    code: str
    name: str
    around: tuple[str, ...]
    year: int | None
    geometry: dict


def take(path: Path, progress: Progress, *, within: Place | None = None, as_of: date | None = None) -> Told:
    """Give every place of the file its outline; wards and parishes not known yet are made. Safe twice.

    A new place hangs under the area whose code stands beside it, else under `within`, else under the
    smallest place whose outline holds it.
    """
    told = Told("Outlines")
    areas = list(_areas(_document(path), path.name))
    if not areas:
        raise CannotTake(f"{path.name}: no areas were found in it.")
    ground = Outlines()
    for done, area in enumerate(areas, start=1):
        try:
            with transaction.atomic():
                _take_one(area, told, path.name, within=within, as_of=as_of, ground=ground)
        except (ValueError, KeyError, TypeError, IndexError) as error:
            told.refuse(path.name, area.number, f"the outline of {area.name or area.code} cannot be used: {error}.")
        progress.at(progress.size * done // len(areas))
    return told


def _document(path: Path) -> dict:
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise CannotTake(f"{path.name}: it is not UTF-8 text (byte {error.start}).") from error
    except json.JSONDecodeError as error:
        raise CannotTake(f"{path.name}, line {error.lineno}: it is not sound JSON: {error.msg}.") from error
    except RecursionError as error:
        raise CannotTake(f"{path.name}: it is nested too deeply to be a map.") from error
    if not isinstance(document, dict) or document.get("type") not in ("FeatureCollection", "Topology"):
        raise CannotTake(f"{path.name}: it is neither a GeoJSON FeatureCollection nor a TopoJSON Topology.")
    return document


def _areas(document: dict, name: str) -> Iterator[Area]:
    try:
        features = _of_topology(document) if document["type"] == "Topology" else document["features"]
        for number, feature in enumerate(features, start=1):
            yield _area(number, feature)
    except (KeyError, TypeError, IndexError, AttributeError, ValueError) as error:
        raise CannotTake(f"{name}: it is not the GeoJSON or TopoJSON it says it is ({error}).") from error


def _area(number: int, feature: dict) -> Area:
    told = {key: value for key, value in (feature.get("properties") or {}).items() if isinstance(value, str)}
    dated = [found for key in told if (found := CODE.fullmatch(key))]
    own = next((found for found in dated if GSS.fullmatch(told[found.string])), None)
    code = told[own.string] if own else next((v for v in told.values() if GSS.fullmatch(v)), "")
    name = told.get(own.string[:-2] + "NM", "") if own else ""
    name = name or next((told[key] for key in ("name", "Name", "NAME") if key in told), "")
    around = tuple(told[found.string] for found in dated if told[found.string] != code)
    year = 2000 + int(own["year"]) if own else None
    return Area(number, code or str(feature.get("id") or ""), name.strip()[:200], around, year, feature["geometry"])


def _take_one(area: Area, told: Told, file: str, *, within, as_of, ground: Outlines) -> None:
    outline = sound(area.geometry)
    place = Place.objects.coded(area.code) or _named(area, within)
    if place is None:
        parent = _parent(area, outline, within, ground)
        if parent is None or not area.name:
            why = "no known place holds it. Load the areas around it first, or say which with --within."
            told.refuse(file, area.number, f"{area.name or area.code or 'an area with no name'}: {why}")
            return
        place = _new(area, parent, outline, file)
    day = as_of or (date(area.year, 12, 31) if area.year else None)
    told.count(Boundary.draw(place, plain(outline), outline.bounds, source=file, as_of=day))


def _named(area: Area, within: Place | None) -> Place | None:
    """A place with no code of its own is known by its name, inside the place that was given."""
    if area.code or not within:
        return None
    return Place.objects.filter(path__startswith=within.path, name=area.name).exclude(pk=within.pk).first()


def _parent(area: Area, outline: BaseGeometry, within: Place | None, ground: Outlines) -> Place | None:
    for code in area.around:
        if around := Place.objects.coded(code):
            return around
    if within:
        return within
    point = outline.representative_point()
    held = ground.holding([point.x], [point.y])[0]
    return Place.objects.filter(pk=held).first()


def _new(area: Area, parent: Place, outline: BaseGeometry, file: str) -> Place:
    middle = outline.representative_point()
    return Place.objects.create(
        name=area.name,
        slug=Place.free_slug(area.name, parent.slug),
        kind=KINDS.get(area.code[:3], Place.Kind.NEIGHBOURHOOD),
        code=area.code[:16],
        parent=parent,
        latitude=round(middle.y, 5),
        longitude=round(middle.x, 5),
        source=file[:300],
        story=parent.story,
    )


def _of_topology(document: dict) -> Iterator[dict]:
    """The features of a TopoJSON file: arcs are told as steps from point to point, and shared by neighbours."""
    arcs = [_walked(arc, document.get("transform")) for arc in document["arcs"]]
    for thing in document["objects"].values():
        for drawn in thing.get("geometries", [thing]):
            if drawn.get("type") in ("Polygon", "MultiPolygon"):
                geometry = {"type": drawn["type"], "coordinates": _joined(drawn["type"], drawn["arcs"], arcs)}
                yield {"properties": drawn.get("properties"), "id": drawn.get("id"), "geometry": geometry}


def _walked(arc: list, transform: dict | None) -> list[list[float]]:
    if not transform:
        return [point[:2] for point in arc]
    (wide, high), (west, south) = transform["scale"], transform["translate"]
    across = accumulate(step[0] for step in arc)
    down = accumulate(step[1] for step in arc)
    return [[x * wide + west, y * high + south] for x, y in zip(across, down, strict=True)]


def _joined(kind: str, numbers: list, arcs: list) -> list:
    if kind == "MultiPolygon":
        return [_joined("Polygon", polygon, arcs) for polygon in numbers]
    return [ring for ring in (_ring(ring, arcs) for ring in numbers) if len(ring) > 3]


def _ring(numbers: list[int], arcs: list) -> list[list[float]]:
    """Arcs laid end to end; ~n is arc n walked backwards."""
    ring: list[list[float]] = []
    for number in numbers:
        piece = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring.extend(piece if not ring else piece[1:])
    return ring
