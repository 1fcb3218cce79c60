"""A sign-in code on paper, for a site that sends no mail."""

from __future__ import annotations

from datetime import timedelta

from django.db import models, transaction
from django.utils import timezone

from folkmoot.kit.codes import digest

from .person import Person


class PrintedCode(models.Model):
    """A code that a keeper printed for one person: it signs them in once, until it runs out."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="printed_codes")
    digest = models.CharField(max_length=64)
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"printed code for {self.person}"

    @classmethod
    @transaction.atomic
    def make(cls, person: Person, code: str, days: int = 7) -> PrintedCode:
        """Keep the digest of a code; the code itself is shown once and never stored. Earlier unused ones end."""
        cls.objects.filter(person=person, used_at=None).delete()
        return cls.objects.create(
            person=person, digest=digest("printed", code), until=timezone.now() + timedelta(days=days)
        )

    @classmethod
    def use(cls, email: str, code: str) -> bool:
        """Whether this code was printed for that address and not yet used; asking uses it up."""
        now = timezone.now()
        unused = cls.objects.filter(person__email__iexact=email, digest=digest("printed", code), used_at=None)
        return bool(unused.filter(until__gt=now).update(used_at=now))
