"""Who was doing what on one day of the story: programmes by types of help, and what nobody did."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from folkmoot.directory.models import Activity, Programme, TypeOfHelp

DAYS = (
    (date(2009, 9, 21), "21 September 2009, the day of the workshop"),
    (date(2010, 11, 18), "18 November 2010, the event in Dudley"),
    (date(2012, 1, 23), "23 January 2012, the innovation network"),
)


@dataclass
class Line:
    """One programme's row: for each type of help the activities that stood on that day."""

    programme: Programme
    cells: list[list[Activity]]


@dataclass
class Board:
    """The matrix of one day. `several` and `none` are the types with more than one programme, and with none."""

    day: date | None
    types: list[TypeOfHelp]
    lines: list[Line] = field(default_factory=list)

    def programmes_by_type(self) -> list[int]:
        return [sum(bool(line.cells[i]) for line in self.lines) for i in range(len(self.types))]

    @property
    def several(self) -> list[tuple[TypeOfHelp, int]]:
        counted = zip(self.types, self.programmes_by_type())
        return sorted(((kind, n) for kind, n in counted if n > 1), key=lambda each: -each[1])

    @property
    def none(self) -> list[TypeOfHelp]:
        return [kind for kind, n in zip(self.types, self.programmes_by_type()) if n == 0]


def standing_on(day: date | None):
    """What had begun, or perhaps had, and had not certainly ended on that day, and what was known to be planned.

    Known to be planned: a source of that day or earlier names it. None is the whole story.
    """
    activities = Activity.objects.of_story().shown().select_related("programme").prefetch_related("types")
    if day is None:
        return activities
    begun = Q(starts_from__lte=day)
    lasts = Q(ends_to__gte=day) | Q(ends_to=None)
    later = Q(starts_from__gt=day) | Q(starts_from=None, stage=Activity.Stage.PLANNED)
    announced = Q(records__source__as_of__lte=day) & later
    return activities.filter((begun & lasts) | announced).distinct()


def board(day: date | None) -> Board:
    """The matrix for one day, programmes with the most types of help first; those with nothing then are left out."""
    types = list(TypeOfHelp.objects.all())
    place = {kind.pk: index for index, kind in enumerate(types)}
    lines: dict[int, Line] = {}
    for activity in standing_on(day).order_by("programme__name", "starts_from"):
        line = lines.setdefault(activity.programme_id, Line(activity.programme, [[] for _ in types]))
        for kind in activity.types.all():
            line.cells[place[kind.pk]].append(activity)
    made = Board(day, types, [line for line in lines.values() if any(line.cells)])
    made.lines.sort(key=lambda line: (-sum(bool(cell) for cell in line.cells), line.programme.name))
    return made
