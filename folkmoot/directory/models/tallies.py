"""Counts that are kept, not counted on request: how much is done in each place, of what type and for whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db import models, transaction
from django.utils import timezone

from folkmoot.kit.pouring import pour
from folkmoot.kit.uprooting import among
from folkmoot.places.models import Place

ALL, UNKNOWN, BATCH = "", "-", 2_000
OWNERS = ("delivers", "hosts", "commissions")  # as Party.OWNERS, which stands above this file
PRESENCE = ("place_id", "organisation_id", "activities")
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
        """Count these activities as the database now has them, in place of how they were counted before.

        Safe twice. A thousand at once cost about as many queries as one.
        """
        keys = sorted({activity.pk for activity in activities})
        for start in range(0, len(keys), BATCH):
            cls._refresh(keys[start : start + BATCH])

    @classmethod
    def _refresh(cls, keys: list[int]) -> None:
        kept = {row.activity_id: row for row in Counted.objects.select_for_update().filter(activity__in=keys)}
        now, change, moved = marks_of(keys), Change(), []
        for key in keys:
            row = kept.get(key) or Counted(activity_id=key)
            if now.get(key, {}) != row.marks:
                change.move(row.marks, -1)
                change.move(now.get(key, {}), +1)
                row.marks = now.get(key, {})
                moved.append(row)
        rows = [(row.activity_id, row.marks) for row in moved]
        pour(Counted, ["activity_id", "marks"], rows, unique=["activity_id"], update=["marks"])
        _add(change)

    @classmethod
    @transaction.atomic
    def begin(cls, marks: dict[int, dict]) -> None:
        """Count activities that were just made, by id, as these marks say (see `Counted`), and read nothing back."""
        change = Change()
        for each in marks.values():
            change.move(each, +1)
        pour(Counted, ["activity_id", "marks"], marks.items())
        _add(change)

    @classmethod
    def forget(cls, activity) -> None:
        """Count it no more: called before an activity is deleted."""
        cls.forget_many([activity.pk])

    @classmethod
    @transaction.atomic
    def forget_many(cls, keys: Iterable[int]) -> None:
        """Count these activities, by id, no more: called before they are deleted. Safe twice."""
        change, rows = Change(), Counted.objects.select_for_update().filter(activity__in=among(list(keys)))
        for row in rows:
            change.move(row.marks, -1)
        rows.delete()
        _add(change)

    @classmethod
    @transaction.atomic
    def recount(cls) -> int:
        """Count everything anew, after rows were written in bulk or places moved. Returns how many count."""
        change, now = Change(), marks_of(None)
        for marks in now.values():
            change.move(marks, +1)
        for model in (Counted, Presence, Tally):
            model.objects.all().delete()
        pour(Counted, ["activity_id", "marks"], now.items())
        _add(change)
        return len(now)


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


def marks_of(keys: list[int] | None) -> dict[int, dict]:
    """Activity id → what it counts as, for these activities (None: all); one that does not count is left out.

    Plain rows in five queries: a hundred thousand activities as objects would take a minute.
    """
    model = Counted._meta.get_field("activity").related_model
    among = {} if keys is None else {"pk__in": keys}
    rows = model.objects.shown().filter(same_as=None, private_for_now=False, **among)
    rows = rows.exclude(stage=model.Stage.ENDED, story=False).order_by()
    worlds, marks = {}, {}
    for key, story, pence in rows.values_list("pk", "story", "money_pence"):
        worlds[key] = story
        marks[key] = {"places": set(), "types": set(), "people": set(), "bodies": set(), "pence": pence}
    for key, line, story in _served(model, keys):
        if key in marks and story == worlds[key]:
            marks[key]["places"].update(line)
    for name in ("types", "people"):
        for key, code in _linked(model, keys, name, "pk"):
            if key in marks:
                marks[key][name].add(code)
    parties = model._meta.get_field("parties").related_model
    survivors = parties._meta.get_field("organisation").related_model.objects.survivors()
    for key, body, role in _linked(model, keys, "parties", "organisation", "role"):
        if key in marks and role in OWNERS:
            marks[key]["bodies"].add(survivors.get(body, body))
    lists = ("places", "types", "people", "bodies")
    return {key: found | {name: sorted(found[name]) for name in lists} for key, found in marks.items()}


def _served(model, keys: list[int] | None) -> Iterator[tuple[int, list[int], bool]]:
    """(activity, ids of a place and all it lies in, whether that is of the story) for each place served; of a closed
    place for those that followed it too."""
    fields = ("place", "place__path", "place__story", "place__closes_on")
    rows, today = list(_linked(model, keys, "served", *fields)), timezone.localdate()
    heirs = Place.objects.heirs(today) if any(closes and closes <= today for *_row, closes in rows) else {}
    for key, place, path, story, _closes in rows:
        yield key, [int(part) for part in path.strip("/").split("/")], story
        yield from ((key, heir.line(), story) for heir in heirs.get(place, ()))


def _linked(model, keys: list[int] | None, name: str, *fields: str) -> Iterator[tuple]:
    """(activity, …) for every row that hangs on the activities by this name."""
    among = {} if keys is None else {"pk__in": keys}
    rows = model.objects.filter(**among, **{f"{name}__isnull": False}).order_by()
    return rows.values_list("pk", *(f"{name}__{field}" for field in fields)).iterator(chunk_size=10_000)


class Change:
    """How much more, or less, each count is to be."""

    def __init__(self) -> None:
        self._alike: Counter = Counter()
        self.presences: Counter = Counter()
        self.pence: Counter = Counter()
        self.priced: Counter = Counter()

    def move(self, marks: dict, step: int) -> None:
        # Of a thousand activities most are alike in where they are, what and for whom: their cells are added up once.
        self._alike[tuple(tuple(marks.get(name, ())) for name in ("places", "types", "people"))] += step
        for place in marks.get("places", ()):
            for body in marks["bodies"]:
                self.presences[place, body] += step
            if marks.get("pence") is not None:
                self.pence[place] += step * marks["pence"]
                self.priced[place] += step

    def cells(self) -> Counter:
        """How many more activities stand in each cell."""
        found: Counter = Counter()
        for (places, types, people), n in self._alike.items():
            for cell in _cells(places, types, people):
                found[cell] += n
        return found


def _cells(places: Iterable[int], types: tuple, people: tuple) -> Iterator[Cell]:
    """Every cell an activity stands in. One of two types stands in both rows, and once in the sum of all."""
    for place in places:
        for kind in (ALL, *(types or [UNKNOWN])):
            for whom in (ALL, *(people or [UNKNOWN])):
                yield place, kind, whom


def _add(change: Change) -> None:
    bodies = _add_presences({key: n for key, n in change.presences.items() if n})
    moved = change.cells()
    cells = {cell for cell, n in moved.items() if n}
    cells |= {(place, ALL, ALL) for more in (bodies, change.pence, change.priced) for place, n in more.items() if n}
    rows = Tally.objects.select_for_update().filter(place__in={place for place, _, _ in cells}).order_by("pk")
    kept = {(row.place_id, row.type, row.people): row for row in rows}
    rows = []
    for cell in sorted(cells):
        row = kept.get(cell) or Tally(place_id=cell[0], type=cell[1], people=cell[2])
        rows.append(row)
        row.activities = max(0, row.activities + moved[cell])
        if cell[1:] == (ALL, ALL):
            row.bodies = max(0, row.bodies + bodies[cell[0]])
            row.priced = max(0, row.priced + change.priced[cell[0]])
            row.pence += change.pence[cell[0]]
    cell, counts = ("place_id", "type", "people"), ("activities", "bodies", "pence", "priced")
    values = [[getattr(row, name) for name in (*cell, *counts)] for row in rows]
    pour(Tally, (*cell, *counts), values, unique=cell, update=counts)


def _add_presences(presences: dict[tuple[int, int], int]) -> Counter:
    """Change how often bodies are present; gives place → how many bodies more, or fewer, are there now."""
    bodies: Counter = Counter()
    organisations = {body for _, body in presences}
    rows = Presence.objects.select_for_update().filter(
        organisation__in=among(organisations) if len(organisations) < 5_000 else Presence.objects.values("organisation")
    )
    kept = {(row.place_id, row.organisation_id): row for row in rows.order_by("pk")}
    stay, gone = [], []
    for key in sorted(presences):
        row = kept.get(key)
        now = presences[key] + (row.activities if row else 0)
        bodies[key[0]] += (now > 0) - (row is not None)
        if now > 0:
            stay.append((*key, now))
        elif row is not None:
            gone.append(row.pk)
    pour(Presence, PRESENCE, stay, unique=PRESENCE[:2], update=PRESENCE[2:])
    Presence.objects.filter(pk__in=gone).delete()
    return bodies
