"""What changed after people had replied, and what was decided when too many wanted to come."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.people.models import Person

from .event import Event


class Change(models.Model):
    """One change of a published event: what it was, what it is now, who changed it and why.

    `sequence` is the event's after it, so that a calendar can tell which word is the last one.
    """

    class What(models.TextChoices):
        CAPACITY = "capacity", _("Seats")
        VENUE = "venue", _("Place")
        TIME = "time", _("Time")
        REMOTE = "remote", _("Places online")
        CAP = "cap", _("Most seats for one organisation")
        CANCELLED = "cancelled", _("Called off")

    event = models.ForeignKey(Event, models.CASCADE, related_name="changes")
    what = models.CharField(max_length=10, choices=What)
    before = models.CharField(max_length=400, blank=True)
    after = models.CharField(max_length=400, blank=True)
    because = models.CharField(max_length=400, blank=True)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    sequence = models.PositiveIntegerField()
    moved_out = models.PositiveIntegerField(default=0, help_text="people who lost their seat by it")

    class Meta:
        ordering = ["event", "-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_what_display()}: {self.before} → {self.after}"


class Rethink(models.Model):
    """Who is in the room when more want to come than it seats: what was chosen, why, and what it was chosen from.

    `options` are the ways as they stood at that moment, each with who would be squeezed out by sector, in counts.
    """

    class Kind(models.TextChoices):
        BIGGER = "bigger room", _("A bigger room")
        THEMES = "split by theme", _("Split by theme")
        SECOND = "second date", _("A second date")
        REMOTE = "remote", _("Places online")
        CAP = "cap", _("A cap for each organisation")
        KEEP = "keep", _("Keep it as it is")

    event = models.ForeignKey(Event, models.CASCADE, related_name="rethinks")
    kind = models.CharField(max_length=16, choices=Kind)
    title = models.CharField(max_length=200)
    because = models.CharField(max_length=400)
    capacity = models.PositiveIntegerField()
    expected = models.CharField(max_length=200)
    options = models.JSONField(default=list)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    sibling = models.ForeignKey(Event, models.SET_NULL, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True, help_text="when what follows from it was done here")

    class Meta:
        ordering = ["event", "-at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(because=""), name="rethink_has_a_reason")]

    def __str__(self) -> str:
        return self.title
