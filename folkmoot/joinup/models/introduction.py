"""Two organisations put in touch, both having said yes, and what came of it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from folkmoot.directory.models import Organisation
from folkmoot.people.models import Person
from folkmoot.requests.models import Request

from .finding import Finding


class Introduction(models.Model):
    """Two organisations are put in touch, with the reason; no address is shown until both say yes."""

    a = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    b = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    finding = models.ForeignKey(Finding, models.SET_NULL, null=True, blank=True, related_name="introductions")
    reason = models.CharField(max_length=400)
    suggested_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    request = models.OneToOneField(Request, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(null=True, blank=True, help_text="when the second yes came")
    declined_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(a__lt=F("b")), name="introduction_in_order"),
            models.UniqueConstraint(fields=["a", "b"], condition=Q(declined_at=None), name="introduction_open_once"),
        ]

    def __str__(self) -> str:
        return f"{self.a} and {self.b}"

    def get_absolute_url(self) -> str:
        return reverse("joinup:introduction", args=[self.pk])


class Yield(models.Model):
    """What came of an introduction, asked of each side after 30 and after 90 days."""

    class Came(models.TextChoices):
        NOTHING = "nothing", "Nothing yet"
        TALKED = "talked", "We talked"
        JOINT = "joint", "We did something together"

    introduction = models.ForeignKey(Introduction, models.CASCADE, related_name="yields")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    after_days = models.PositiveSmallIntegerField()
    came = models.CharField(max_length=8, choices=Came)
    words = models.TextField(blank=True, max_length=2000)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["introduction", "organisation", "after_days"], name="yield_once"),
            models.CheckConstraint(condition=Q(after_days__in=[30, 90]), name="yield_after_30_or_90"),
        ]

    def __str__(self) -> str:
        return f"{self.introduction}: {self.get_came_display()}"
