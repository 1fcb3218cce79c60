"""Who × what × where: how many activities stand in each cell, and where something is asked for and nobody is known."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace

from django.db.models import Count
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
MOST_KEPT = 100  # lines of a side
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


@dataclass(frozen=True)
class Counts:
    """Plain values, so that they can be kept: the fullest lines of each side, and what was left out of them.

    `cells`: (row, column) → activities. `wanted`: (row, column) → "asks" or "needs". `base`: the place ids that
    everything counted lies in. `others`: how many more rows and columns have something. `most`: in one cell.
    """

    cells: dict[tuple[str, str], int]
    wanted: dict[tuple[str, str], str]
    base: list[int]
    entries: int
    most: int
    others: tuple[int, int] = (0, 0)

    def turned(self) -> Counts:
        """The same with rows and columns changed about."""
        cells, wanted = ({(b, a): each for (a, b), each in of.items()} for of in (self.cells, self.wanted))
        return replace(self, cells=cells, wanted=wanted, others=self.others[::-1])


class Axis:
    """One side: which activity stands in which of its lines, and what the lines are called."""

    def __init__(self, kind: str, sieve: Sieve, base: list[int] | None = None) -> None:
        self.kind, self.base, self.sieve = kind, base or [], sieve
        self.names: dict[str, str] = {}
        self.slugs: dict[str, str] = {}
        if kind in ("type", "people"):
            self.names = dict((TypeOfHelp if kind == "type" else PeopleServed).objects.values_list("code", "name"))

    def marks(self, activities) -> dict[int, set[str]]:
        """Activity → the lines it stands in; one that says nothing is not there."""
        marks = defaultdict(set)
        for activity, code in getattr(self, f"_{self.kind}")({"activity__in": activities.values("pk")}):
            marks[activity].add(code)
        return marks

    def _type(self, inside: dict):
        return Activity.types.through.objects.filter(**inside).values_list("activity", "typeofhelp")

    def _people(self, inside: dict):
        return Activity.people.through.objects.filter(**inside).values_list("activity", "peopleserved")

    def _organisation(self, inside: dict):
        rows = Party.objects.filter(**inside, role__in=Party.OWNERS).values_list("activity", "organisation")
        after = Organisation.objects.survivors()
        return ((activity, str(after.get(body, body))) for activity, body in rows)

    def _place(self, inside: dict):
        rows = list(Served.objects.filter(**inside).values_list("activity", "place"))
        places = Place.objects.filter(pk__in={place for _activity, place in rows})
        lines = {pk: _line(path) for pk, path in places.values_list("pk", "path")}
        self.base = self.sieve.place_now.line() if self.sieve.place_now else _shared(list(lines.values()))
        codes = {pk: self.line_of(line) for pk, line in lines.items()}
        return ((activity, codes[place]) for activity, place in rows)

    def learn(self, codes: set[str]) -> None:
        """The names and addresses of these lines, where they are not known yet."""
        if self.kind in ("type", "people"):
            return
        keys = {int(code.removeprefix(WHOLE)) for code in codes - set(self.names) - {UNSAID}}
        if self.kind == "organisation":
            self.names |= {str(pk): name for pk, name in _named(Organisation, keys).shown().values_list("pk", "name")}
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
    """Each activity counted once in every cell it stands in. A constant number of queries."""
    return drawn(counts_of(activities, sieve, rows, columns), sieve, rows, columns)


def counts_of(activities, sieve: Sieve, rows: str, columns: str) -> Counts:
    """About 2 s for 100,000 activities, whichever sides are chosen."""
    down, across = Axis(rows, sieve), Axis(columns, sieve)
    if {rows, columns} == {"type", "people"}:
        cells, entries = _counted_in_sql(activities, rows), activities.count()
    else:
        everything = list(activities.values_list("pk", flat=True))
        cells, entries = _counted(everything, down.marks(activities), across.marks(activities)), len(everything)
    base = down.base or across.base
    wanted = _wanted(down, across, sieve)
    kept, others = _fullest(cells)
    return Counts(kept, wanted, base, entries, max(cells.values(), default=0), others)


def _fullest(cells: Counter) -> tuple[dict, tuple[int, int]]:
    """The cells of the hundred fullest lines of each side, and how many lines of each side are not among them."""
    totals = [Counter(), Counter()]
    for cell, n in cells.items():
        totals[0][cell[0]] += n
        totals[1][cell[1]] += n
    kept = [{code for code, _n in each.most_common(MOST_KEPT)} | {UNSAID} for each in totals]
    fullest = {cell: n for cell, n in cells.items() if cell[0] in kept[0] and cell[1] in kept[1]}
    return fullest, tuple(len(set(each) - kept[side]) for side, each in enumerate(totals))


def drawn(counts: Counts, sieve: Sieve, rows: str, columns: str) -> Matrix:
    """The table of these counts, with names as they are now; a line that has no name any more is left out."""
    down, across = Axis(rows, sieve, counts.base), Axis(columns, sieve, counts.base)
    lines, rows_out = _lines(down, counts, 0, MOST_ROWS)
    heads, columns_out = _lines(across, counts, 1, MOST_COLUMNS)
    draw = _Drawing(down, across, counts, sieve)
    table = [(down.name(row), [draw.cell(row, column) for column in heads]) for row in lines]
    gaps = sum(cell.level == "gap" for _name, cells in table for cell in cells)
    return Matrix([across.name(code) for code in heads], table, counts.entries, gaps, (rows_out, columns_out))


def _counted(activities: list[int], down: dict[int, set[str]], across: dict[int, set[str]]) -> Counter:
    counts: Counter = Counter()
    for activity in activities:
        sideways = across.get(activity, {UNSAID})
        counts.update((row, column) for row in down.get(activity, {UNSAID}) for column in sideways)
    return counts


def _counted_in_sql(activities, rows: str) -> Counter:
    """Types by people, grouped by the database: each pair is on an activity once, so rows are what is counted."""
    inside = Activity.objects.filter(pk__in=activities.values("pk")).order_by()
    grouped = inside.values_list("types", "people").annotate(n=Count("pk", distinct=True))
    pairs = {(kind or UNSAID, people or UNSAID): n for kind, people, n in grouped}
    return Counter(pairs if rows == "type" else {(people, kind): n for (kind, people), n in pairs.items()})


class _Drawing:
    def __init__(self, down: Axis, across: Axis, counts: Counts, sieve: Sieve) -> None:
        self.down, self.across, self.counts, self.sieve = down, across, counts, sieve
        self.most = counts.most if counts.entries >= FEW_ENTRIES else 0

    def cell(self, row: str, column: str) -> Cell:
        n, query = self.counts.cells.get((row, column), 0), self.down.query(row) | self.across.query(column)
        if n:
            return Cell(str(n), f"/who/?{self.sieve.address(**query)}", self._level(n))
        noun = self.counts.wanted.get((row, column))
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


def _lines(axis: Axis, counts: Counts, side: int, most: int) -> tuple[list[str], int]:
    """Which lines to show: all types and people in their order; of places and bodies those with most, by name."""
    totals: Counter = Counter()
    for cell, n in counts.cells.items():
        totals[cell[side]] += n
    for cell in counts.wanted:
        totals[cell[side]] += 0
    axis.learn(set(totals))
    named = [code for code, _n in totals.most_common() if code in axis.names]
    if axis.kind in ("type", "people"):
        codes = [code for code in axis.names if code in totals or len(axis.names) <= most][:most]
    else:
        codes = sorted(named[:most], key=lambda code: (code.startswith(WHOLE), axis.name(code)))
    left_out = counts.others[side] + len(set(named) - set(codes))
    return codes + ([UNSAID] if UNSAID in totals else []), left_out


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
