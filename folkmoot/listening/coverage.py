"""Who was heard beside who lives here, and who has not been heard yet, with small numbers hidden.

Counted by district: ages and groups stand for a district alone, so that a part cannot be taken from the whole. What
everybody sees was counted by the worker and moves by ten or more, up or down. What people said of themselves is sealed
here too, and a group whose count is hidden is not named.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.listening import sums
from folkmoot.listening.models import Heard, Patch, Profile, Published
from folkmoot.places.models import Place
from folkmoot.points.models import Theming

AGES = ("under 18", "18 to 29", "30 to 44", "45 to 64", "65 to 79", "80 or over")
NOT_SAID = "not said"
HALF = 0.5
HEARD_IN = ("listening.patch", "listening.organiser")  # what themes of listenings are about
NAMES = {"age": gettext_lazy("Age"), "group": gettext_lazy("Group"), "place": gettext_lazy("Place")}


@dataclass
class Row:
    """One age, group or part: how many were heard (None: hidden), how many live here (None: not known), and whether
    they have been heard less than half as much as their number would lead one to expect."""

    label: str
    heard: int | None
    lives: int | None
    unheard: bool
    source: str = ""


def district_of(place: Place) -> Place:
    """The district around a place, itself if it is one; else the largest place around it."""
    line = list(Place.objects.around(place))
    return next((one for one in reversed(line) if one.kind == Place.Kind.DISTRICT), line[0])


def count(district: Place) -> dict[str, dict[str, int]]:
    """People heard in the district, not withdrawn: by age, by group, by part (slug of the patch's place)."""
    rows = Heard.objects.filter(withdrawn_at=None, listening__patch__place__path__startswith=district.path)
    found = {"age": Counter(), "group": Counter(), "place": Counter()}
    for age, group, slug in rows.values_list("age", "group", "listening__patch__place__slug"):
        found["age"][age or NOT_SAID] += 1
        found["group"][group or NOT_SAID] += 1
        found["place"][slug] += 1
    return {sort: dict(counts) for sort, counts in found.items()}


@transaction.atomic
def settle(district: Place) -> Published:
    """Count anew for everybody: a count moves when it would by ten or more."""
    row, _new = Published.objects.get_or_create(place=district)
    row = Published.objects.select_for_update().get(pk=row.pk)
    row.figures = {
        sort: {label: sums.settled(row.figures.get(sort, {}).get(label, 0), many) for label, many in counts.items()}
        for sort, counts in count(district).items()
    }
    row.counted_at = timezone.now()
    row.save()
    return row


def settle_all() -> int:
    """Every district somebody listens in; how many."""
    places = Place.objects.filter(pk__in=Patch.objects.values("place"))
    districts = {district_of(place) for place in places}
    for district in districts:
        settle(district)
    return len(districts)


@dataclass
class Coverage:
    """What everybody may see of one district."""

    district: Place
    total: int | None
    tables: dict[str, list[Row]]
    counted_on: date | None

    def blocks(self) -> list[tuple[str, list[Row], list[str]]]:
        """(how it is sorted, the rows, who says how many live here) of each table that has rows."""
        said = {sort: sorted({row.source for row in rows if row.source}) for sort, rows in self.tables.items()}
        return [(sort, rows, said[sort]) for sort, rows in self.tables.items() if rows]

    def unheard(self) -> list[str]:
        """Ages, groups and parts that have not been heard much yet, in words."""
        found = [row.label for sort in ("age", "group", "place") for row in self.tables[sort] if row.unheard]
        return found[:8]

    def sentence(self) -> str:
        if self.total is None:
            return _("Fewer than ten people have been heard here so far, or too few more to say how many.")
        return _("%(n)d people have been heard here.") % {"n": self.total}


def coverage(district: Place) -> Coverage:
    """As last counted; where ten or more withdrew since, or fewer than ten are left, as many fewer."""
    row = Published.objects.filter(place=district).first()
    kept, now = (row.figures if row else {}), count(district)
    sorts = {
        sort: {label: sums.held(many, now[sort].get(label, 0)) for label, many in kept.get(sort, {}).items()}
        for sort in ("age", "group", "place")
    }
    found, total = sums.parts(sorts["place"], _known(district))
    tables = {"place": _parts(district, found, sorts["place"])}
    for sort in ("age", "group"):
        shown = sums.shown(sorts[sort]) if total is not None else dict.fromkeys(sorts[sort])
        rows = _rows(district, sort, shown)
        tables[sort] = rows if any(row.label != NOT_SAID for row in rows) else []
    return Coverage(district, total, tables, timezone.localdate(row.counted_at) if row else None)


def _known(district: Place) -> list[str]:
    """Parts for which a team has published how many it heard."""
    rows = Theming.objects.published().filter(source_kind__in=HEARD_IN, place__path__startswith=district.path)
    return list(rows.values_list("place__slug", flat=True))


def _rows(district: Place, sort: str, shown: dict[str, int | None]) -> list[Row]:
    profiles = {row.label: row for row in Profile.objects.filter(place=district, sort=sort)}
    labels = [*profiles, *(label for label in shown if label not in profiles and _is_named(sort, label, shown))]
    labels = sorted(labels, key=lambda label: (AGES.index(label) if label in AGES else 50, label == NOT_SAID))
    lives = {label: profiles[label].many for label in profiles}
    return [
        Row(label, heard, lives.get(label), unheard, profiles[label].source if label in profiles else "")
        for label, heard, unheard in _with_unheard(labels, shown, lives)
    ]


def _is_named(sort: str, label: str, shown: dict[str, int | None]) -> bool:
    """Groups are what people call themselves: one is named once ten or more have, or where a source names it."""
    return sort != "group" or label == NOT_SAID or bool(shown[label])


def _parts(district: Place, found: dict[str, int | None], counts: dict[str, int]) -> list[Row]:
    inside = Place.objects.filter(parent=district).order_by("name")
    places = {place.slug: place for place in inside}
    others = Place.objects.filter(slug__in=[slug for slug in found if slug not in places])
    places |= {place.slug: place for place in others}
    shown = {slug: found.get(slug, 0) for slug in places}
    lives = {slug: place.population for slug, place in places.items() if place.population}
    return [
        Row(places[slug].name, heard, lives.get(slug), unheard, places[slug].source)
        for slug, heard, unheard in _with_unheard(list(places), shown, lives)
    ]


def _with_unheard(labels: list[str], shown: dict[str, int | None], lives: dict[str, int]):
    """(label, heard, heard less than half as much as expected). Hidden counts as few; without a profile nobody says."""
    people = sum(lives.values())
    heard = sum(count or 0 for label, count in shown.items() if label in lives)
    for label in labels:
        many = shown.get(label, 0)
        expected = lives.get(label, 0) / people * heard if people else 0
        few = label in lives and heard > 0 and (many is None or many < HALF * expected)
        yield label, many, few
