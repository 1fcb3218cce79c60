"""Who × what × where: how many activities stand in each cell, and where something is asked for and nobody is known."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.directory.models import (
    Activity,
    Ask,
    Need,
    Organisation,
    Party,
    PeopleServed,
    Served,
    TypeOfHelp,
)
from folkmoot.directory.sieve import UNSAID, Sieve
from folkmoot.places.models import Place

AXES = {
    "type": gettext_lazy("Type of help"),
    "people": gettext_lazy("For whom"),
    "place": gettext_lazy("Where"),
    "organisation": gettext_lazy("Who"),
}
MOST_ROWS, MOST_COLUMNS = 40, 12
FEW_ENTRIES = 20
WHOLE = "whole:"


@dataclass(frozen=True)
class Cell:
    """One cell: its words, its address, and how it is drawn ("a", "b", "c" from few to many, "gap", or "")."""

    words: str
    address: str = ""
    level: str = ""

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True)
class Matrix:
    """`rows` are (name, cells), the cells in the order of `across`; `left_out` says how many of each did not fit."""

    across: list[str]
    rows: list[tuple[str, list[Cell]]]
    entries: int
    gaps: int
    left_out: tuple[int, int]

    @property
    def has_heat(self) -> bool:
        """Under twenty entries a colour would say more than is known."""
        return self.entries >= FEW_ENTRIES


class Axis:
    """One side: which activity stands in which of its lines, and what the lines are called."""

    def __init__(self, kind: str, activities, sieve: Sieve) -> None:
        self.kind, self.base = kind, None
        self.marks: dict[int, set[str]] = defaultdict(set)
        inside = {"activity__in": activities.values("pk")}
        getattr(self, f"_{kind}")(inside, sieve)

    def of(self, activity: int) -> set[str]:
        return self.marks.get(activity) or {UNSAID}

    def _type(self, inside: dict, sieve: Sieve) -> None:
        self._take(Activity.types.through.objects.filter(**inside).values_list("activity", "typeofhelp"))
        self.names = dict(TypeOfHelp.objects.values_list("code", "name"))

    def _people(self, inside: dict, sieve: Sieve) -> None:
        self._take(Activity.people.through.objects.filter(**inside).values_list("activity", "peopleserved"))
        self.names = dict(PeopleServed.objects.values_list("code", "name"))

    def _organisation(self, inside: dict, sieve: Sieve) -> None:
        rows = Party.objects.filter(**inside, role__in=Party.OWNERS).values_list("activity", "organisation")
        absorbed = dict(Organisation.objects.exclude(same_as=None).values_list("pk", "same_as"))
        self._take((activity, str(_survivor(body, absorbed))) for activity, body in rows)
        self.names = _names_of(Organisation, self.marks)

    def _place(self, inside: dict, sieve: Sieve) -> None:
        rows = list(Served.objects.filter(**inside).values_list("activity", "place__path"))
        lines = [_line(path) for _activity, path in rows]
        self.base = sieve.place_now.line() if sieve.place_now else _shared(lines)
        self._take((activity, self.line_of(line)) for (activity, _path), line in zip(rows, lines))
        self.slugs, self.names = {}, {}
        self.learn({mark for marks in self.marks.values() for mark in marks})

    def learn(self, codes: set[str]) -> None:
        """The names and addresses of these lines of a place axis."""
        keys = {int(code.removeprefix(WHOLE)) for code in codes} - {int(pk) for pk in self.slugs}
        for place in Place.objects.filter(pk__in=keys):
            self.slugs[str(place.pk)] = place.slug
            self.names[str(place.pk)] = place.name
            self.names[f"{WHOLE}{place.pk}"] = _("The whole of %(place)s") % {"place": place.name}

    def line_of(self, line: list[int]) -> str:
        """The part of the base a place lies in; the base as a whole for itself and for what is larger."""
        if line[: len(self.base)] == self.base and len(line) > len(self.base):
            return str(line[len(self.base)])
        return f"{WHOLE}{line[-1]}"

    def _take(self, pairs) -> None:
        for activity, code in pairs:
            self.marks[activity].add(code)

    def name(self, code: str) -> str:
        return _("Not said") if code == UNSAID else str(self.names.get(code, code))

    def query(self, code: str) -> dict[str, str]:
        """The filter of the list that shows just this line."""
        if self.kind == "organisation":
            return {"organisation": code, "runs": "" if code == UNSAID else "1"}
        if self.kind != "place" or code == UNSAID:
            return {self.kind: code}
        if code.startswith(WHOLE):
            return {"place": self.slugs.get(code.removeprefix(WHOLE), ""), "exact": "1"}
        return {"place": self.slugs.get(code, ""), "exact": ""}


def matrix(activities, sieve: Sieve, rows: str = "type", columns: str = "people") -> Matrix:
    """Each activity counted once in every cell it stands in. Seven queries, however many activities."""
    down, across = Axis(rows, activities, sieve), Axis(columns, activities, sieve)
    counts: Counter = Counter()
    everything = set(activities.values_list("pk", flat=True))
    for activity in everything:
        counts.update((row, column) for row in down.of(activity) for column in across.of(activity))
    wanted = _wanted(down, across, sieve)
    lines, rows_out = _lines(down, counts, wanted, 0, MOST_ROWS)
    heads, columns_out = _lines(across, counts, wanted, 1, MOST_COLUMNS)
    draw = _Drawing(down, across, counts, wanted, sieve, len(everything))
    drawn = [(down.name(row), [draw.cell(row, column) for column in heads]) for row in lines]
    gaps = sum(cell.level == "gap" for _name, cells in drawn for cell in cells)
    return Matrix([across.name(code) for code in heads], drawn, len(everything), gaps, (rows_out, columns_out))


class _Drawing:
    def __init__(self, down: Axis, across: Axis, counts: Counter, wanted: dict, sieve: Sieve, entries: int) -> None:
        self.down, self.across, self.counts, self.wanted, self.sieve = down, across, counts, wanted, sieve
        self.most = max(counts.values(), default=0) if entries >= FEW_ENTRIES else 0

    def cell(self, row: str, column: str) -> Cell:
        n, query = self.counts[row, column], self.down.query(row) | self.across.query(column)
        if n:
            return Cell(str(n), f"/who/?{self.sieve.address(**query)}", self._level(n))
        noun = self.wanted.get((row, column))
        if not noun:
            return Cell("")
        words = _("asked for") if noun == "asks" else _("needed")
        return Cell(words, f"/{noun}/?{self.sieve.address(**query, stage='')}", "gap")

    def _level(self, n: int) -> str:
        if not self.most:
            return ""
        return "c" if n > self.most * 2 / 3 and n > 2 else "b" if n > self.most / 3 and n > 1 else "a"


def _wanted(down: Axis, across: Axis, sieve: Sieve) -> dict[tuple[str, str], str]:
    """Cells that an open ask or a figure of need names on both sides: (row, column) → "asks" or "needs"."""
    if "organisation" in (down.kind, across.kind) or any(map(sieve.asked.get, ("words", "organisation", "topic"))):
        return {}
    things = [(noun, thing) for noun, each in _asks_and_needs(sieve) for thing in each]
    axis = next((axis for axis in (down, across) if axis.kind == "place"), None)
    placed = {thing: axis.line_of(thing.place.line()) for _noun, thing in things if thing.place} if axis else {}
    if axis:
        axis.learn(set(placed.values()))
    found = {}
    for noun, thing in things:
        sides = {"type": {t.pk for t in thing.types.all()}, "people": {p.pk for p in thing.people.all()}}
        sides["place"] = {placed[thing]} if thing in placed else set()
        if all(not sieve.asked.get(name) or sieve.asked[name] in sides[name] for name in ("type", "people")):
            found |= {(row, column): noun for row in sides[down.kind] for column in sides[across.kind]}
    return found


def _asks_and_needs(sieve: Sieve) -> list[tuple]:
    """Needs first, so that an ask for the same cell, which somebody spoke, is the one that stands there."""
    kinds = (("needs", Need.objects.live().shown()), ("asks", Ask.objects.live().shown().open()))
    place = sieve.place_now
    return [
        (noun, (each.at(place) if place else each).select_related("place").prefetch_related("types", "people"))
        for noun, each in kinds
    ]


def _lines(axis: Axis, counts: Counter, wanted: dict, side: int, most: int) -> tuple[list[str], int]:
    """Which lines to show: all types and people in their order; of places and bodies those with most, by name."""
    totals: Counter = Counter()
    for cell, n in counts.items():
        totals[cell[side]] += n
    for cell in wanted:
        totals[cell[side]] += 0
    if axis.kind in ("type", "people"):
        codes = [code for code in axis.names if code in totals or len(axis.names) <= most]
    else:
        top = [code for code, _n in totals.most_common() if code != UNSAID][:most]
        codes = sorted(top, key=lambda code: (code.startswith(WHOLE), axis.name(code)))
    left_out = len(set(totals) - {UNSAID}) - len(set(codes) & set(totals))
    return codes[:most] + ([UNSAID] if UNSAID in totals else []), max(0, left_out)


def _survivor(body: int, absorbed: dict[int, int]) -> int:
    seen = set()
    while body in absorbed and body not in seen:
        seen.add(body)
        body = absorbed[body]
    return body


def _names_of(model, marks: dict) -> dict[str, str]:
    keys = {int(mark) for each in marks.values() for mark in each}
    return {str(pk): name for pk, name in model.objects.filter(pk__in=keys).values_list("pk", "name")}


def _line(path: str) -> list[int]:
    return [int(part) for part in path.strip("/").split("/") if part]


def _shared(lines: list[list[int]]) -> list[int]:
    """What all these places lie in, as ids from the root; [] when they share nothing."""
    shared = lines[0] if lines else []
    for line in lines:
        same = next((n for n, (a, b) in enumerate(zip(shared, line)) if a != b), min(len(shared), len(line)))
        shared = shared[:same]
    return shared
