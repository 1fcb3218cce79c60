"""What one person is told."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from folkmoot.people.models import Person

from .line import Line, Veil
from .watch import Pace, Watch


class NoticeSet(models.QuerySet):
    def shown(self) -> NoticeSet:
        """Without what is about something that moderators hold back, or that was made private since."""
        return self.exclude(
            models.Exists(Veil.objects.filter(kind=models.OuterRef("line__kind"), key=models.OuterRef("line__key")))
        )

    def unseen(self) -> NoticeSet:
        return self.filter(seen_at=None)

    def to_mail(self, pace: str) -> NoticeSet:
        """Wanted by mail at this pace, and not mailed yet."""
        return self.filter(pace=pace, mailed_at=None, person__is_active=True, person__forget_on=None)


class Notice(models.Model):
    """Something one person is told, with its address; shown on their page and, if they wish, mailed."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="notices")
    words = models.CharField(max_length=400)
    address = models.CharField(max_length=300, blank=True)
    line = models.ForeignKey(Line, models.SET_NULL, null=True, related_name="notices")
    watch = models.ForeignKey(Watch, models.SET_NULL, null=True, related_name="notices")
    pace = models.CharField(max_length=8, choices=Pace, default=Pace.SITE)
    at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    objects = NoticeSet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "line"], condition=Q(line__isnull=False), name="notice_once")
        ]
        indexes = [
            models.Index(fields=["person", "seen_at"]),
            models.Index(fields=["pace"], name="notice_to_mail", condition=Q(mailed_at=None)),
        ]

    def __str__(self) -> str:
        return self.words

    @classmethod
    def tell(
        cls, person: Person, words: str, address: str = "", line: Line | None = None, pace: str = Pace.SITE
    ) -> Notice | None:
        """Tell one person something that concerns them; with a line, once for that line (None the second time).

        `pace`: Pace.AT_ONCE to mail it as well. Tell only those who may know it: nothing is checked here.
        """
        fields = {"words": words[:400], "address": address, "pace": pace}
        if line is None:
            return cls.objects.create(person=person, **fields)
        notice, made = cls.objects.get_or_create(person=person, line=line, defaults=fields)
        return notice if made else None

    @classmethod
    def see_all(cls, person: Person) -> int:
        """The person has read what there is; returns how many were new."""
        return cls.objects.filter(person=person, seen_at=None).update(seen_at=timezone.now())
