"""A dated tree of places, their outlines and names, what followed what, and where a postcode is."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse


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


class Place(models.Model):
    """From a street to a nation, or a community of interest; with the dates between which it was valid.

    `path` is the line of ids from the root, "/1/14/203/", kept by `save`, so that "within" is a prefix.
    """

    class Kind(models.TextChoices):
        NATION = "nation", "Nation"
        REGION = "region", "Region"
        COUNTY = "county", "County"
        DISTRICT = "district", "District or unitary"
        WARD = "ward", "Ward"
        PARISH = "parish", "Parish"
        TOWN = "town", "Town or village"
        NEIGHBOURHOOD = "neighbourhood", "Neighbourhood"
        STREET = "street", "Street"
        INTEREST = "interest", "Community of interest"

    name = models.CharField(max_length=200)
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
        super().save(*args, **kwargs)
        path = f"{self.parent.path if self.parent else '/'}{self.pk}/"
        if path != self.path:
            self.path = path
            super().save(update_fields=["path"])

    def line(self) -> list[int]:
        """The ids from the root down to this place."""
        return [int(part) for part in self.path.strip("/").split("/") if part]

    def is_open(self, day: date) -> bool:
        return (self.opens_on is None or self.opens_on <= day) and (self.closes_on is None or self.closes_on > day)


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
    language = models.CharField(max_length=8, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "name"], name="other_name_once")]

    def __str__(self) -> str:
        return self.name


class Boundary(models.Model):
    """The outline of a place, as GeoJSON geometry in degrees, with the box that holds it."""

    place = models.OneToOneField(Place, models.CASCADE, related_name="boundary")
    geometry = models.JSONField()
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()
    source = models.CharField(max_length=300)

    class Meta:
        indexes = [models.Index(fields=["west", "east"]), models.Index(fields=["south", "north"])]
        verbose_name_plural = "boundaries"

    def __str__(self) -> str:
        return f"outline of {self.place}"


class Postcode(models.Model):
    """Where one postcode is: "DY1 1AE", its point, and the smallest place known to hold it."""

    code = models.CharField(max_length=8, primary_key=True)
    latitude = models.FloatField()
    longitude = models.FloatField()
    place = models.ForeignKey(Place, models.SET_NULL, null=True, related_name="postcodes")

    def __str__(self) -> str:
        return self.code
