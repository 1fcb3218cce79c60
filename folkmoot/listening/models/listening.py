"""A listening: a conversation somebody had, kept sealed, for whoever heard it."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.kit.refusals import NotYours
from folkmoot.kit.sealed import SealedText
from folkmoot.listening.permissions import is_listener, is_steward
from folkmoot.people.models import Person
from folkmoot.points.models import Point, Reading

from .patch import Organiser, Patch


def still_kept(organiser: str) -> Q:
    """Where the organiser at this end of a look-up has not left."""
    return Q(**{f"{organiser}__until": None}) | Q(**{f"{organiser}__until__gte": timezone.localdate()})


class ListeningSet(models.QuerySet):
    def standing(self) -> ListeningSet:
        return self.filter(withdrawn_at=None)

    def kept_by(self, person: Person) -> ListeningSet:
        """Those this person keeps while they listen there; none after their last day."""
        return self.filter(still_kept("kept_by"), kept_by__person=person)


class Listening(models.Model):
    """One conversation: where and when it was, in which language, and whoever else to talk to. What was said are
    private points whose source it is; who said it, its `heard` rows."""

    class Where(models.TextChoices):
        DOOR = "door", gettext_lazy("At the door")
        STREET = "street", gettext_lazy("On the street")
        VENUE = "venue", gettext_lazy("Where people meet")
        PHONE = "phone", gettext_lazy("By phone")
        HOME = "home", gettext_lazy("A house meeting")
        OTHER = "other", gettext_lazy("Elsewhere")

    patch = models.ForeignKey(Patch, models.PROTECT, related_name="listenings")
    organiser = models.ForeignKey(Organiser, models.PROTECT, related_name="listened")
    kept_by = models.ForeignKey(Organiser, models.PROTECT, related_name="keeps")
    where = models.CharField(max_length=8, choices=Where, default=Where.DOOR)
    spot = SealedText(max_length=300, blank=True, default="", help_text="the door, the café")
    language = models.CharField(max_length=40, blank=True)
    who_else = SealedText(max_length=2000, blank=True, default="", help_text="who else to talk to")
    heard_at = models.DateTimeField(default=timezone.now)
    kept_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    identity_gone_at = models.DateTimeField(null=True, blank=True, help_text="when names and contacts were taken out")
    once = models.CharField(max_length=80, null=True, blank=True, unique=True, help_text="same word, same listening")

    objects = ListeningSet.as_manager()

    class Meta:
        ordering = ["-heard_at", "-pk"]

    def __str__(self) -> str:
        return _("A listening in %(patch)s") % {"patch": self.patch}

    def get_absolute_url(self) -> str:
        return reverse("listening:listening", args=[self.pk])

    def is_meeting(self) -> bool:
        return self.where == self.Where.HOME

    def points(self) -> models.QuerySet[Point]:
        return Point.objects.standing().of(self)

    def is_kept_by(self, person: Person | None, day: date) -> bool:
        """Whoever heard it, or took it over; while they listen there."""
        if person is None or self.kept_by.person_id != person.pk:
            return False
        ended = self.kept_by.until is not None and self.kept_by.until < day
        return not ended and is_listener(person, day, self.patch.place)

    def read(self, by: Person | None, why: str = "") -> list[Point]:
        """What was said, each with `told`. For whoever keeps it; a steward of the place gives a reason. Every reading
        is written down first. Everybody else is refused."""
        day = timezone.localdate()
        if not self.is_kept_by(by, day):
            if not is_steward(by, day, self.patch.place):
                raise NotYours(_("What was heard is read by whoever heard it, and by nobody else."))
        elif not why:
            why = "their own"
        Reading.log(by, self, why)
        points = list(self.points().order_by("said_at", "pk"))
        for point in points:
            point.told = point.said
        return points
