"""What came of a promise, and what is said of it on the way."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.moderation.models import Standing
from folkmoot.people.models import Person

from .promise import Promise


class Outcome(models.Model):
    """A promise was kept or dropped: when, who says so, in what words, and where to see it."""

    class State(models.TextChoices):
        KEPT = "kept", _("Kept")
        DROPPED = "dropped", _("Dropped")

    promise = models.OneToOneField(Promise, models.CASCADE, related_name="outcome")
    state = models.CharField(max_length=8, choices=State)
    on = models.DateField(default=timezone.localdate)
    words = models.TextField(blank=True, max_length=4000)
    evidence = models.URLField(blank=True, max_length=500)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(state="dropped", words=""), name="outcome_dropped_says_why")]

    def __str__(self) -> str:
        return f"{self.promise}: {self.get_state_display()}"


class WordSet(models.QuerySet):
    def shown(self) -> WordSet:
        return self.filter(Q(standing=None) | Q(standing__state=Standing.State.SHOWN))


class Word(models.Model):
    """What the holder, or somebody waiting, says about a promise: an explanation, a step on the way, a question."""

    promise = models.ForeignKey(Promise, models.CASCADE, related_name="words")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    words = models.TextField(max_length=4000)
    evidence = models.URLField(blank=True, max_length=500)
    asks = models.BooleanField(default=False, help_text="a question from somebody who waits")
    at = models.DateTimeField(default=timezone.now)
    standing = models.OneToOneField(Standing, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = WordSet.as_manager()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.words[:60]

    def get_absolute_url(self) -> str:
        return f"{self.promise.get_absolute_url()}#word-{self.pk}"
