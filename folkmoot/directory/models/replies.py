"""What a body says beside what is said of it."""

from __future__ import annotations

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from folkmoot.journal.models import Line
from folkmoot.kit.refusals import NotYours
from folkmoot.moderation.models import Standing
from folkmoot.people.models import Person
from folkmoot.people.permissions import acts_for

from .organisation import Organisation


class ReplySet(models.QuerySet):
    def beside(self, entry: models.Model) -> ReplySet:
        """The replies shown beside an entry, oldest first, without those moderators hold or removed."""
        shown = Q(standing=None) | Q(standing__state=Standing.State.SHOWN)
        return self.filter(shown, kind=entry._meta.label_lower, key=str(entry.pk)).select_related("organisation", "by")


class Reply(models.Model):
    """What a body says beside what is said of it."""

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=60)
    title = models.CharField(max_length=300, blank=True, help_text="what it stands beside, as it was called")
    address = models.CharField(max_length=300, blank=True)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="replies")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    words = models.TextField(max_length=4000)
    at = models.DateTimeField(default=timezone.now)
    once = models.CharField(max_length=80, null=True, blank=True, unique=True)
    standing = models.OneToOneField(Standing, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ReplySet.as_manager()

    class Meta:
        verbose_name_plural = "replies"
        ordering = ["at"]
        indexes = [models.Index(fields=["kind", "key"])]
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="reply_says_something")]

    def __str__(self) -> str:
        return self.words[:60]

    def get_absolute_url(self) -> str:
        return f"{self.address}#reply-{self.pk}"

    @classmethod
    @transaction.atomic
    def say(cls, entry, organisation: Organisation, words: str, *, by: Person, once: str = "") -> Reply:
        """`organisation`, which `entry` describes, answers beside it; only those who speak for it may."""
        day = timezone.localdate()
        if organisation.pk not in {body.pk for body in entry.described()}:
            raise NotYours(f"“{entry}” says nothing of {organisation}, so there is nothing to reply to.")
        if not organisation.speakers(day).filter(pk__in=acts_for(by, day)).exists():
            raise NotYours(f"Only somebody who speaks for {organisation} can reply in its name.")
        once = f"{by.pk}:{once}" if once else None
        said = {"organisation": organisation, "words": words, "title": str(entry), "by": by}
        where = {"kind": entry._meta.label_lower, "key": str(entry.pk), "address": entry.get_absolute_url()}
        if once is None:
            reply, new = cls.objects.create(**said, **where), True
        else:
            reply, new = cls.objects.get_or_create(once=once, defaults=said | where)
        if new:
            audience = entry.audience
            Line.record(by, "replied beside", entry, place=entry.whereabouts(), audience=audience)
        return reply
