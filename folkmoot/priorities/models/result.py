"""What the votes of a question came to, as it was counted once."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from .question import Question


class Result(models.Model):
    """One counting of a question: everything its page shows, as plain values. The last of them is final.

    `found` holds nothing of fewer than ten people.
    """

    question = models.ForeignKey(Question, models.CASCADE, related_name="found")
    made_at = models.DateTimeField(default=timezone.now)
    voices = models.PositiveIntegerField()
    final = models.BooleanField(default=False)
    found = models.JSONField(default=dict)

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["question"], condition=Q(final=True), name="final_result_once")]

    def __str__(self) -> str:
        return f"{self.question}: {self.voices}"
