"""Every change of an entry with its before and after, and who said that an entry is still right."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from folkmoot.kit.refusals import Refusal
from folkmoot.people.models import Person


class ChangedSince(Refusal):
    """A change can be undone only while what it set still stands."""


class RevisionSet(models.QuerySet):
    def of(self, entry: models.Model, keys: list[int] | None = None) -> RevisionSet:
        """Newest first; `keys` to read those of the entries it absorbed as well."""
        return self.filter(kind=entry._meta.label_lower, key__in=[str(key) for key in keys or [entry.pk]])

    def after(self, day: date) -> RevisionSet:
        """Made later than the end of that day, by the site's clock."""
        midnight = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
        return self.filter(at__gte=midnight)


class Revision(models.Model):
    """One change of one entry: field → [before, after], by whom and why. Undoing is a new revision."""

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=60)
    changes = models.JSONField()
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    source = models.CharField(max_length=200, blank=True)
    why = models.CharField(max_length=300, blank=True)
    interest = models.CharField(
        max_length=200, blank=True, help_text="what whoever made it has at stake, as they say it"
    )
    at = models.DateTimeField(default=timezone.now)
    undoes = models.OneToOneField("self", models.SET_NULL, null=True, blank=True, related_name="undone_by")

    objects = RevisionSet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["kind", "key", "at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}, {self.at:%Y-%m-%d}"

    @property
    def is_first(self) -> bool:
        """Whether this is how the entry came to be, rather than a change of it."""
        return "" in self.changes

    @property
    def entry(self) -> models.Model:
        return apps.get_model(self.kind)._default_manager.get(pk=self.key)

    @transaction.atomic
    def undo(self, by: Person, why: str = "") -> Revision:
        """Put back what was there before, as a new revision; undoing twice is undoing once.

        Refused when something it set was changed again since: then undo the later change first.
        """
        entry = self.entry.locked()
        done = Revision.objects.filter(undoes=self).first()
        if done:
            return done
        if self.changes.get("same_as", [None, None])[1]:
            return entry.unmerge(by, why)
        entry.check_editor(by)
        if self.is_first:
            raise ChangedSince("This is how the entry came to be; there is nothing before it to go back to.")
        now = entry.facts()
        if any(now.get(name) != after for name, (_, after) in self.changes.items()):
            raise ChangedSince("This was changed again since. Undo the later change first, or edit the entry.")
        back = {name: before for name, (before, _) in self.changes.items()}
        return entry.set_down(back, by, why or "undone", undoes=self)


class Confirmation(models.Model):
    """Somebody said that an entry is still right: by the button, by telephone, or in a source."""

    class How(models.TextChoices):
        BUTTON = "button", "pressed the button"
        RANG = "rang", "said so when rung"
        PAPER = "paper", "said so on paper"

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=60)
    how = models.CharField(max_length=8, choices=How)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    who_said = models.CharField(max_length=120, blank=True)
    on = models.DateField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key", "on", "how", "by"],
                condition=Q(by__isnull=False),
                name="confirmation_once_a_day",
            ),
            models.CheckConstraint(condition=~Q(how="rang") | ~Q(by=None), name="confirmation_rang_by_somebody"),
        ]
        indexes = [models.Index(fields=["kind", "key", "at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}: {self.get_how_display()}"
