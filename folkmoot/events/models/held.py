"""Seats kept for an organisation or a sector until a moment."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone

from folkmoot.directory.models import Organisation
from folkmoot.people.models import Person

from .event import Event


class HeldSet(models.QuerySet):
    def standing(self, now: datetime) -> HeldSet:
        """Those not let go and whose time is not up; one that ends now has ended."""
        return self.filter(ended_at=None, until__gt=now)


class Held(models.Model):
    """Seats of an event kept for an organisation or a sector until a moment; then they are anybody's.

    One stands for each name at a time: holding again takes the place of what was held.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="helds")
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="+")
    sector = models.CharField(max_length=16, choices=Person.Sector, blank=True, default="")
    places = models.PositiveSmallIntegerField()
    until = models.DateTimeField()
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    held_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True, help_text="let go, or its time was up")

    objects = HeldSet.as_manager()

    class Meta:
        verbose_name_plural = "seats held"
        ordering = ["event", "until", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, sector="") | (Q(organisation=None) & ~Q(sector="")),
                name="held_for_one",
            ),
            models.UniqueConstraint(
                fields=["event", "organisation"],
                condition=Q(ended_at=None, organisation__isnull=False),
                name="held_once_for_a_body",
            ),
            models.UniqueConstraint(
                fields=["event", "sector"], condition=Q(ended_at=None, organisation=None), name="held_once_for_a_sector"
            ),
        ]

    def __str__(self) -> str:
        return self.name()

    def name(self) -> str:
        return str(self.organisation) if self.organisation else self.get_sector_display()

    def key(self) -> tuple[int | None, str]:
        """What only one of those that stand at an event may have."""
        return self.organisation_id, self.sector
