"""Counts that are kept, not counted on request: how much is done in each place, of what type and for whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db import models, transaction

from folkmoot.moderation.models import Standing
from folkmoot.places.models import Place

ALL, UNKNOWN = "", "-"
Cell = tuple[int, str, str]


@dataclass
class Counts:
    """What is known of one place: everything, by type, by people, and by both. Codes; "-" where it is not said."""

    activities: int = 0
    bodies: int = 0
    pence: int = 0
    priced: int = 0
    by_type: dict[str, int] = field(default_factory=dict)
    by_people: dict[str, int] = field(default_factory=dict)
    by_both: dict[tuple[str, str], int] = field(default_factory=dict)


class TallySet(models.QuerySet):
    def of(self, place: Place) -> Counts:
        """The counts of a place, all inside it included, in one query."""
        counts = Counts()
        rows = self.filter(place=place, activities__gt=0)
        for kind, people, n, *more in rows.values_list("type", "people", "activities", "bodies", "pence", "priced"):
            if kind == ALL and people == ALL:
                counts.activities, counts.bodies, counts.pence, counts.priced = n, *more
            elif people == ALL:
                counts.by_type[kind] = n
            elif kind == ALL:
                counts.by_people[people] = n
            else:
                counts.by_both[kind, people] = n
        return counts

    def totals(self) -> dict[int, int]:
        """Place id → activities there or inside it, for every place that has any."""
        return dict(self.filter(type=ALL, people=ALL, activities__gt=0).values_list("place", "activities"))


class Tally(models.Model):
    """How many activities serve a place or somewhere inside it, each counted once, of a type and for some people.

    "" stands for all of them, "-" for those that do not say. Counted are the public ones that have not ended
    (of the 2009 story, all). Kept by `refresh`, which whoever saves an activity calls in the same transaction.
    """

    place = models.ForeignKey(Place, models.CASCADE, related_name="+")
    type = models.CharField(max_length=24, blank=True)
    people = models.CharField(max_length=40, blank=True)
    activities = models.PositiveIntegerField(default=0)
    bodies = models.PositiveIntegerField(default=0, help_text="organisations that run them; kept for all of them only")
    pence = models.BigIntegerField(default=0, help_text="what they cost, as far as is known; for all of them only")
    priced = models.PositiveIntegerField(default=0, help_text="of how many that is known")

    objects = TallySet.as_manager()

    class Meta:
        verbose_name_plural = "tallies"
        constraints = [models.UniqueConstraint(fields=["place", "type", "people"], name="tally_once")]

    def __str__(self) -> str:
        return f"{self.place}: {self.activities}"

    @classmethod
    @transaction.atomic
    def refresh(cls, activities: Iterable) -> None:
        """Count these activities as they now are, in place of how they were counted before. Safe twice."""
        activities = list(activities)
        keys = sorted({activity.pk for activity in activities})
        kept = {row.activity_id: row for row in Counted.objects.select_for_update().filter(activity__in=keys)}
        change, moved = Change(), []
        for activity in activities:
            row = kept.setdefault(activity.pk, Counted(activity_id=activity.pk))
            now = marks_of(activity)
            if now != row.marks:
                change.move(row.marks, -1)
                change.move(now, +1)
                row.marks = now
                moved.append(row)
        Counted.objects.bulk_create(
            moved, update_conflicts=True, unique_fields=["activity"], update_fields=["marks"], batch_size=400
        )
        _add(change)

    @classmethod
    def forget(cls, activity) -> None:
        """Count it no more: called before an activity is deleted."""
        cls.forget_many([activity.pk])

    @classmethod
    @transaction.atomic
    def forget_many(cls, keys: Iterable[int]) -> None:
        """Count these activities, by id, no more: called before they are deleted. Safe twice."""
        change, rows = Change(), Counted.objects.select_for_update().filter(activity__in=list(keys))
        for row in rows:
            change.move(row.marks, -1)
        rows.delete()
        _add(change)

    @classmethod
    @transaction.atomic
    def recount(cls, activities: models.QuerySet) -> int:
        """Count everything anew, after rows were written in bulk or places moved. Returns how many count."""
        change, counted = Change(), []
        for activity in with_marks(activities).iterator(chunk_size=2000):
            if marks := marks_of(activity):
                change.move(marks, +1)
                counted.append(Counted(activity_id=activity.pk, marks=marks))
        for model in (Counted, Presence, Tally):
            model.objects.all().delete()
        Counted.objects.bulk_create(counted, batch_size=2000)
        _add(change)
        return len(counted)


class Presence(models.Model):
    """An organisation runs something in a place or inside it: how many activities."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="+")
    organisation = models.ForeignKey("directory.Organisation", models.CASCADE, related_name="+")
    activities = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "organisation"], name="presence_once")]
        indexes = [models.Index(fields=["place", "-activities"])]

    def __str__(self) -> str:
        return f"{self.organisation} in {self.place}"


class Counted(models.Model):
    """How one activity was counted last: {"places": [ids], "types": [codes], "people": [codes], "bodies": [ids],
    "pence": 12000}."""

    activity = models.OneToOneField("directory.Activity", models.CASCADE, primary_key=True, related_name="+")
    marks = models.JSONField(default=dict)

    class Meta:
        verbose_name_plural = "counted"

    def __str__(self) -> str:
        return f"activity {self.activity_id}"


def with_marks(activities: models.QuerySet) -> models.QuerySet:
    """Activities with all that `marks_of` reads, in a constant number of queries."""
    return activities.select_related("standing").prefetch_related(
        "types", "people", "served__place", "parties__organisation__same_as"
    )


def marks_of(activity) -> dict:
    """What an activity counts as; {} when it does not count."""
    held = activity.standing_id and activity.standing.state != Standing.State.SHOWN
    ended = activity.stage == activity.Stage.ENDED and not activity.story
    if held or ended or activity.same_as_id or activity.private_for_now:
        return {}
    served = [row.place for row in activity.served.all() if row.place.story == activity.story]
    parties = [part for part in activity.parties.all() if part.role in part.OWNERS]
    return {
        "places": sorted({pk for place in served for pk in place.line()}),
        "types": sorted(kind.pk for kind in activity.types.all()),
        "people": sorted(people.pk for people in activity.people.all()),
        "bodies": sorted({part.organisation.survivor().pk for part in parties}),
        "pence": activity.money_pence,
    }


class Change:
    """How much more, or less, each count is to be."""

    def __init__(self) -> None:
        self.cells: Counter = Counter()
        self.presences: Counter = Counter()
        self.pence: Counter = Counter()
        self.priced: Counter = Counter()

    def move(self, marks: dict, step: int) -> None:
        for cell in _cells(marks):
            self.cells[cell] += step
        for place in marks.get("places", ()):
            for body in marks["bodies"]:
                self.presences[place, body] += step
            if marks.get("pence") is not None:
                self.pence[place] += step * marks["pence"]
                self.priced[place] += step


def _cells(marks: dict) -> Iterator[Cell]:
    """Every cell an activity stands in. One of two types stands in both rows, and once in the sum of all."""
    for place in marks.get("places", ()):
        for kind in (ALL, *(marks["types"] or [UNKNOWN])):
            for people in (ALL, *(marks["people"] or [UNKNOWN])):
                yield place, kind, people


def _add(change: Change) -> None:
    bodies = _add_presences({key: n for key, n in change.presences.items() if n})
    cells = {cell for cell, n in change.cells.items() if n}
    cells |= {(place, ALL, ALL) for more in (bodies, change.pence, change.priced) for place, n in more.items() if n}
    rows = Tally.objects.select_for_update().filter(place__in={place for place, _, _ in cells}).order_by("pk")
    kept = {(row.place_id, row.type, row.people): row for row in rows}
    fresh = []
    for cell in sorted(cells):
        row = kept.get(cell)
        if row is None:
            fresh.append(row := Tally(place_id=cell[0], type=cell[1], people=cell[2]))
        row.activities = max(0, row.activities + change.cells[cell])
        if cell[1:] == (ALL, ALL):
            row.bodies = max(0, row.bodies + bodies[cell[0]])
            row.priced = max(0, row.priced + change.priced[cell[0]])
            row.pence += change.pence[cell[0]]
    Tally.objects.bulk_create(fresh, batch_size=2000)
    stood = [kept[cell] for cell in cells if cell in kept]
    Tally.objects.bulk_update(stood, ["activities", "bodies", "pence", "priced"], batch_size=200)


def _add_presences(presences: dict[tuple[int, int], int]) -> Counter:
    """Change how often bodies are present; gives place → how many bodies more, or fewer, are there now."""
    bodies: Counter = Counter()
    organisations = {body for _, body in presences}
    rows = Presence.objects.select_for_update().filter(
        organisation__in=organisations if len(organisations) < 500 else Presence.objects.values("organisation")
    )
    kept = {(row.place_id, row.organisation_id): row for row in rows.order_by("pk")}
    fresh, stood, gone = [], [], []
    for key in sorted(presences):
        row = kept.get(key)
        if row is None:
            if presences[key] > 0:
                fresh.append(Presence(place_id=key[0], organisation_id=key[1], activities=presences[key]))
                bodies[key[0]] += 1
            continue
        row.activities += presences[key]
        (stood if row.activities > 0 else gone).append(row)
        bodies[key[0]] -= row.activities <= 0
    Presence.objects.bulk_create(fresh, batch_size=2000)
    Presence.objects.bulk_update(stood, ["activities"], batch_size=200)
    Presence.objects.filter(pk__in=[row.pk for row in gone]).delete()
    return bodies
