"""Whoever follows a group may wish to hear nothing of one discussion in it."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from folkmoot.people.models import Person

from .discussion import Discussion


class Mute(models.Model):
    """Somebody wants to hear nothing of one discussion, whatever else they follow."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    discussion = models.ForeignKey(Discussion, models.CASCADE, related_name="mutes")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "discussion"], name="mute_once")]

    def __str__(self) -> str:
        return f"{self.person}: {self.discussion}"
