"""What those who hold an event wrote to those who come."""

from __future__ import annotations

from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.people.models import Person

from .event import Event
from .rsvp import Rsvp


class Bulletin(models.Model):
    """A few words from those who hold an event to those who come, who wait or who said maybe: by mail, and on the page
    of their reply. Nobody else reads it."""

    class To(models.TextChoices):
        COME = "come", _("Those who come")
        WAIT = "wait", _("Those who wait")
        MAYBE = "maybe", _("Those who said maybe")
        ALL = "all", _("All of these")

    OF = {
        To.COME: Q(seat__in=[Rsvp.Seat.HAS, Rsvp.Seat.OFFERED, Rsvp.Seat.REMOTE]),
        To.WAIT: Q(seat=Rsvp.Seat.WAITING),
        To.MAYBE: Q(answer=Rsvp.Answer.MAYBE),
        To.ALL: ~Q(answer=Rsvp.Answer.NO),
    }

    event = models.ForeignKey(Event, models.CASCADE, related_name="bulletins")
    to = models.CharField(max_length=8, choices=To, default=To.COME)
    words = models.TextField(max_length=4000)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now)
    once = models.CharField(max_length=80, null=True, blank=True, unique=True)

    class Meta:
        ordering = ["event", "-sent_at", "-pk"]

    def __str__(self) -> str:
        return self.words[:80]

    def readers(self) -> QuerySet[Rsvp]:
        """The replies whose people it is for, as they stand now."""
        return self.event.rsvps.filter(self.OF[self.to])

    @classmethod
    def read_by(cls, rsvp: Rsvp) -> list[Bulletin]:
        """Those for whoever gave this reply, the newest first."""
        return [one for one in rsvp.event.bulletins.all()[:20] if one.readers().filter(pk=rsvp.pk).exists()]
