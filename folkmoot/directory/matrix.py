"""Who × what × where: how many activities stand in each cell, and where something is asked for and nobody is known."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Count
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

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
from folkmoot.directory.models.entry import FEW
from folkmoot.directory.models.keeping import kept
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
        self.kind, self.base, self.sieve = kind, [], sieve
        self.inside = {"activity__in": activities.values("pk")}
        self.names: dict[str, str] = {}
        self.slugs: dict[str, str] = {}
        if kind in ("type", "people"):
            self.names = dict((TypeOfHelp if kind == "type" else PeopleServed).objects.values_list("code", "name"))

    @cached_property
    def marks(self) -> dict[int, set[str]]:
        """Activity → the lines it stands in."""
        marks = defaultdict(set)
        for activity, code in getattr(self, f"_{self.kind}")():
            marks[activity].add(code)
        return marks

    def of(self, activity: int) -> set[str]:
        return self.marks.get(activity) or {UNSAID}

    def _type(self):
        return Activity.types.through.objects.filter(**self.inside).values_list("activity", "typeofhelp")

    def _people(self):
        return Activity.people.through.objects.filter(**self.inside).values_list("activity", "peopleserved")

    def _organisation(self):
        rows = Party.objects.filter(**self.inside, role__in=Party.OWNERS).values_list("activity", "organisation")
        absorbed = dict(Organisation.objects.exclude(same_as=None).values_list("pk", "same_as"))
        return ((activity, str(_survivor(body, absorbed))) for activity, body in rows)

    def _place(self):
        rows = list(Served.objects.filter(**self.inside).values_list("activity", "place"))
        places = Place.objects.filter(pk__in={place for _activity, place in rows})
        lines = {pk: _line(path) for pk, path in places.values_list("pk", "path")}
        self.base = self.sieve.place_now.line() if self.sieve.place_now else _shared(list(lines.values()))
        codes = {pk: self.line_of(line) for pk, line in lines.items()}
        return ((activity, codes[place]) for activity, place in rows)

    def learn(self, codes: set[str]) -> None:
        """The names and addresses of these lines, where they are not known yet."""
        keys = {int(code.removeprefix(WHOLE)) for code in codes - set(self.names) - {UNSAID}}
        if self.kind == "organisation":
            self.names |= {str(pk): name for pk, name in _named(Organisation, keys).values_list("pk", "name")}
        if self.kind == "place":
            for place in _named(Place, keys):
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
    """Each activity counted once in every cell it stands in. A constant number of queries; a large one is kept."""
    words = f"matrix {rows} {columns} {get_language()} {sieve.address()} {activities.query}"
    return kept(words, lambda: _matrix(activities, sieve, rows, columns), lambda grid: grid.entries > FEW)


def _matrix(activities, sieve: Sieve, rows: str, columns: str) -> Matrix:
    down, across = Axis(rows, activities, sieve), Axis(columns, activities, sieve)
    if {rows, columns} == {"type", "people"}:
        counts, entries = _counted_in_sql(activities, rows), activities.count()
    else:
        everything = list(activities.values_list("pk", flat=True))
        counts, entries = _counted(everything, down, across), len(everything)
    wanted = _wanted(down, across, sieve)
    lines, rows_out = _lines(down, counts, wanted, 0, MOST_ROWS)
    heads, columns_out = _lines(across, counts, wanted, 1, MOST_COLUMNS)
    draw = _Drawing(down, across, counts, wanted, sieve, entries)
    drawn = [(down.name(row), [draw.cell(row, column) for column in heads]) for row in lines]
    gaps = sum(cell.level == "gap" for _name, cells in drawn for cell in cells)
    return Matrix([across.name(code) for code in heads], drawn, entries, gaps, (rows_out, columns_out))


def _counted(activities: list[int], down: Axis, across: Axis) -> Counter:
    counts: Counter = Counter()
    for activity in activities:
        counts.update((row, column) for row in down.of(activity) for column in across.of(activity))
    return counts


def _counted_in_sql(activities, rows: str) -> Counter:
    """Types by people, grouped by the database: each pair is on an activity once, so rows are what is counted."""
    inside = Activity.objects.filter(pk__in=activities.values("pk")).order_by()
    grouped = inside.values_list("types", "people").annotate(n=Count("pk", distinct=True))
    pairs = {(kind or UNSAID, people or UNSAID): n for kind, people, n in grouped}
    return Counter(pairs if rows == "type" else {(people, kind): n for (kind, people), n in pairs.items()})


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
        axis.learn(set(top))
        codes = sorted(top, key=lambda code: (code.startswith(WHOLE), axis.name(code)))
    left_out = len(set(totals) - {UNSAID}) - len(set(codes) & set(totals))
    return codes[:most] + ([UNSAID] if UNSAID in totals else []), max(0, left_out)


def _survivor(body: int, absorbed: dict[int, int]) -> int:
    seen = set()
    while body in absorbed and body not in seen:
        seen.add(body)
        body = absorbed[body]
    return body


def _named(model, keys: set[int]):
    return model.objects.filter(pk__in=keys) if keys else model.objects.none()


def _line(path: str) -> list[int]:
    return [int(part) for part in path.strip("/").split("/") if part]


def _shared(lines: list[list[int]]) -> list[int]:
    """What all these places lie in, as ids from the root; [] when they share nothing."""
    shared = lines[0] if lines else []
    for line in lines:
        same = next((n for n, (a, b) in enumerate(zip(shared, line)) if a != b), min(len(shared), len(line)))
        shared = shared[:same]
    return shared
