"""Who sits at which table, in break-outs and at dinner."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.people.models import Person

from .check_in import CheckIn
from .event import Event
from .rsvp import Rsvp


class Seating(models.Model):
    """Tables of an event for one or more rounds, made so that people meet others than usual.

    `apart` and `together` are pairs and groups of keys as in `Seat.key`; `report` is what the sum said of it, in plain
    values, when it was made.
    """

    class Of(models.TextChoices):
        CAME = "came", _("Those who are here")
        REPLIED = "replied", _("Those who have a seat")

    event = models.ForeignKey(Event, models.CASCADE, related_name="seatings")
    title = models.CharField(max_length=120)
    of = models.CharField(max_length=8, choices=Of, default=Of.CAME)
    tables = models.PositiveSmallIntegerField()
    rounds = models.PositiveSmallIntegerField(default=1)
    aim = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="how many other sectors each should meet on average"
    )
    apart = models.JSONField(default=list, blank=True)
    together = models.JSONField(default=list, blank=True)
    report = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    dropped_at = models.DateTimeField(null=True, blank=True)
    once = models.CharField(max_length=80, null=True, blank=True, unique=True)

    class Meta:
        ordering = ["event", "-made_at", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(tables__gte=1, rounds__gte=1), name="seating_has_tables")]

    def __str__(self) -> str:
        return self.title

    def reaches_its_aim(self) -> bool:
        """Whether as many other sectors are met, on average, as was wanted; True where nothing was."""
        return self.aim is None or self.report.get("others", {}).get("here", 0) >= self.aim


class Seat(models.Model):
    """One person's table in one round of a seating."""

    seating = models.ForeignKey(Seating, models.CASCADE, related_name="seats")
    round = models.PositiveSmallIntegerField()
    table = models.PositiveSmallIntegerField()
    check_in = models.ForeignKey(CheckIn, models.CASCADE, null=True, blank=True, related_name="seats")
    rsvp = models.ForeignKey(Rsvp, models.CASCADE, null=True, blank=True, related_name="table_seats")
    late = models.BooleanField(default=False, help_text="came later, and was put where it mixed best")

    class Meta:
        ordering = ["seating", "round", "table", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(check_in__isnull=False, rsvp=None) | Q(check_in=None, rsvp__isnull=False),
                name="seat_is_for_one",
            ),
            models.UniqueConstraint(
                fields=["seating", "round", "check_in"], condition=Q(check_in__isnull=False), name="seat_once_who_came"
            ),
            models.UniqueConstraint(
                fields=["seating", "round", "rsvp"], condition=Q(rsvp__isnull=False), name="seat_once_who_replied"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.who()}: {self.table}"

    def who(self) -> CheckIn | Rsvp:
        return self.check_in or self.rsvp
