"""What a person agreed to."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .person import Person


class Consent(models.Model):
    """What a person agreed to, for one purpose, in the words they saw; withdrawn, never deleted."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=60)
    words = models.TextField()
    given_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose"], condition=Q(withdrawn_at=None), name="consent_given_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.purpose}"
