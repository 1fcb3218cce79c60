"""A long discussion in a few lines, signed by whoever wrote them; and what those who were there say against a line."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.moderation.models import Standing
from folkmoot.people.models import Person

from .discussion import Discussion
from .post import Post


class SummarySet(models.QuerySet):
    def shown(self) -> SummarySet:
        return self.filter(Q(standing=None) | Q(standing__state=Standing.State.SHOWN), taken_back_at=None)


class Summary(models.Model):
    """What a discussion came to so far, as one person read it; each line cites the posts it rests on."""

    discussion = models.ForeignKey(Discussion, models.CASCADE, related_name="summaries")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=120, blank=True, help_text="whose it is, where it came with its group")
    at = models.DateTimeField(default=timezone.now)
    up_to = models.PositiveIntegerField(help_text="the number of the last post that was read for it")
    taken_back_at = models.DateTimeField(null=True, blank=True)
    standing = models.OneToOneField(Standing, models.SET_NULL, null=True, blank=True, related_name="+")
    once = models.CharField(max_length=80, null=True, blank=True, unique=True)

    objects = SummarySet.as_manager()

    class Meta:
        verbose_name_plural = "summaries"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return str(self.discussion)

    def get_absolute_url(self) -> str:
        return f"{reverse('conversations:summary', args=[self.pk])}#summary-{self.pk}"

    def whose(self) -> str:
        return str(self.by or self.name or _("somebody who has left"))

    def is_visible_to(self, person: Person | None, day: date | None = None) -> bool:
        return self.discussion.is_visible_to(person, day)

    def said_outside(self) -> str:
        return self.discussion.said_outside()

    def moderated_by(self, person: Person, day: date) -> bool:
        return self.discussion.moderated_by(person, day)


class SummaryLine(models.Model):
    """One line of a summary, with the posts it rests on."""

    summary = models.ForeignKey(Summary, models.CASCADE, related_name="lines")
    order = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=600)
    cites = models.ManyToManyField(Post, related_name="cited_in")

    class Meta:
        ordering = ["summary", "order"]
        constraints = [models.UniqueConstraint(fields=["summary", "order"], name="summary_line_once")]

    def __str__(self) -> str:
        return self.words[:80]


class ContestSet(models.QuerySet):
    def shown(self) -> ContestSet:
        return self.filter(Q(standing=None) | Q(standing__state=Standing.State.SHOWN), taken_back_at=None)


class Contest(models.Model):
    """Somebody who took part says that a line of a summary is not how it was; it stands beside the line."""

    line = models.ForeignKey(SummaryLine, models.CASCADE, related_name="contests")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=120, blank=True, help_text="whose it is, where it came with its group")
    words = models.CharField(max_length=600)
    at = models.DateTimeField(default=timezone.now)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    standing = models.OneToOneField(Standing, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ContestSet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["line", "by"], condition=Q(taken_back_at=None, by__isnull=False), name="contest_once"
            )
        ]

    def __str__(self) -> str:
        return self.words[:80]

    def whose(self) -> str:
        return str(self.by or self.name or _("somebody who has left"))

    def get_absolute_url(self) -> str:
        return f"{reverse('conversations:summary', args=[self.line.summary_id])}#contest-{self.pk}"

    def is_visible_to(self, person: Person | None, day: date | None = None) -> bool:
        return self.line.summary.is_visible_to(person, day)

    def said_outside(self) -> str:
        talk = self.line.summary.discussion
        return str(self) if talk.group is None or talk.group.is_public() else talk.said_outside()

    def moderated_by(self, person: Person, day: date) -> bool:
        return self.line.summary.moderated_by(person, day)
