"""A group's whole content in one file, and the group that takes it and leaves."""

from __future__ import annotations

import secrets
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.people.models import Person

from .group import Group

THINKING_IT_OVER = timedelta(days=30)


def new_key() -> str:
    return secrets.token_urlsafe(12)


def undo_day() -> date:
    return timezone.localdate() + THINKING_IT_OVER


class ExportSet(models.QuerySet):
    def waiting(self) -> ExportSet:
        """Asked for in the last day, and neither made nor given up."""
        return self.filter(ready_at=None, trouble="", at__gte=timezone.now() - timedelta(days=1)).order_by("pk")


class Export(models.Model):
    """All of a group in one file, for those who look after it: made by the worker, kept for a week."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    group = models.ForeignKey(Group, models.CASCADE, related_name="exports")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    ready_at = models.DateTimeField(null=True, blank=True)
    size = models.PositiveIntegerField(default=0, help_text="in bytes")
    what = models.JSONField(default=dict, help_text="how many of each kind are in it")
    trouble = models.CharField(max_length=300, blank=True, help_text="why it could not be made, in words")

    objects = ExportSet.as_manager()

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.group}, {timezone.localdate(self.at)}"

    @classmethod
    def spoil(cls, talk) -> None:
        """Files with this discussion hold what somebody has taken off since: they are not given out any more."""
        words, made = _("Something in it was taken off since. Make the file anew."), cls.objects.exclude(ready_at=None)
        if talk.group_id is None:
            made = made.filter(pk__in=[one.pk for one in made if talk.pk in one.what.get("below", ())])
        else:
            made = made.filter(group=talk.group_id)
        made.update(ready_at=None, trouble=words)

    @property
    def path(self) -> Path:
        return settings.DATA / "group-exports" / f"{self.key}.zip"


class Departure(models.Model):
    """A group left with all it brought. Until a day it can come back; then what it wrote is taken off this site."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="departures")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    because = models.CharField(max_length=600, blank=True)
    moved_to = models.URLField(max_length=300, blank=True, help_text="where it can be found from now on")
    undo_until = models.DateField(default=undo_day)
    undone_at = models.DateTimeField(null=True, blank=True)
    cleared_at = models.DateTimeField(null=True, blank=True, help_text="its words and files were taken off")

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(fields=["group"], condition=Q(undone_at=None), name="departure_open_once")
        ]

    def __str__(self) -> str:
        return f"{self.group}, {timezone.localdate(self.at)}"
