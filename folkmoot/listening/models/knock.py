"""Doors knocked at lately: when, and no more, so that two do not knock twice."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy

from folkmoot.kit.codes import digest
from folkmoot.kit.sealed import SealedText

from .patch import Organiser, Patch

LATELY = timedelta(days=42)
KEPT_FOR = timedelta(days=90)


def mark_of(patch: Patch, street: str, door: str) -> str:
    """The same for the same door of a patch, and useless without the site's key; "" for no door."""
    if not door.strip():
        return ""
    return digest(f"door {patch.pk}", f"{_plain(street)} {_plain(door)}".encode().hex().upper())


def _plain(words: str) -> str:
    return "".join(letter for letter in words.casefold() if letter.isalnum())


class KnockSet(models.QuerySet):
    def lately(self, patch: Patch, now: datetime) -> KnockSet:
        """Doors seen in the last six weeks, and those who asked not to be visited, the last first."""
        since = models.Q(at__gte=now - LATELY) | models.Q(outcome=Knock.Outcome.NEVER)
        return self.filter(since, patch=patch).exclude(mark="").select_related("organiser__person")


class Knock(models.Model):
    """A door was knocked at. What was said there is not here; a refusal is this row and nothing else."""

    class Outcome(models.TextChoices):
        HEARD = "heard", gettext_lazy("Heard")
        NO_ANSWER = "no-answer", gettext_lazy("Nobody in")
        LATER = "later", gettext_lazy("Another time")
        REFUSED = "refused", gettext_lazy("Rather not")
        NEVER = "never", gettext_lazy("Asked not to be visited")

    patch = models.ForeignKey(Patch, models.CASCADE, related_name="knocks")
    organiser = models.ForeignKey(Organiser, models.SET_NULL, null=True, related_name="+")
    mark = models.CharField(max_length=64, blank=True, help_text="tells doors apart; names none")
    door = SealedText(max_length=200, blank=True, default="")
    outcome = models.CharField(max_length=10, choices=Outcome)
    at = models.DateTimeField(default=timezone.now)
    once = models.CharField(max_length=80, null=True, blank=True, unique=True)

    objects = KnockSet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["patch", "mark"])]

    def __str__(self) -> str:
        return self.get_outcome_display()

    @classmethod
    def note(cls, organiser: Organiser, outcome: str, street: str = "", door: str = "", **more) -> Knock:
        """`more`: at, once."""
        words = " ".join(f"{street} {door}".split())[:200] if door.strip() else ""
        facts = {"patch": organiser.patch, "organiser": organiser, "outcome": outcome, "door": words}
        facts |= {"mark": mark_of(organiser.patch, street, door)} | more
        if facts.get("once"):
            return cls.objects.get_or_create(once=facts["once"], defaults=facts)[0]
        return cls.objects.create(**facts)

    @classmethod
    def forget_past(cls, now: datetime) -> int:
        """After ninety days the door goes, but for who asked not to be visited; that somebody knocked stays counted."""
        old = cls.objects.filter(at__lt=now - KEPT_FOR).exclude(outcome=cls.Outcome.NEVER).exclude(mark="")
        return old.update(mark="", door="")
