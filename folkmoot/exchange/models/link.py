"""A source at an address, read again by itself."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from folkmoot.directory.models import Source


class LinkSet(models.QuerySet):
    def due(self, day: date) -> LinkSet:
        return self.filter(Q(next_on=None) | Q(next_on__lte=day)).exclude(pace=Link.Pace.NEVER)


class Link(models.Model):
    """A source at an address, read again every day or week; what is different waits for its keeper's yes."""

    class Pace(models.TextChoices):
        DAILY = "daily", gettext_lazy("Every day")
        WEEKLY = "weekly", gettext_lazy("Every week")
        NEVER = "never", gettext_lazy("Only when I ask")

    DAYS = {Pace.DAILY: 1, Pace.WEEKLY: 7}

    source = models.OneToOneField(Source, models.CASCADE, related_name="link")
    address = models.URLField(max_length=500)
    pace = models.CharField(max_length=8, choices=Pace, default=Pace.WEEKLY)
    etag = models.CharField(max_length=200, blank=True)
    modified = models.CharField(max_length=60, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    next_on = models.DateField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=300, blank=True, help_text="why the last reading failed")

    objects = LinkSet.as_manager()

    def __str__(self) -> str:
        return self.address

    def was_read(self, trouble: str = "", **seen) -> None:
        """Note a reading, well or not; the next is due at the link's own pace. `seen`: etag, modified, digest."""
        self.read_at, self.trouble = timezone.now(), trouble[:300]
        self.next_on = timezone.localdate() + timedelta(days=self.DAYS.get(self.pace, 7))
        for name, value in seen.items():
            setattr(self, name, value[: self._meta.get_field(name).max_length])
        self.save()
