"""A programme: several activities under one name and one purse."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse

from folkmoot.places.models import Place

from .entry import Entry, EntrySet
from .organisation import Organisation


class ProgrammeSet(EntrySet):
    def at(self, place: Place) -> ProgrammeSet:
        """With an activity that serves this place or somewhere inside it."""
        inside = Place.objects.within(place).values("pk")
        return self.filter(activities__served__place__in=inside).distinct()


class Programme(Entry):
    """Several activities under one name, led by one organisation; its parties stand on the activities."""

    FACTS = ("name", "organisation", "about", "website", "starts_said", "ends_said")

    name = models.CharField(max_length=255)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="programmes")
    about = models.TextField(blank=True, max_length=10_000)
    website = models.URLField(blank=True, max_length=500)
    starts_said = models.CharField(max_length=80, blank=True)
    ends_said = models.CharField(max_length=80, blank=True)

    objects = ProgrammeSet.as_manager()

    class Meta:
        ordering = ["name"]
        indexes = [
            models.Index(fields=["same_as"], condition=Q(same_as__isnull=False), name="programme_absorbed"),
            models.Index(fields=["story", "name"]),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("programme", args=[self.pk])

    def speakers(self, day: date) -> models.QuerySet:
        return self.organisation.speakers(day)

    def whereabouts(self) -> Place | None:
        return self.organisation.shown_place
