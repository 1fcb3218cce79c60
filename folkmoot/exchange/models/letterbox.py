"""A source's secret mail address."""

from __future__ import annotations

import re
import secrets

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.directory.models import Source
from folkmoot.kit.refusals import NotYours
from folkmoot.people.models import Person

from .intake import may_keep

LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"  # those that nobody takes for another, since mail servers fold capitals
TOKEN = re.compile(r"[a-z0-9]{20,40}")


def new_token() -> str:
    """Twenty-four letters of thirty-one: nobody guesses one, and case does not matter."""
    return "".join(secrets.choice(LETTERS) for _n in range(24))


class LetterboxSet(models.QuerySet):
    def open(self) -> LetterboxSet:
        return self.filter(closed_at=None)


class Letterbox(models.Model):
    """A source's secret mail address: a copy mailed to it is read, and the difference waits for its keeper's yes.

    Whoever knows the address may send; it is closed by a person, and never opened again: a new one has another word.
    """

    source = models.ForeignKey(Source, models.CASCADE, related_name="letterboxes")
    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    opened_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    last_at = models.DateTimeField(null=True, blank=True, help_text="when a mail last came")
    trouble = models.CharField(max_length=300, blank=True, help_text="why the last mail could not be used")

    objects = LetterboxSet.as_manager()

    class Meta:
        verbose_name_plural = "letterboxes"
        constraints = [
            models.UniqueConstraint(fields=["source"], condition=Q(closed_at=None), name="letterbox_one_open"),
        ]

    def __str__(self) -> str:
        return f"{self.source}"

    @property
    def address(self) -> str:
        """Where a copy is mailed to; "" while the host has set up no mail for lists."""
        name, _at, host = settings.SHEETS_MAIL.partition("@")
        return f"{name}+{self.token}@{host}" if host else ""

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @classmethod
    @transaction.atomic
    def open_for(cls, source: Source, by: Person) -> Letterbox:
        """The source's open letterbox, a new one where there is none. Safe twice."""
        _check(source, by)
        Source.objects.select_for_update().get(pk=source.pk)
        return source.letterboxes.open().first() or cls.objects.create(source=source, opened_by=by)

    @classmethod
    @transaction.atomic
    def close_for(cls, source: Source, by: Person) -> None:
        """From now on nothing that comes to its address is read. Safe twice."""
        _check(source, by)
        source.letterboxes.open().update(closed_at=timezone.now())

    def was_used(self, trouble: str = "") -> None:
        type(self).objects.filter(pk=self.pk).update(last_at=timezone.now(), trouble=trouble[:300])


def _check(source: Source, by: Person) -> None:
    if not may_keep(by, source):
        raise NotYours(_("Only whoever keeps this list can give it a mail address, or close it."))
