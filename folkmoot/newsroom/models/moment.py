"""The points of an interview."""

from __future__ import annotations

from django.db import models

from .piece import Piece


class Moment(models.Model):
    """One point of an interview, with its time from the beginning."""

    piece = models.ForeignKey(Piece, models.CASCADE, related_name="moments")
    seconds = models.PositiveIntegerField()
    words = models.CharField(max_length=400)

    class Meta:
        ordering = ["piece", "seconds", "pk"]

    def __str__(self) -> str:
        return f"{self.clock()} {self.words}"

    def clock(self) -> str:
        """As a player shows it: 1:05, 1:02:03."""
        hours, rest = divmod(self.seconds, 3600)
        minutes, seconds = divmod(rest, 60)
        return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
