"""Local authorities from a table: what is shipped in facts/, and newer editions of the register it came from."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.db import transaction

from folkmoot.kit import search
from folkmoot.kit.search.words import fold
from folkmoot.places.models import OtherCode, OtherName, Place, Succession
from folkmoot.places.models.place import document, free_slug

from .told import CannotTake, Progress, Told

SHIPPED = Path(__file__).resolve().parents[1] / "facts" / "uk_authorities.csv"
SOURCE = "UK local authority names and codes, December 2021 (Open Government Licence v3.0)"
NATIONS = {"england": "E92000001", "wales": "W92000004", "scotland": "S92000003", "northern ireland": "N92000002"}
KIND = Place.Kind
LARGEST_FIRST = (KIND.COUNTRY, KIND.NATION, KIND.REGION, KIND.COMBINED, KIND.COUNTY, KIND.DISTRICT)
KINDS = {"CTY": Place.Kind.COUNTY, "COMB": Place.Kind.COMBINED, "SRA": Place.Kind.REGION}


@dataclass(frozen=True)
class Authority:
    """One row: a place with its codes, names and dates, the code of what it lies in, and what followed it."""

    line: int
    key: str
    code: str
    former: tuple[str, ...]
    name: str
    others: tuple[str, ...]
    kind: str
    within: str
    opens_on: date | None
    closes_on: date | None
    followed_by: tuple[str, ...]
    population: int | None
    point: tuple[float, float] | None


def plant() -> Told:
    """The shipped authorities of the United Kingdom, as a tree. Safe twice; nothing a keeper changed is undone."""
    return take(SHIPPED, Progress(1), source=SOURCE)


def is_register(header: list[str]) -> bool:
    """Whether the first row of a file is that of a table of authorities."""
    names = {name.strip().strip("\ufeff").lower() for name in header}
    return {"key", "within", "followed_by"} <= names or {"local-authority-code", "gss-code", "official-name"} <= names


def take(path: Path, progress: Progress, source: str = "") -> Told:
    """Make or complete the place of every row, then what followed what.

    New closings and successors are taken over; a name or parent that stands is left as it is. Everything
    is kept in one go, or nothing.
    """
    told = Told("Authorities")
    rows = list(_rows(path))
    with transaction.atomic():
        kept = _Kept()
        for kind in LARGEST_FIRST:
            fresh = [kept.take(row, source or path.name, told, path.name) for row in rows if row.kind == kind]
            Place.plant([place for place in fresh if place])
        kept.names(rows)
        for row in rows:
            kept.follow(row, path.name, told)
    progress.at(progress.size)
    return told


class _Kept:
    """The places there are, by code and by the key the file gives those without one."""

    def __init__(self) -> None:
        live = Place.objects.live().select_related("parent")
        self.by_code = {place.code: place for place in live if place.code}
        for other in OtherCode.objects.filter(place__story=False).select_related("place"):
            self.by_code.setdefault(other.code, other.place)
        self.by_name = {(place.folded, place.closes_on): place for place in live if not place.code}
        for other in OtherName.objects.filter(place__in=self.by_name.values()).select_related("place"):
            self.by_name.setdefault((other.folded, other.place.closes_on), other.place)
        self.by_key: dict[str, Place] = {}
        self.slugs = set(Place.objects.values_list("slug", flat=True))

    def take(self, row: Authority, source: str, told: Told, file: str) -> Place | None:
        """The place to be made for a row whose place is not known; None for any other."""
        parent = self.by_code.get(row.within)
        if row.within and parent is None:
            told.refuse(file, row.line, f"{row.name} should lie in {row.within}, which is not known.")
            return None
        place = self.by_code.get(row.code) if row.code else self._named(row)
        fresh = None
        if place is None:
            place = fresh = self._make(row, parent, source)
            told.count("new")
        else:
            told.count("changed" if self._complete(place, row) else "same")
        self.by_key[row.key] = place
        for code in filter(None, (row.code, *row.former)):
            self.by_code.setdefault(code, place)
        return fresh

    def _named(self, row: Authority) -> Place | None:
        """A place that has no code goes by its names and its closing day."""
        names = (fold(name) for name in (row.name, *row.others))
        return next((self.by_name[key] for name in names if (key := (name, row.closes_on)) in self.by_name), None)

    def _make(self, row: Authority, parent: Place | None, source: str) -> Place:
        closed = f" to {row.closes_on.year}" if row.closes_on else ""
        slug = free_slug(self.slugs, row.name + closed, row.kind)
        self.slugs.add(slug)
        return Place(
            name=row.name,
            slug=slug,
            kind=row.kind,
            code=row.code,
            parent=parent,
            opens_on=row.opens_on,
            closes_on=row.closes_on,
            latitude=row.point[0] if row.point else None,
            longitude=row.point[1] if row.point else None,
            population=row.population,
            population_year=2020 if row.population else None,
            source=source[:300],
        )

    def _complete(self, place: Place, row: Authority) -> bool:
        """Fill in what was not known, and a closing day that is news."""
        told = {
            "code": place.code or row.code,
            "opens_on": place.opens_on or row.opens_on,
            "closes_on": place.closes_on or row.closes_on,
            "population": place.population or row.population,
            "population_year": place.population_year or (2020 if row.population else None),
            "latitude": row.point[0] if place.latitude is None and row.point else place.latitude,
            "longitude": row.point[1] if place.longitude is None and row.point else place.longitude,
        }
        news = {name: value for name, value in told.items() if getattr(place, name) != value}
        if news:
            Place.objects.filter(pk=place.pk).update(**news)
            vars(place).update(news)
        return bool(news)

    def names(self, rows: list[Authority]) -> None:
        """The other names and former codes of every row at once."""
        placed = [(self.by_key[row.key], row) for row in rows if row.key in self.by_key]
        names = [OtherName(place=p, name=n, folded=fold(n)) for p, row in placed for n in row.others if n != p.name]
        OtherName.objects.bulk_create(names, ignore_conflicts=True)
        named = Place.objects.filter(pk__in={name.place.pk for name in names}).prefetch_related("other_names")
        search.put_many(document(place) for place in named)
        codes = [OtherCode(place=p, code=c) for p, row in placed for c in row.former if c != p.code]
        codes += [OtherCode(place=p, code=row.code) for p, row in placed if row.code and row.code != p.code]
        OtherCode.objects.bulk_create(codes, ignore_conflicts=True)

    def follow(self, row: Authority, file: str, told: Told) -> None:
        for code in row.followed_by:
            after = self.by_code.get(code) or self.by_key.get(code)
            before = self.by_key.get(row.key)
            if after is None or before is None:
                told.refuse(file, row.line, f"{row.name} is followed by {code}, which is not known.")
            elif after.pk != before.pk:
                Succession.objects.get_or_create(before=before, after=after, defaults={"on": row.closes_on})


def _rows(path: Path) -> Iterator[Authority]:
    with path.open(newline="", encoding="utf-8-sig") as file:
        reader = csv.DictReader(file)
        shipped = "within" in (reader.fieldnames or [])
        for row in reader:
            try:
                cells = {name: (value or "").strip() for name, value in row.items() if isinstance(name, str)}
                yield _shipped(reader.line_num, cells) if shipped else _published(reader.line_num, cells)
            except (ValueError, KeyError) as error:
                raise CannotTake(f"{path.name}, line {reader.line_num}: {error}. Nothing was taken.") from error


def _shipped(line: int, row: dict) -> Authority:
    return Authority(
        line=line,
        key=row["key"],
        code=row["code"],
        former=_several(row["former_codes"]),
        name=row["name"],
        others=_several(row["other_names"]),
        kind=row["kind"],
        within=row["within"],
        opens_on=_day(row["opens_on"]),
        closes_on=_day(row["closes_on"]),
        followed_by=_several(row["followed_by"]),
        population=_whole(row["population_2020"]),
        point=_point(row["latitude"], row["longitude"]),
    )


def _published(line: int, row: dict) -> Authority:
    """A row of the register itself. Its county and region columns are wrong for some rows, and so are the
    points of its counties: a place not known yet hangs under its nation until a keeper moves it."""
    last = _day(row["end-date"])
    name = row.get("alt-name-1") or row.get("nice-name") or row["official-name"]
    return Authority(
        line=line,
        key=row["local-authority-code"],
        code=row["gss-code"],
        former=_several(row.get("archaic-gss-code", "").replace(",", "|")),
        name=name,
        others=tuple({row["official-name"], row.get("alt-name-2", "")} - {"", name}),
        kind=KINDS.get(row["local-authority-type"], Place.Kind.DISTRICT),
        within=NATIONS.get(row["nation"].lower(), "K02000001"),
        opens_on=None if row["start-date"][:7] in ("2005-05", "2005-06") else _day(row["start-date"]),
        closes_on=last + timedelta(days=0 if (last.month, last.day) == (4, 1) else 1) if last else None,
        followed_by=_several(row.get("replaced-by", row.get("replaced_by", "")).replace(",", "|")),
        population=_whole(row.get("pop-2020", row.get("pop_2020", ""))),
        point=None if row["local-authority-type"] == "CTY" else _point(row.get("lat", ""), row.get("long", "")),
    )


def _several(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("|") if part.strip())


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _whole(text: str) -> int | None:
    return int(float(text)) if text else None


def _point(latitude: str, longitude: str) -> tuple[float, float] | None:
    """The two numbers as latitude and longitude: in the United Kingdom the larger is the latitude, and one
    edition of the register has them the wrong way round."""
    if not latitude or not longitude:
        return None
    larger, smaller = sorted((float(latitude), float(longitude)), reverse=True)
    return (round(larger, 5), round(smaller, 5))
