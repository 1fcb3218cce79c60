"""What the worker remembers: what is due when, which workers are alive, what was done, and which mail came back."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from folkmoot.kit.search.models import Document

__all__ = ["Bounce", "Document", "Done", "Schedule", "Worker"]


class Schedule(models.Model):
    """A job that runs by itself every so often. `name` is the dotted path of the job."""

    name = models.CharField(max_length=200, unique=True)
    minutes = models.PositiveIntegerField()
    due_at = models.DateTimeField()
    last_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def keep_rhythm(self, minutes: int) -> None:
        """Take up a rhythm changed in the code, counted from the last time it ran."""
        if minutes != self.minutes:
            self.minutes = minutes
            self.due_at = self.last_at + timedelta(minutes=minutes) if self.last_at else self.due_at
            self.save(update_fields=["minutes", "due_at"])

    def is_too_far(self, now: datetime) -> bool:
        """Whether it is due later than one round from now: the clock was ahead when it last ran, and was put right."""
        return self.due_at > now + timedelta(minutes=self.minutes)

    def come_back(self, now: datetime) -> None:
        """Due one round from now at the latest, so that nothing stands still for as long as a clock was wrong."""
        if self.is_too_far(now):
            self.due_at = now + timedelta(minutes=self.minutes)
            self.save(update_fields=["due_at"])

    def move_on(self, now: datetime) -> None:
        """To the first due time after `now`: times missed while nothing ran are run once, not made up for."""
        missed = max(0, (now - self.due_at) // timedelta(minutes=self.minutes))
        self.last_at = now
        self.due_at += timedelta(minutes=self.minutes) * (missed + 1)
        self.save(update_fields=["last_at", "due_at"])


def new_key() -> str:
    return secrets.token_hex(8)


class Worker(models.Model):
    """A process that runs jobs, and when it last said that it is alive; what a dead one left is run again."""

    key = models.CharField(max_length=16, primary_key=True, default=new_key)
    since = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.key

    def beat(self) -> None:
        """I am alive; written anew if another worker took me for dead."""
        self.seen_at = timezone.now()
        self.save()


class Done(models.Model):
    """The mark that an effect happened, written with it, so that it never happens twice."""

    key = models.CharField(max_length=200, primary_key=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return self.key


class BounceSet(models.QuerySet):
    def stops(self, address: str) -> bool:
        """Whether to write there no more: one lasting refusal, or five passing ones within 14 days."""
        given_back = list(self.filter(address=address.lower()).values_list("lasting", "at"))
        since = timezone.now() - timedelta(days=14)
        return any(lasting for lasting, _at in given_back) or sum(at >= since for _lasting, at in given_back) >= 5


class Bounce(models.Model):
    """A mail came back from an address: for good, or for the time being."""

    address = models.EmailField(db_index=True)
    lasting = models.BooleanField()
    why = models.CharField(max_length=300, blank=True)
    message = models.CharField(max_length=120, blank=True, help_text="the id of the mail that came back")
    at = models.DateTimeField(default=timezone.now)

    objects = BounceSet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["address", "message"], condition=~Q(message=""), name="bounce_once")
        ]

    def __str__(self) -> str:
        return f"{self.address}: {self.why}"
