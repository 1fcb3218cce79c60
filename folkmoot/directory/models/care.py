"""How entries are kept right: every change with its before and after, confirmations, and replies."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from folkmoot.moderation.models import Standing
from folkmoot.people.models import Person

from .organisation import Organisation


class Revision(models.Model):
    """One change of one entry: field → [before, after], by whom and why. Undoing is a new revision."""

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=60)
    changes = models.JSONField()
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    source = models.CharField(max_length=200, blank=True)
    why = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now)
    undoes = models.OneToOneField("self", models.SET_NULL, null=True, blank=True, related_name="undone_by")

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["kind", "key", "at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}, {self.at:%Y-%m-%d}"


class Confirmation(models.Model):
    """Somebody said that an entry is still right: by the button, by telephone, or in a source."""

    class How(models.TextChoices):
        BUTTON = "button", "pressed the button"
        RANG = "rang", "said so when rung"
        PAPER = "paper", "said so on paper"

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=60)
    how = models.CharField(max_length=8, choices=How)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    who_said = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["kind", "key", "at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}: {self.get_how_display()}"


class Reply(models.Model):
    """What a body says beside what is said of it."""

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=60)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="replies")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    words = models.TextField(max_length=4000)
    at = models.DateTimeField(default=timezone.now)
    standing = models.OneToOneField(Standing, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name_plural = "replies"
        ordering = ["at"]
        indexes = [models.Index(fields=["kind", "key"])]

    def __str__(self) -> str:
        return self.words[:60]
