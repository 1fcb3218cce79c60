"""A group that comes with its file: from another site, or back to this one."""

from __future__ import annotations

import secrets
from pathlib import Path

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from folkmoot.people.models import Person

from .group import Group


def new_key() -> str:
    return secrets.token_urlsafe(12)


class Arrival(models.Model):
    """A file that a group was given, brought by somebody: looked over first, then taken in by the worker as a new
    group. The file itself goes once it is taken in, and after a week."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    what = models.JSONField(default=dict, help_text="what is in it: name, where it was, how many of each kind")
    mark = models.CharField(max_length=64, help_text="of the file: the same file is the same group")
    wanted_at = models.DateTimeField(null=True, blank=True, help_text="whoever brought it said: take it in")
    trouble = models.CharField(max_length=300, blank=True)
    group = models.OneToOneField(Group, models.SET_NULL, null=True, blank=True, related_name="arrival")
    from_site = models.CharField(max_length=200, blank=True, help_text="the site it was on")
    from_address = models.CharField(max_length=300, blank=True, help_text="and where it stood there")

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return str(self.what.get("name", self.key))

    def get_absolute_url(self) -> str:
        return reverse("conversations:arrival", args=[self.pk])

    @property
    def path(self) -> Path:
        return settings.DATA / "group-arrivals" / f"{self.key}.zip"
