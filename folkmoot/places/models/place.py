"""A dated tree of places, their names and codes, and what followed what."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import models, transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Substr
from django.urls import reverse
from django.utils.text import slugify

from folkmoot.kit import search
from folkmoot.kit.refusals import Refusal
from folkmoot.kit.search.words import fold

from .finding import find


class PlaceRefused(Refusal):
    """The tree of places cannot be changed like that."""


class PlaceSet(models.QuerySet):
    def within(self, place: Place) -> PlaceSet:
        """The place itself and everything inside it."""
        return self.filter(path__startswith=place.path)

    def around(self, place: Place) -> PlaceSet:
        """The place itself and everything it lies in, largest first."""
        return self.filter(pk__in=place.line()).order_by("path")

    def standing_on(self, day: date) -> PlaceSet:
        """The places that were valid on that day; an unknown date counts as valid."""
        return self.filter(Q(opens_on=None) | Q(opens_on__lte=day), Q(closes_on=None) | Q(closes_on__gt=day))

    def live(self) -> PlaceSet:
        return self.filter(story=False)

    def of_story(self) -> PlaceSet:
        return self.filter(story=True)

    def coded(self, code: str) -> Place | None:
        """The place of the live world with this code, its own or a former one."""
        code = code.strip().upper()
        if not code:
            return None
        live = self.live()
        return live.filter(code=code).first() or live.filter(other_codes__code=code).first()


class Place(models.Model):
    """From a street to a nation, or a community of interest; with the dates between which it was valid.

    `path` is the line of ids from the root, "/1/14/203/", kept by `save`, so that "within" is a prefix.
    """

    class Kind(models.TextChoices):
        COUNTRY = "country", "Country"
        NATION = "nation", "Nation"
        REGION = "region", "Region"
        COMBINED = "combined", "Combined authority"
        COUNTY = "county", "County"
        DISTRICT = "district", "District or unitary"
        WARD = "ward", "Ward"
        PARISH = "parish", "Parish"
        TOWN = "town", "Town or village"
        NEIGHBOURHOOD = "neighbourhood", "Neighbourhood"
        STREET = "street", "Street"
        INTEREST = "interest", "Community of interest"

    name = models.CharField(max_length=200)
    folded = models.CharField(max_length=200, db_index=True, editable=False, help_text="the name as it is looked for")
    slug = models.SlugField(max_length=120, unique=True)
    kind = models.CharField(max_length=16, choices=Kind)
    code = models.CharField(max_length=16, blank=True, help_text="GSS code, where there is one")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=200, db_index=True, editable=False)
    opens_on = models.DateField(null=True, blank=True)
    closes_on = models.DateField(null=True, blank=True, help_text="first day on which it is no longer valid")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    population = models.PositiveIntegerField(null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)
    story = models.BooleanField(default=False, help_text="belongs to the 2009 story")

    objects = PlaceSet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["code", "story"], condition=~Q(code=""), name="place_code_once"),
            models.CheckConstraint(
                condition=Q(closes_on=None) | Q(opens_on=None) | Q(closes_on__gt=F("opens_on")),
                name="place_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(latitude=None) | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="place_on_the_globe",
            ),
        ]
        indexes = [models.Index(fields=["path"], name="place_path_like", opclasses=["varchar_pattern_ops"])]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("place", args=[self.slug])

    def save(self, *args, **kwargs) -> None:
        self.folded = fold(self.name)[:200]
        if kwargs.get("update_fields"):
            kwargs["update_fields"] = {*kwargs["update_fields"], "folded"}
        super().save(*args, **kwargs)
        path = f"{self.parent.path if self.parent else '/'}{self.pk}/"
        if path != self.path:
            self.path = path
            super().save(update_fields=["path"])
        if not self.story:
            search.put(*document(self))

    @classmethod
    def find(cls, words: str, *, story: bool = False, most: int = 10) -> list[Place]:
        """The places somebody may mean, likeliest first: by code, slug, postcode, outward code or any name."""
        return find(cls.objects.filter(story=story), words, most)

    def line(self) -> list[int]:
        """The ids from the root down to this place."""
        return [int(part) for part in self.path.strip("/").split("/") if part]

    def is_open(self, day: date) -> bool:
        return (self.opens_on is None or self.opens_on <= day) and (self.closes_on is None or self.closes_on > day)

    def at(self, day: date) -> list[Place]:
        """What stood here on that day: the place itself, what followed it by then, or what it later followed.

        [] when the place had not begun, or had ended, and nothing before or after it is known.
        """
        if self.is_open(day):
            return [self]
        early = self.opens_on is not None and self.opens_on > day
        return _along(self, day, "predecessors" if early else "successors")

    def successors_on(self, day: date) -> list[Place]:
        """The places that stood on that day in this one's stead, over any number of splits and mergers."""
        return [self] if self.is_open(day) else _along(self, day, "successors")

    def successors(self) -> list[Place]:
        """What followed it directly, in order of name."""
        return list(Place.objects.filter(follows__before=self))

    def predecessors(self) -> list[Place]:
        return list(Place.objects.filter(followed_by__after=self))

    @transaction.atomic
    def close(self, on: date, successors: Iterable[Place] = (), why: str = "") -> None:
        """From `on` this place is no more; what followed it is kept with the reason. Safe twice.

        What lies inside stays where it was: move it with `move_to`. Those who watch the place are told by
        a daily job of home.
        """
        place = Place.objects.select_for_update().get(pk=self.pk)
        if place.closes_on not in (None, on):
            raise PlaceRefused(f"{self} already closed on {place.closes_on:%-d %B %Y}. Correct that day first.")
        if place.opens_on and on <= place.opens_on:
            raise PlaceRefused(f"{self} opened on {place.opens_on:%-d %B %Y}: it cannot close before that.")
        Place.objects.filter(pk=self.pk).update(closes_on=on)
        self.closes_on = on
        for after in successors:
            Succession.objects.get_or_create(before=self, after=after, defaults={"on": on, "why": why[:300]})

    @transaction.atomic
    def move_to(self, parent: Place | None) -> None:
        """Hang this place, with all inside it, under another. Whoever keeps paths (search, counts) rebuilds."""
        place = Place.objects.select_for_update().get(pk=self.pk)
        if parent and parent.path.startswith(place.path):
            raise PlaceRefused(f"{self} cannot lie inside {parent}, which lies inside it.")
        before = place.path
        after = f"{parent.path if parent else '/'}{self.pk}/"
        Place.objects.filter(pk=self.pk).update(parent=parent)
        tail = Substr("path", len(before) + 1)
        Place.objects.filter(path__startswith=before).update(path=Concat(Value(after), tail))
        self.parent, self.path = parent, after

    @classmethod
    def free_slug(cls, name: str, *more: str) -> str:
        """An address nobody has: the name, then with each of `more`, then with a number."""
        begun = slugify(fold(name))[:90] or "place"
        return free_slug(set(cls.objects.filter(slug__startswith=begun).values_list("slug", flat=True)), name, *more)

    @classmethod
    def plant(cls, places: list[Place]) -> None:
        """Many new places at once. Their parents are there already."""
        for place in places:
            place.folded = fold(place.name)[:200]
        cls.objects.bulk_create(places)
        for place in places:
            place.path = f"{place.parent.path if place.parent else '/'}{place.pk}/"
        cls.objects.bulk_update(places, ["path"], batch_size=200)
        search.put_many(document(place, ()) for place in places if not place.story)


def document(place: Place, names: Iterable[str] | None = None) -> search.Entry:
    """What search keeps of a place: its name, its other names (read, when not given) and its code."""
    others = [other.name for other in place.other_names.all()] if names is None else names
    words = " ".join([place.get_kind_display(), place.code, *others])
    return search.Entry(place._meta.label_lower, place.pk, place.name, words, place.path, place.get_absolute_url())


def free_slug(taken: set[str], name: str, *more: str) -> str:
    """The first address not taken: the name, then with each of `more`, then with a number."""
    begun = slugify(fold(name))[:90] or "place"
    tries = [begun, *(f"{begun}-{slugify(fold(word))}"[:110] for word in more if word)]
    tries += [f"{tries[-1]}-{n}" for n in range(2, len(taken) + 3)]
    return next(slug for slug in tries if slug not in taken)


def _along(place: Place, day: date, way: str) -> list[Place]:
    """Follow successions in one direction until places that stood on the day; each place is met once."""
    standing, seen, ahead = [], {place.pk}, [place]
    while ahead:
        for other in getattr(ahead.pop(0), way)():
            if other.pk in seen:
                continue
            seen.add(other.pk)
            (standing if other.is_open(day) else ahead).append(other)
    return standing


class Succession(models.Model):
    """One place followed another from a day on; a split or a merger is several rows."""

    before = models.ForeignKey(Place, models.CASCADE, related_name="followed_by")
    after = models.ForeignKey(Place, models.CASCADE, related_name="follows")
    on = models.DateField(null=True, blank=True)
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["before", "after"], name="succession_once"),
            models.CheckConstraint(condition=~Q(before=F("after")), name="succession_of_another"),
        ]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


class OtherName(models.Model):
    """Another name a place goes by: Welsh, former, or what people say."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="other_names")
    name = models.CharField(max_length=200)
    folded = models.CharField(max_length=200, db_index=True, editable=False)
    language = models.CharField(max_length=8, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "name"], name="other_name_once")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        self.folded = fold(self.name)[:200]
        super().save(*args, **kwargs)
        if not self.place.story:
            search.put(*document(self.place))


class OtherCode(models.Model):
    """A code a place had before its present one: a boundary review may give the same place a new number."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="other_codes")
    code = models.CharField(max_length=16)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "code"], name="other_code_once")]
        indexes = [models.Index(fields=["code"])]

    def __str__(self) -> str:
        return self.code
