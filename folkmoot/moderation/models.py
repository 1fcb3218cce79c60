"""Whether a thing is shown, held or removed; who reported it; what was ruled, and why."""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from folkmoot.people.models import Person


def new_reference() -> str:
    """A short reference that can be read out over the telephone: no vowels, no 0/O or 1/I."""
    letters = "BCDFGHJKLMNPQRSTVWXZ23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(2))


class Standing(models.Model):
    """Whether one thing is shown, held while somebody looks, or removed. A thing never reported has none."""

    class State(models.TextChoices):
        SHOWN = "shown", "Shown"
        HELD = "held", "Held while we look"
        REMOVED = "removed", "Removed"

    state = models.CharField(max_length=8, choices=State, default=State.SHOWN)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    address = models.CharField(max_length=300)
    author = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="standing_once")]

    def __str__(self) -> str:
        return f"{self.title}: {self.get_state_display()}"

    def get_absolute_url(self) -> str:
        return self.address


class Report(models.Model):
    """Somebody, perhaps with no account, says that something should be looked at."""

    class Reason(models.TextChoices):
        WRONG = "wrong", "It is not true"
        PRIVATE = "private", "It shows something private"
        ABUSE = "abuse", "It is abusive or threatening"
        ILLEGAL = "illegal", "It may be against the law"
        SPAM = "spam", "It is advertising or spam"
        CHILD = "child", "A child may be at risk"
        OTHER = "other", "Something else"

    standing = models.ForeignKey(Standing, models.CASCADE, related_name="reports")
    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    reason = models.CharField(max_length=8, choices=Reason)
    words = models.TextField(blank=True, max_length=4000)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    reply_to = models.EmailField(blank=True)
    at = models.DateTimeField(default=timezone.now)
    ruling = models.ForeignKey("Ruling", models.SET_NULL, null=True, blank=True, related_name="reports")

    class Meta:
        indexes = [models.Index(fields=["ruling", "at"])]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("moderation:report_received", args=[self.reference])


class Ruling(models.Model):
    """What was decided about a thing, by whom and why; told to the author and kept in the public log."""

    standing = models.ForeignKey(Standing, models.CASCADE, related_name="rulings")
    state = models.CharField(max_length=8, choices=Standing.State)
    because = models.TextField(max_length=4000)
    rule = models.CharField(max_length=120, blank=True, help_text="which house rule")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    overturns = models.OneToOneField("self", models.SET_NULL, null=True, blank=True, related_name="overturned_by")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(because=""), name="ruling_has_a_reason")]

    def __str__(self) -> str:
        return f"{self.standing.title}: {self.get_state_display()}"

    def get_absolute_url(self) -> str:
        return reverse("moderation:ruling", args=[self.pk])
