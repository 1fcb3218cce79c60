"""Who lives in a place, by age or group, to hold beside who was heard."""

from __future__ import annotations

import json

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from folkmoot.kit.sealed import SealedText
from folkmoot.people.models import Person
from folkmoot.places.models import Place


class Profile(models.Model):
    """How many people of an age or a group live in a place, in which year, and who says so."""

    class Sort(models.TextChoices):
        AGE = "age", gettext_lazy("Age")
        GROUP = "group", gettext_lazy("Group")

    place = models.ForeignKey(Place, models.CASCADE, related_name="+")
    sort = models.CharField(max_length=5, choices=Sort)
    label = models.CharField(max_length=80)
    many = models.PositiveIntegerField()
    year = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=300)
    entered_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["place", "sort", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["place", "sort", "label"], name="profile_once"),
            models.CheckConstraint(condition=~Q(source=""), name="profile_says_its_source"),
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.label}"


class Published(models.Model):
    """What was last shown to everybody of who was heard in a place: counts by sort and label. It moves by ten or more
    at a time; see coverage.py. Sealed: the small ones are among them, by age and by what people call themselves."""

    place = models.OneToOneField(Place, models.CASCADE, related_name="+")
    sealed = SealedText(blank=True, default="")
    counted_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.place)

    @property
    def figures(self) -> dict[str, dict[str, int]]:
        return json.loads(self.sealed or "{}")

    @figures.setter
    def figures(self, counts: dict[str, dict[str, int]]) -> None:
        self.sealed = json.dumps(counts)
