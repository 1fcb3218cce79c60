"""Two entries that may be one organisation, and what a person answered."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from folkmoot.directory.models import Organisation
from folkmoot.people.models import Person


class Match(models.Model):
    """Two entries that may be one organisation, the reasons, and what a person answered."""

    class Verdict(models.TextChoices):
        OPEN = "", "Not answered"
        SAME = "same", "The same"
        DIFFERENT = "different", "Not the same"

    a = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    b = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    likelihood = models.FloatField()
    reasons = models.JSONField(default=list)
    verdict = models.CharField(max_length=10, choices=Verdict, blank=True, default="")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    because = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(null=True, blank=True)
    found_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "matches"
        ordering = ["-likelihood", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["a", "b"], name="match_once"),
            models.CheckConstraint(condition=Q(a__lt=F("b")), name="match_in_order"),
        ]
        indexes = [models.Index(fields=["verdict", "-likelihood"])]

    def __str__(self) -> str:
        return f"{self.a} and {self.b}"

    def get_absolute_url(self) -> str:
        return reverse("joinup:match", args=[self.pk])
