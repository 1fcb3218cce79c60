"""The filters of working together: a place as people call it, a programme and a type of help."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from folkmoot.directory.models import Activity, Ask, Need, Programme, TypeOfHelp
from folkmoot.directory.whereabouts import full_name, nearly, places_called
from folkmoot.joinup.models import Finding, Look
from folkmoot.joinup.sums.overlaps import CODE
from folkmoot.places.models import Place
from folkmoot.priorities.models import Priority


@dataclass(frozen=True)
class Narrowed:
    """What the address asks for; None where it asks for nothing. `wrong` says what is not known, `said` as written."""

    place: Place | None = None
    programme: Programme | None = None
    type_of_help: TypeOfHelp | None = None
    said: str = ""
    wrong: str = ""

    @classmethod
    def of(cls, query) -> Narrowed:
        """From ?place=&programme=pk&type=code; a place by its name, slug, code or postcode. What is not known narrows
        nothing, and of a place that is said beside its field."""
        number, said = query.get("programme", ""), query.get("place", "").strip()[:200]
        place = place_said(said)
        return cls(
            place,
            Programme.objects.live().shown().filter(pk=number).first() if _is_number(number) else None,
            TypeOfHelp.objects.filter(pk=query.get("type", "")).first(),
            full_name(place) if place else said,
            "" if place or not said else _("We do not know that place, so this shows every place."),
        )

    @cached_property
    def places(self) -> set[int] | None:
        """The ids of the place and of all inside it; None where every place is meant."""
        return set(Place.objects.within(self.place).values_list("pk", flat=True)) if self.place else None

    @cached_property
    def activities(self) -> set[int] | None:
        """The ids of the programme's activities, and of those of what it absorbed; None where none is meant."""
        if not self.programme:
            return None
        mine = Activity.objects.filter(programme__in=self.programme.selves())
        return set(mine.values_list("pk", flat=True))

    def findings(self) -> QuerySet:
        story = self.programme is not None and self.programme.story
        found = Finding.objects.filter(story=story).standing()
        if self.place:
            found = found.at(self.place)
        if self.programme:
            programmes = self.programme.selves()
            theirs = Q(a__programme__in=programmes) | Q(b__programme__in=programmes)
            found = found.filter(theirs | Q(programme_a__in=programmes) | Q(programme_b__in=programmes))
        if self.type_of_help:
            helping = Activity.objects.public().shown().filter(types=self.type_of_help).values("programme")
            wholes = Q(programme_a__in=helping) | Q(programme_b__in=helping)
            found = found.filter(Q(a__types=self.type_of_help) | Q(b__types=self.type_of_help) | wholes).distinct()
        return found

    def gaps(self, look: Look | None) -> list[dict]:
        """The look's gaps in this place and of this type of help, without what was closed, removed or made private
        since; a programme narrows none."""
        code = self.type_of_help.pk if self.type_of_help else ""
        found = [
            gap
            for gap in (look.gaps if look else [])
            if (self.places is None or gap["place"] in self.places) and (not code or gap["kind"] in ("", code))
        ]
        return _still_there(found)

    def supply(self, look: Look | None) -> list[dict]:
        """Where more places are offered than filled, in this place, of this type, with a part of this programme; none
        with an activity that has been removed or made private since."""
        code = self.type_of_help.pk if self.type_of_help else ""
        found = [
            row
            for row in (look.supply if look else [])
            if (self.places is None or _number(row["place"]) in self.places)
            and (not code or CODE.get(row["kind"], row["kind"]) == code)
            and (self.activities is None or self.activities & set(map(_number, row["activities"])))
        ]
        public = _public(_number(each) for row in found for each in row["activities"])
        return [row for row in found if public.issuperset(map(_number, row["activities"]))]


def place_said(words: str) -> Place | None:
    """The live place of this slug, or that these words name, or come nearest to."""
    if not words:
        return None
    here = Place.objects.live().select_related("parent").filter(slug=words).first()
    return here or next(iter(places_called(words) or nearly(words)), None)


def _is_number(words: str) -> bool:
    return words.isdecimal() and len(words) < 18


def _number(known_as: str) -> int:
    return int(known_as.partition(":")[2])


def _still_there(gaps: list[dict]) -> list[dict]:
    """Those whose ask is open, whose need or priority is shown; with what comes nearest, where everybody may see it."""
    rows = {
        "ask": Ask.objects.live().shown().open(),
        "need": Need.objects.live().shown(),
        "priority": Priority.objects.filter(story=False).shown().wanting(),
    }
    there = {
        what: set(rows[what].filter(pk__in=keys).values_list("pk", flat=True))
        for what in rows
        if (keys := [gap["pk"] for gap in gaps if gap["what"] == what])
    }
    public = _public(_number(near["id"]) for gap in gaps for near in gap.get("nearest", ()) if _is_activity(near))

    def near(gap: dict) -> list[dict]:
        return [one for one in gap.get("nearest", ()) if not _is_activity(one) or _number(one["id"]) in public]

    kept = (gap for gap in gaps if gap["what"] not in rows or gap["pk"] in there.get(gap["what"], ()))
    return [gap | {"nearest": near(gap)} for gap in kept]


def _is_activity(near: dict) -> bool:
    return near["id"].startswith("activity:")


def _public(keys) -> set[int]:
    """Those of these activities that everybody may see."""
    keys = set(keys)
    public = Activity.objects.live().shown().public().filter(pk__in=keys)
    return set(public.values_list("pk", flat=True)) if keys else set()
