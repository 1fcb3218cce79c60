"""Who will do what by when, what came of it, and the evidence."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from folkmoot.directory.models import Organisation
from folkmoot.moderation.models import Standing
from folkmoot.people.models import Person
from folkmoot.places.models import Place


class PromiseSet(models.QuerySet):
    def shown(self) -> PromiseSet:
        return self.filter(Q(standing=None) | Q(standing__state=Standing.State.SHOWN))

    def open(self) -> PromiseSet:
        return self.filter(outcome=None)

    def late(self, day: date) -> PromiseSet:
        return self.open().filter(due_on__lt=day)

    def at(self, place: Place) -> PromiseSet:
        return self.filter(place__path__startswith=place.path)


class Promise(models.Model):
    """Who will do what by when. Late is not a state that is set: it is an open promise past its day."""

    what = models.CharField(max_length=300)
    holder = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="promises")
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="promises")
    holder_words = models.CharField(max_length=200, blank=True, help_text="who, where they have no account")
    due_on = models.DateField(null=True, blank=True)
    due_words = models.CharField(max_length=120, blank=True, help_text='as it was said: "by the summer"')
    place = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+")
    made_on = models.DateField(default=timezone.localdate)
    said_at = models.CharField(max_length=200, blank=True, help_text="where it was made: a meeting, a finding")
    said_at_address = models.CharField(max_length=300, blank=True)
    entered_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    standing = models.OneToOneField(Standing, models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(null=True, blank=True, help_text="when the holder was last reminded")
    story = models.BooleanField(default=False)

    objects = PromiseSet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(holder__isnull=False) | Q(organisation__isnull=False) | ~Q(holder_words=""),
                name="promise_is_somebodys",
            )
        ]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return reverse("promises:promise", args=[self.pk])

    def state(self, day: date) -> str:
        """open, late, kept or dropped, as it stands on that day."""
        outcome = getattr(self, "outcome", None)
        if outcome:
            return outcome.state
        return "late" if self.due_on and self.due_on < day else "open"


class Outcome(models.Model):
    """A promise was kept or dropped: when, who says so, in what words, and where to see it."""

    class State(models.TextChoices):
        KEPT = "kept", "Kept"
        DROPPED = "dropped", "Dropped"

    promise = models.OneToOneField(Promise, models.CASCADE, related_name="outcome")
    state = models.CharField(max_length=8, choices=State)
    on = models.DateField(default=timezone.localdate)
    words = models.TextField(blank=True, max_length=4000)
    evidence = models.URLField(blank=True, max_length=500)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.promise}: {self.get_state_display()}"


class Word(models.Model):
    """What the holder, or somebody waiting, says about a promise: an explanation, a step on the way."""

    promise = models.ForeignKey(Promise, models.CASCADE, related_name="words")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    words = models.TextField(max_length=4000)
    evidence = models.URLField(blank=True, max_length=500)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return self.words[:60]
