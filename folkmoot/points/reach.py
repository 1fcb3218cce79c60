"""From where what people said has come to a team, part by part of its place, and from where nothing has yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.people.models import Person
from folkmoot.places.models import Place
from folkmoot.points.models import Point, Theming

NAMED = 8


def open_here(theming: Theming, person: Person) -> list[Point]:
    """What was said in the open at its place, that this person may read where it was said, and is not in it yet."""
    if theming.place is None:
        return []
    found = Point.objects.shown().at(theming.place).exclude(themings=theming)
    return found.seen_by(person, timezone.localdate())


@dataclass
class Part:
    """One part of the place: how many points from there the team has, and how many more were said in the open."""

    place: Place
    taken: int
    more: int


@dataclass
class Reach:
    """What a team has and what it could bring in (`more`), by the parts of its place. For the team: it reads the words
    themselves, so nothing is hidden from it."""

    theming: Theming
    more: list[Point]

    @cached_property
    def parts(self) -> list[Part]:
        """Every part that stands today, by name; the place as a whole last, where something was said of no part."""
        if self.theming.place is None:
            return []
        day = timezone.localdate()
        inside = [part for part in Place.objects.filter(parent=self.theming.place) if part.is_open(day)]
        if not inside:
            return []
        taken, more = self._by_part(self.theming.points.standing()), self._by_part(self.more)
        rows = [Part(part, taken[part.pk], more[part.pk]) for part in inside]
        whole = self.theming.place
        said = taken[whole.pk] or more[whole.pk]
        return [*rows, Part(whole, taken[whole.pk], more[whole.pk])] if said else rows

    def _by_part(self, points: Iterable[Point]) -> Counter[int]:
        """Points by the part they were said in, at whatever depth; those of no part by the place itself."""
        whole, found = self.theming.place, Counter()
        paths = dict(Place.objects.filter(path__startswith=whole.path).values_list("pk", "path"))
        for key in (point.place_id for point in points):
            line = paths.get(key, whole.path)[len(whole.path) :].split("/")
            found[int(line[0]) if line[0] else whole.pk] += 1
        return found

    @property
    def sentence(self) -> str:
        """Who is missing: the parts from which the team has nothing."""
        rows = [row for row in self.parts if row.place != self.theming.place]
        missing = [row for row in rows if not row.taken]
        if not rows:
            return ""
        if not missing:
            return _("There is something from every part of %(place)s.") % {"place": self.theming.place}
        names = ", ".join(str(row.place) for row in missing[:NAMED])
        rest = len(missing) - NAMED
        names += " " + ngettext("and %(n)d more", "and %(n)d more", rest) % {"n": rest} if rest > 0 else ""
        ready = sum(row.more for row in missing)
        words = _("Nothing from these parts yet: %(names)s.") % {"names": names}
        if ready:
            return f"{words} " + _("%(n)d of what is below was said there.") % {"n": ready}
        return f"{words} " + _("Nothing said in the open there is known to us; perhaps nobody has asked.")
