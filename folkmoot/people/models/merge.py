"""Two accounts of one person that became one, and can be two again for a while."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from .person import Person

UNDO_DAYS = 30


class MergeSet(models.QuerySet):
    def standing(self) -> MergeSet:
        """Those that nobody has undone."""
        return self.filter(undone_at=None)

    def survivor_of(self, person: Person) -> Person:
        """Whoever this account is today: itself, or the one it became, however often."""
        seen = {person.pk}
        while found := self.standing().filter(absorbed=person).exclude(survivor__in=seen).first():
            person = found.survivor
            seen.add(person.pk)
        return person


class Merge(models.Model):
    """Two accounts of one person became one: whoever signs in with either address is the survivor.

    `moved` holds, by table and column, the ids of what now points at the survivor, so that it can be given back.
    Nothing of a secret round is among it.
    """

    survivor = models.ForeignKey(Person, models.CASCADE, related_name="merges")
    absorbed = models.ForeignKey(Person, models.CASCADE, related_name="+")
    moved = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = MergeSet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["absorbed"], condition=Q(undone_at=None), name="merge_standing_once"),
            models.CheckConstraint(condition=~Q(survivor=F("absorbed")), name="merge_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.absorbed} is {self.survivor}"

    def may_be_undone(self) -> bool:
        return self.undone_at is None and timezone.now() < self.at + timedelta(days=UNDO_DAYS)
