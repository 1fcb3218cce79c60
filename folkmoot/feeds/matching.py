"""Which of the watches, or of those who follow by mail, hear of a line, and by which of their watches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

from django.db.models import Q, QuerySet

from folkmoot.feeds import areas
from folkmoot.feeds.concerns import concerned
from folkmoot.journal.models import Line, Pace
from folkmoot.places.models import Place

LIST = "list"


class Matches:
    """`wishes`: watches or followers, each with a kind, a key, perhaps the path of a place, and `since`. `reader` says
    whose a wish is. Read once for a batch of lines, in a number of queries that does not depend on how many."""

    def __init__(self, lines: list[Line], wishes: QuerySet, reader: Callable[[object], int]) -> None:
        self.concerned, self.reader = concerned(lines), reader
        self.by_thing, self.by_path, self.by_area = defaultdict(list), defaultdict(list), defaultdict(list)
        for wish in wishes.filter(kind=areas.AREA):
            self.by_area[wish.key].append(wish)
        self.areas = areas.of_lines(lines, self.by_area)
        for wish in wishes.filter(self._wanted(lines)).exclude(kind=LIST):
            self.by_thing[wish.kind, wish.key].append(wish)
            if wish.place_path:
                self.by_path[wish.place_path].append(wish)

    def _wanted(self, lines: list[Line]) -> Q:
        keys = defaultdict(set)
        for things in self.concerned.values():
            for kind, key in things:
                keys[kind].add(key)
        wanted = Q(place_path__in={path for line in lines for path in paths(line)})
        for kind, among in keys.items():
            wanted |= Q(kind=kind, key__in=among)
        return wanted

    def of(self, line: Line, things_only: bool = False) -> list:
        """One wish for each reader who hears of this line: that of the thing itself first, then of what it belongs to,
        then of the nearest place, then of an area. Nobody hears of what they did, of what was before they watched, or
        of what they muted any part of. `things_only`: leave out those who watch the place or an area alone."""
        best, muted = {}, set()
        for wish in self._nearest_first(line, things_only):
            reader = self.reader(wish)
            if wish.pace == Pace.MUTED:
                muted.add(reader)
            elif wish.since <= line.at:
                best.setdefault(reader, wish)
        return [wish for reader, wish in best.items() if reader not in muted]

    def _nearest_first(self, line: Line, things_only: bool) -> Iterator:
        own = (line.kind, line.key)
        yield from self.by_thing.get(own, ())
        for thing in sorted(self.concerned[line.pk] - {own}):
            yield from self.by_thing.get(thing, ())
        if things_only:
            return
        for path in reversed(paths(line)):
            yield from self.by_path.get(path, ())
        for area in self.areas.get(line.pk, ()):
            yield from self.by_area[area]


def paths(line: Line) -> list[str]:
    """The paths of the places it happened in, the largest first."""
    parts = [part for part in line.place_path.split("/") if part]
    return ["/" + "/".join(parts[:depth]) + "/" for depth in range(1, len(parts) + 1)]


def place_of(line: Line) -> str:
    """The id of the nearest place it happened in; "" where it has none."""
    return next((part for part in reversed(line.place_path.split("/")) if part), "")


def names_of(lines: list[Line]) -> dict[str, str]:
    """Id of a place → its name, for the nearest place of each line."""
    wanted = {int(found) for line in lines if (found := place_of(line))}
    return {str(place.pk): str(place) for place in Place.objects.filter(pk__in=wanted)}
