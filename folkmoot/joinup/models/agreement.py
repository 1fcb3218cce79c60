"""Several organisations share one line of work, each opting in."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils import timezone

from folkmoot.directory.models import Organisation
from folkmoot.people.models import Person
from folkmoot.places.models import Place

from .finding import Finding


class Agreement(models.Model):
    """Several organisations share one line of work: a survey, an event, a toolkit; each opts in."""

    what = models.CharField(max_length=200)
    about = models.TextField(blank=True, max_length=4000)
    finding = models.ForeignKey(Finding, models.SET_NULL, null=True, blank=True, related_name="agreements")
    place = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+")
    proposed_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return reverse("joinup:agreement", args=[self.pk])


class Joining(models.Model):
    """One organisation opted in to an agreement, or was asked and has not answered."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="joinings")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    joined_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    joined_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "organisation"], name="joining_once")]

    def __str__(self) -> str:
        return f"{self.organisation} in {self.agreement}"
