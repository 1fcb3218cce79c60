"""Who read what was said in private."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.kit.refusals import Refusal
from folkmoot.people.models import Person


class Reading(models.Model):
    """One reading of private words: who, what of, when and why. Only added to; what was read is named by its number
    alone, so that the log gives nothing away."""

    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=60)
    count = models.PositiveIntegerField(default=1, help_text="how many were on the page")
    why = models.CharField(max_length=300)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(why=""), name="reading_says_why")]
        indexes = [models.Index(fields=["kind", "key"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    @classmethod
    def log(cls, person: Person, thing, why: str, count: int = 1) -> Reading:
        """Write down that `person` is about to be shown the private words of `thing`; before they are."""
        if not why.strip():
            raise Refusal(_("Say why you need to read this. It is kept with your name."))
        kind = thing._meta.label_lower
        return cls.objects.create(person=person, kind=kind, key=str(thing.pk), why=why.strip()[:300], count=count)
