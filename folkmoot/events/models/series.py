"""Events that come again and again."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.directory.models import Membership, Organisation
from folkmoot.kit.refusals import NotYours
from folkmoot.people.models import Person
from folkmoot.people.permissions import acts_for, is_keeper
from folkmoot.places.models import Place

from .venue import Venue


class Series(models.Model):
    """Events that come again: their rhythm in their own zone, and the days left out. Each one is an event by itself.

    `rule` is RFC 5545's RRULE without its name: "FREQ=MONTHLY;BYDAY=2TH".
    """

    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=300, blank=True)
    place = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+")
    venue = models.ForeignKey(Venue, models.SET_NULL, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="series")
    rule = models.CharField(max_length=200, blank=True)
    starts_at = models.DateTimeField(null=True, blank=True, help_text="the first time")
    minutes = models.PositiveSmallIntegerField(default=120)
    zone = models.CharField(max_length=60, default="Europe/London")
    left_out = models.JSONField(default=list, blank=True, help_text="days it does not come, as 2026-12-24")
    is_help = models.BooleanField(default=False, help_text="help sessions: people who help and people who want some")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    begun_at = models.DateTimeField(default=timezone.now)
    ended_on = models.DateField(null=True, blank=True)
    story = models.BooleanField(default=False)
    once = models.CharField(max_length=80, null=True, blank=True, unique=True)

    class Meta:
        verbose_name_plural = "series"
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("events:series", args=[self.pk])

    def may_be_run_by(self, person: Person | None, day: date) -> bool:
        """Whoever began it, those who speak for the body that holds it, who stands in for them, and the keepers."""
        if person is None or not person.is_authenticated or self.story:
            return False
        speaks = bool(self.organisation_id) and self.organisation_id in Membership.objects.spoken_by(person, day)
        return speaks or self.by_id in acts_for(person, day) or is_keeper(person, day)

    def needs(self, by: Person) -> None:
        """NotYours for anybody who may not run this today."""
        if not self.may_be_run_by(by, timezone.localdate()):
            raise NotYours(_("Only those who hold this series can do that."))
