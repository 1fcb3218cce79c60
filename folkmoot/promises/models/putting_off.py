"""A promise put off to a later day; the day it was for stays beside it."""

from __future__ import annotations

from datetime import date

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.kit.refusals import Refusal
from folkmoot.people.models import Person

from .promise import AlreadySettled, Promise


class PutOff(models.Model):
    """Whoever promised named a later day: which day it was for, which it is for now, and why."""

    promise = models.ForeignKey(Promise, models.CASCADE, related_name="put_offs")
    was_on = models.DateField()
    to_on = models.DateField()
    because = models.CharField(max_length=400)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["promise", "was_on"], name="put_off_once_from_a_day"),
            models.CheckConstraint(condition=Q(to_on__gt=F("was_on")), name="put_off_to_a_later_day"),
            models.CheckConstraint(condition=~Q(because=""), name="put_off_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.promise}: {self.was_on} to {self.to_on}"

    @classmethod
    @transaction.atomic
    def to(cls, promise: Promise, day: date, by: Person, because: str) -> PutOff:
        """Its holder's side puts it off to `day`. The same day again is once. Refusal for what was promised for no day,
        for a day that is not later, and without a reason: people who wait for it read that."""
        locked = promise.locked_for(by)
        known = locked.put_offs.filter(to_on=day).last()
        if known and locked.due_on == day:
            return known
        if getattr(locked, "outcome", None):
            raise AlreadySettled(_("It is settled already. Open it again first."))
        if locked.due_on is None:
            raise Refusal(_("It was promised for no certain day, so there is none to put off. Say how it goes."))
        least = max(locked.due_on, timezone.localdate())
        if day <= least:
            raise Refusal(_("Name a day after %(day)s.") % {"day": f"{least:%-d %B %Y}"})
        if not because.strip():
            raise Refusal(_("Say why it takes longer. People who wait for it will read this."))
        made = locked.put_offs.create(was_on=locked.due_on, to_on=day, because=because.strip()[:400], by=by)
        Promise.objects.filter(pk=locked.pk).update(due_on=day, asked_at=None)
        promise.refresh_from_db()
        promise.tell(by, "put off a promise:")
        return made
