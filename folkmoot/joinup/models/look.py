"""One time everything was compared with everything."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class Look(models.Model):
    """The newest comparison of one world: when, how many entries, and the gaps and over-supply it computed.

    Gaps are not kept as things: each look computes them again, and the one before is dropped.
    """

    story = models.BooleanField(unique=True)
    at = models.DateTimeField(default=timezone.now)
    entries = models.PositiveIntegerField(default=0)
    gaps = models.JSONField(default=list)
    supply = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
