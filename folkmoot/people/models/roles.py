"""What a person may do, and who acts for them while they are away."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from folkmoot.places.models import Place

from .person import Person


class RoleSet(models.QuerySet):
    def held_on(self, day: date) -> RoleSet:
        return self.filter(Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gte=day))


class Role(models.Model):
    """What a person may do beyond taking part, everywhere or in one place, between two dates."""

    class Kind(models.TextChoices):
        KEEPER = "keeper", "Keeper of this site"
        CONVENOR = "convenor", "Convenor"
        MODERATOR = "moderator", "Moderator"
        STEWARD = "steward", "Steward of private notes"
        ORGANISER = "organiser", "Community organiser"
        COUNCILLOR = "councillor", "Councillor"

    person = models.ForeignKey(Person, models.CASCADE, related_name="roles")
    kind = models.CharField(max_length=16, choices=Kind)
    place = models.ForeignKey(Place, models.CASCADE, null=True, blank=True, related_name="+")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True, help_text="last day")
    given_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = RoleSet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "place"], name="role_once", nulls_distinct=False, condition=Q(until=None)
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(since=None) | Q(until__gte=F("since")), name="role_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_kind_display()}"


class DeputySet(models.QuerySet):
    def acting_on(self, day: date) -> DeputySet:
        return self.filter(from_on__lte=day, until_on__gte=day)


class Deputy(models.Model):
    """Who acts for a person while they are away; the powers lapse by themselves after the last day."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="deputies")
    deputy = models.ForeignKey(Person, models.CASCADE, related_name="stands_in_for")
    from_on = models.DateField()
    until_on = models.DateField(help_text="last day")

    objects = DeputySet.as_manager()

    class Meta:
        verbose_name_plural = "deputies"
        constraints = [
            models.CheckConstraint(condition=~Q(person=F("deputy")), name="deputy_is_another"),
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="deputy_ends_after_it_begins"),
            models.UniqueConstraint(fields=["person", "deputy", "from_on"], name="deputy_once"),
        ]

    def __str__(self) -> str:
        return f"{self.deputy} for {self.person}"
