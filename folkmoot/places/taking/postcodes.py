"""Postcodes from Code-Point Open (no header, grid metres) or from a table with latitude and longitude."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from math import isfinite
from pathlib import Path

from django.db import transaction

from folkmoot.places.codes import as_postcode
from folkmoot.places.grid import to_degrees
from folkmoot.places.models import OtherCode, Place, Postcode
from folkmoot.places.shapes import Outlines

from .told import CannotTake, Progress, Told

BATCH = 5_000
GRID = (
    0,
    2,
    3,
)  # Code-Point Open: postcode, quality, easting, northing, country, two of health, county, district, ward
SMALLEST_FIRST = (9, 8, 7)
CODE_NAMES = ("pcds", "pcd", "pcd2", "postcode", "pcd7", "pcd8")
LATITUDES, LONGITUDES = ("lat", "latitude"), ("long", "lon", "lng", "longitude")
AREAS = ("osward", "ward", "oslaua", "laua", "lad", "district", "oscty", "cty", "county")
NO_GRID = 99.999_999  # what the Office for National Statistics writes for a latitude that is not known


@dataclass(frozen=True)
class Columns:
    """Where the columns of a postcode table stand; `grid` when the two numbers are metres."""

    code: int
    down: int
    across: int
    areas: tuple[int, ...]
    grid: bool
    header: bool


def understood(row: list[str]) -> Columns | None:
    """What the first row of a file says of its columns; None when this is no table of postcodes."""
    if len(row) >= 10 and as_postcode(row[0]) and row[2].strip().isdigit() and row[3].strip().isdigit():
        return Columns(GRID[0], GRID[2], GRID[1], SMALLEST_FIRST, grid=True, header=False)
    names = [name.strip().strip("\ufeff").lower() for name in row]
    code, down, across = (_first(names, wanted) for wanted in (CODE_NAMES, LATITUDES, LONGITUDES))
    if None in (code, down, across):
        return None
    areas = [at for wanted in AREAS for at, name in enumerate(names) if name == wanted or _dated(name, wanted)]
    return Columns(code, down, across, tuple(areas), grid=False, header=True)


def take(path: Path, progress: Progress) -> Told:
    """Keep every postcode of the file with its point and the smallest place known to hold it. Safe twice."""
    told = Told("Postcodes")
    places = _codes()
    outlines = None
    with path.open(newline="", encoding="utf-8-sig", errors="strict") as file:
        rows = csv.reader(file)
        first = next(rows, None)
        columns = understood(first or [])
        if columns is None:
            raise CannotTake(f"{path.name}, line 1: no column of postcodes with a latitude and longitude was found.")
        numbered = enumerate(rows, start=2) if columns.header else enumerate(_with(first, rows), start=1)
        while batch := list(islice(numbered, BATCH)):
            read = _read(batch, columns, path.name, told)
            if any(not _place(row, places) for row in read):
                outlines = outlines or Outlines()
            _keep(read, places, outlines, told)
            progress.at(file.buffer.tell())
    return told


def _with(first: list[str], rows: Iterable[list[str]]) -> Iterator[list[str]]:
    yield first
    yield from rows


@dataclass
class Read:
    """One usable row: its postcode, point (degrees) and the codes of the places said to hold it, smallest first."""

    code: str
    latitude: float
    longitude: float
    areas: list[str]


def _read(batch: list[tuple[int, list[str]]], columns: Columns, name: str, told: Told) -> list[Read]:
    kept: dict[str, Read] = {}
    for line, row in batch:
        if not any(cell.strip() for cell in row):
            continue
        why, read = _one(row, columns)
        if read is None:
            told.refuse(name, line, why) if why else told.count("without a point")
        else:
            kept[read.code] = read
    rows = list(kept.values())
    if columns.grid and rows:
        latitudes, longitudes = to_degrees([row.longitude for row in rows], [row.latitude for row in rows])
        for row, latitude, longitude in zip(rows, latitudes.tolist(), longitudes.tolist(), strict=True):
            row.latitude, row.longitude = latitude, longitude
    return rows


def _one(row: list[str], columns: Columns) -> tuple[str, Read | None]:
    if len(row) <= max(columns.code, columns.down, columns.across):
        return f"{len(row)} columns, which is too few.", None
    code = as_postcode(row[columns.code])
    if not code:
        return f"“{row[columns.code][:20]}” is not a postcode.", None
    try:
        down, across = float(row[columns.down]), float(row[columns.across])
    except ValueError:
        return f"{code} has no numbers where its point should be.", None
    if columns.grid and (down, across) == (0, 0) or not columns.grid and abs(down - NO_GRID) < 1e-3:
        return "", None
    if not _possible(down, across, columns.grid):
        return f"the point of {code} is not on the map.", None
    return "", Read(code, down, across, [row[at].strip() for at in columns.areas if at < len(row)])


def _possible(down: float, across: float, grid: bool) -> bool:
    if not (isfinite(down) and isfinite(across)):
        return False
    return 0 <= across <= 700_000 and 0 <= down <= 1_300_000 if grid else abs(down) <= 90 and abs(across) <= 180


def _codes() -> dict[str, int]:
    """Every code, former ones too, with the place that has it."""
    former = dict(OtherCode.objects.filter(place__story=False).values_list("code", "place"))
    return former | dict(Place.objects.live().exclude(code="").values_list("code", "pk"))


def _place(row: Read, places: dict[str, int]) -> int | None:
    return next((places[code] for code in row.areas if code in places), None)


def _keep(rows: list[Read], places: dict[str, int], outlines: Outlines | None, told: Told) -> None:
    wanted = {row.code: (round(row.latitude, 6), round(row.longitude, 6), _place(row, places)) for row in rows}
    lost = [code for code, (_, _, place) in wanted.items() if place is None]
    if lost and outlines:
        held = outlines.holding([wanted[code][1] for code in lost], [wanted[code][0] for code in lost])
        for code, place in zip(lost, held, strict=True):
            wanted[code] = (*wanted[code][:2], place)
    with transaction.atomic():
        kept = Postcode.objects.in_bulk(list(wanted))
        now = {code: (row.latitude, row.longitude, row.place_id) for code, row in kept.items()}
        other = [code for code, values in wanted.items() if now.get(code) != values]
        fresh = [Postcode(code=c, latitude=wanted[c][0], longitude=wanted[c][1], place_id=wanted[c][2]) for c in other]
        Postcode.objects.bulk_create(
            fresh, update_conflicts=True, unique_fields=["code"], update_fields=["latitude", "longitude", "place"]
        )
    told.count("new", len(set(other) - set(now)))
    told.count("changed", len(set(other) & set(now)))
    told.count("same", len(wanted) - len(other))


def _first(names: list[str], wanted: tuple[str, ...]) -> int | None:
    return next((names.index(name) for name in wanted if name in names), None)


def _dated(name: str, wanted: str) -> bool:
    """ONS columns with a year: "lad23cd" is the "lad" of 2023."""
    return name.startswith(wanted) and name[len(wanted) :][:2].isdigit() and name.endswith("cd")
