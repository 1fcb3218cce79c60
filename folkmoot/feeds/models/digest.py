"""One mail of news."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from folkmoot.journal.models import Notice, Pace
from folkmoot.kit import mail
from folkmoot.people.models import Person

from .follower import Follower, News

STUCK = timedelta(hours=6)
KEEP = timedelta(days=30)


class Digest(models.Model):
    """One mail of news to one person or follower, queued before it is written.

    Which news goes in is settled when it is first tried, and stays; what of it the reader may still see is asked at
    each try. The Message-ID is the same however often it is tried. One reader has one open digest of a pace.
    """

    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="+")
    follower = models.ForeignKey(Follower, models.CASCADE, null=True, blank=True, related_name="+")
    pace = models.CharField(max_length=8, choices=Pace)
    until = models.DateTimeField(help_text="news up to this moment")
    message_id = models.CharField(max_length=120, unique=True, default=mail.new_id)
    chosen = models.JSONField(null=True, blank=True, help_text="ids of the notices or news in it; none before a try")
    made_at = models.DateTimeField(default=timezone.now)
    queued_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None, follower__isnull=False) | Q(person__isnull=False, follower=None),
                name="digest_has_one_reader",
            ),
            models.UniqueConstraint(
                fields=["person", "pace"], condition=Q(sent_at=None, person__isnull=False), name="digest_open_once"
            ),
            models.UniqueConstraint(
                fields=["follower"], condition=Q(sent_at=None, follower__isnull=False), name="digest_followed_open_once"
            ),
        ]
        indexes = [models.Index(fields=["queued_at"], name="digest_open", condition=Q(sent_at=None))]

    def __str__(self) -> str:
        return self.message_id

    @property
    def email(self) -> str:
        return self.person.email if self.person else self.follower.email

    @transaction.atomic
    def choose(self) -> QuerySet:
        """The notices (or a follower's news) that go in, with their lines: settled once, then narrowed to those that
        are still wanted and not held back."""
        locked = Digest.objects.select_for_update().get(pk=self.pk)
        if locked.chosen is None:
            locked.chosen = list(self.waiting().filter(at__lte=self.until).order_by("pk").values_list("pk", flat=True))
            locked.save(update_fields=["chosen"])
        self.chosen = locked.chosen
        more = ["line__by", "watch"] if self.person else ["line__by"]
        return self.waiting().filter(pk__in=self.chosen).select_related(*more).order_by("pk")

    def waiting(self) -> QuerySet:
        """What waits to be mailed to this reader at this pace."""
        if self.person:
            return Notice.objects.shown().to_mail(self.pace).filter(person=self.person)
        return News.objects.shown().to_mail(self.pace).filter(follower=self.follower)

    @transaction.atomic
    def close(self) -> None:
        """It was mailed, or there was nothing left to mail. Safe twice."""
        now, model = timezone.now(), Notice if self.person else News
        model.objects.filter(pk__in=self.chosen or [], mailed_at=None).update(mailed_at=now)
        Digest.objects.filter(pk=self.pk, sent_at=None).update(sent_at=now)

    @classmethod
    def sweep(cls, now: datetime) -> int:
        """Forget those sent long ago; how many."""
        return cls.objects.filter(sent_at__lt=now - KEEP).delete()[0]
