"""A page's text as it stood after one change. Versions are only ever added."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.kit.refusals import Refusal
from folkmoot.moderation.models import Standing
from folkmoot.people.models import Person

from .page import Page


class VersionsStay(Refusal):
    """A version is never changed or taken out; write another."""

    def __init__(self) -> None:
        super().__init__(_("What a page said stays in its history. Restore an earlier version instead."))


class VersionSet(models.QuerySet):
    def shown(self) -> VersionSet:
        """Of pages that are shown, and not held or removed themselves."""
        fine = Q(standing=None) | Q(standing__state=Standing.State.SHOWN)
        page = Q(page__standing=None) | Q(page__standing__state=Standing.State.SHOWN)
        return self.filter(fine, page, page__gone_at=None)

    def newest_first(self) -> VersionSet:
        return self.order_by("-at", "-pk")

    def brief(self) -> VersionSet:
        """Without the text, which a list does not show."""
        return self.defer("words")

    def delete(self) -> tuple:
        raise VersionsStay


class Version(models.Model):
    """One change of a page: who, when, why, and the whole text after it."""

    class Way(models.TextChoices):
        PERSON = "person", gettext_lazy("written here")
        IMPORT = "import", gettext_lazy("imported")
        UNKNOWN = "unknown", gettext_lazy("not known how")

    page = models.ForeignKey(Page, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(help_text="1 is the first")
    title = models.CharField(max_length=200)
    words = models.TextField(max_length=Page.LONGEST)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    by_words = models.CharField(max_length=120, blank=True, help_text="who, as the place it came from called them")
    at = models.DateTimeField(default=timezone.now)
    elsewhere_at = models.DateTimeField(null=True, blank=True, help_text="when it was changed where it came from")
    way = models.CharField(max_length=8, choices=Way, default=Way.PERSON)
    why = models.CharField(max_length=300, blank=True)
    interest = models.CharField(max_length=200, blank=True, help_text="what its writer has at stake, as they say it")
    minor = models.BooleanField(default=False)
    grew = models.IntegerField(default=0, help_text="by how many letters; negative where it shrank")
    restores = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    bringing = models.ForeignKey("library.Bringing", models.SET_NULL, null=True, blank=True, related_name="versions")
    standing = models.OneToOneField(Standing, models.SET_NULL, null=True, blank=True, related_name="+")
    once = models.CharField(max_length=80, null=True, blank=True, unique=True)

    objects = VersionSet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["page", "number"], name="version_numbered_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="version_from_one"),
        ]
        indexes = [models.Index(fields=["-at", "-id"], name="version_newest")]

    def __str__(self) -> str:
        return _("%(title)s, version %(number)d") % {"title": self.title, "number": self.number}

    def get_absolute_url(self) -> str:
        return reverse("library:version", args=[self.page.folder.slug, self.page.slug, self.number])

    def save(self, *args, **kwargs) -> None:
        if not self._state.adding:
            raise VersionsStay
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs) -> tuple:
        raise VersionsStay

    def whose(self) -> str:
        """Who made it, in words: a name, as the other wiki had it, or that nobody knows."""
        if self.by:
            return str(self.by)
        if self.by_words:
            return self.by_words
        return _("Somebody who has left") if self.way == self.Way.PERSON else _("author unknown")

    def is_visible_to(self, person: Person | None, day: date) -> bool:
        """Whoever may see the page."""
        return self.page.is_visible_to(person, day)

    def is_shown(self) -> bool:
        return self.standing is None or self.standing.state == Standing.State.SHOWN
