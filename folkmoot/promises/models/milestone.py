"""The milestones of a promise: what is to be done by when on the way, and by how much each slipped."""

from __future__ import annotations

from datetime import date

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.kit.refusals import Refusal
from folkmoot.people.models import Person

from .promise import AlreadySettled, Promise

MANY = 30


class Milestone(models.Model):
    """Something named that is done by a day on the way to keeping a promise. The day it was for at first stays."""

    promise = models.ForeignKey(Promise, models.CASCADE, related_name="milestones")
    name = models.CharField(max_length=200)
    first_on = models.DateField(help_text="the day it was for at first")
    due_on = models.DateField()
    because = models.CharField(max_length=400, blank=True, help_text="why it was moved last")
    reached_on = models.DateField(null=True, blank=True)
    evidence = models.URLField(blank=True, max_length=500)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["promise", "name"], name="milestone_named_once"),
            models.CheckConstraint(condition=~Q(name=""), name="milestone_has_a_name"),
            models.CheckConstraint(condition=Q(due_on=F("first_on")) | ~Q(because=""), name="milestone_moved_says_why"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{self.promise.get_absolute_url()}#milestone-{self.pk}"

    def slipped(self, day: date) -> int:
        """By how many days it is later than at first: reached late, moved, or past its day and not reached. Nought for
        what was in time."""
        end = self.reached_on or max(self.due_on, day)
        return max(0, (end - self.first_on).days)

    def is_late(self, day: date) -> bool:
        return self.reached_on is None and self.due_on < day

    @classmethod
    @transaction.atomic
    def set(cls, promise: Promise, name: str, day: date, by: Person) -> Milestone:
        """Name one; the same name again gives the one there is."""
        name, locked = " ".join(name.split())[:200], _open(promise, by)
        known = locked.milestones.filter(name__iexact=name).first()
        if known:
            return known
        if not name:
            raise Refusal(_("Say in a few words what will be done by then."))
        if locked.milestones.count() >= MANY:
            raise Refusal(_("A promise has %(n)d milestones at most.") % {"n": MANY})
        _check_day(locked, day)
        made = locked.milestones.create(name=name, first_on=day, due_on=day, by=by)
        locked.tell(by, "named a milestone of:")
        return made

    @transaction.atomic
    def reach(self, by: Person, evidence: str = "") -> bool:
        """It is done. True the first time."""
        locked = _open(self.promise, by)
        changed = locked.milestones.filter(pk=self.pk, reached_on=None).update(
            reached_on=timezone.localdate(), evidence=evidence
        )
        if changed:
            locked.tell(by, "reached a milestone of:")
        return bool(changed)

    @transaction.atomic
    def take_back(self, by: Person) -> bool:
        """It is not done after all. True the first time."""
        locked = _open(self.promise, by)
        changed = locked.milestones.filter(pk=self.pk).exclude(reached_on=None).update(reached_on=None, evidence="")
        if changed:
            locked.tell(by, "took back a milestone of:")
        return bool(changed)

    @transaction.atomic
    def move(self, day: date, by: Person, because: str) -> bool:
        """For another day, and why. True unless it is for that day already."""
        locked = _open(self.promise, by)
        known = locked.milestones.get(pk=self.pk)
        if known.due_on == day:
            return False
        if known.reached_on:
            raise Refusal(_("It is reached already. Take that back first."))
        if not because.strip():
            raise Refusal(_("Say why. People who wait for it will read this."))
        _check_day(locked, day)
        locked.milestones.filter(pk=self.pk).update(due_on=day, because=because.strip()[:400])
        locked.tell(by, "moved a milestone of:")
        return True

    @transaction.atomic
    def take_out(self, by: Person) -> bool:
        """A slip of the pen goes on the day it was written; later it is moved, with why, so that nothing that people
        waited for is just gone. True the first time."""
        locked = _open(self.promise, by)
        known = locked.milestones.filter(pk=self.pk).first()
        if known is None:
            return False
        if timezone.localtime(known.at).date() != timezone.localdate():
            raise Refusal(_("People may be waiting for it. Move it to another day and say why."))
        known.delete()
        locked.tell(by, "took out a milestone of:")
        return True


def _open(promise: Promise, by: Person) -> Promise:
    """Locked, held by `by`, and not settled."""
    locked = promise.locked_for(by)
    if getattr(locked, "outcome", None):
        raise AlreadySettled(_("It is settled already. Open it again first."))
    return locked


def _check_day(promise: Promise, day: date) -> None:
    if day < promise.made_on:
        raise Refusal(_("It cannot be due before it was promised."))
    if promise.due_on and day > promise.due_on:
        raise Refusal(
            _("The whole is promised for %(day)s. Name a day up to then, or put the whole off first.")
            % {"day": f"{promise.due_on:%-d %B %Y}"}
        )
