"""A second coder sorts the same points without seeing where the team put them."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.kit.refusals import Refusal
from folkmoot.people.models import Person

from .point import Point
from .theme import Theme
from .theming import Theming


class Coding(models.Model):
    """Where a second coder would put a point: into one of the team's themes, or (no theme) into none of them.
    It moves nothing; it is what the agreement is reckoned from."""

    theming = models.ForeignKey(Theming, models.CASCADE, related_name="codings")
    point = models.ForeignKey(Point, models.CASCADE, related_name="codings")
    theme = models.ForeignKey(Theme, models.CASCADE, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["theming", "point", "by"], name="coding_once")]

    def __str__(self) -> str:
        return f"{self.theming}: {self.point_id}"

    @classmethod
    def say(cls, theming: Theming, point: Point, theme: Theme | None, by: Person) -> Coding:
        """Keep where `by` would put it; said again, the last counts. Not for points they placed themselves."""
        theming.check_team(by)
        placed = theming.placings.filter(point=point).first()
        if placed is None:
            raise Refusal(_("The team has not placed this one yet."))
        if placed.by_id == by.pk:
            raise Refusal(_("You placed this one yourself. A second pair of eyes is somebody else's."))
        if theme is not None and theme.theming_id != theming.pk:
            raise Refusal(_("That theme is not among these any more."))
        facts = {"theme": theme, "at": timezone.now()}
        return cls.objects.update_or_create(theming=theming, point=point, by=by, defaults=facts)[0]
