"""Who follows something by mail with no account, and what they are told."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import NamedTuple

from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.journal.models import Line, Pace, Veil
from folkmoot.kit import links, mail
from folkmoot.people.models import Person

CONFIRM_DAYS = 7


def new_key() -> str:
    return secrets.token_urlsafe(9)


class Followed(NamedTuple):
    """What can be followed: a thing by its kind and key, with the path where it is a place; or a list of the site, of
    kind "list"."""

    kind: str
    key: str
    title: str
    address: str
    place_path: str = ""


class FollowerSet(models.QuerySet):
    def confirmed(self) -> FollowerSet:
        return self.filter(confirmed_at__isnull=False)


class Follower(models.Model):
    """An address that follows a place, a thing or a list by mail. Nothing is mailed before whoever reads the mail at
    that address has said yes; a stop deletes the row."""

    PACES = (Pace.DAILY, Pace.WEEKLY)

    secret = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    email = models.EmailField()
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    address = models.CharField(max_length=300)
    place_path = models.CharField(max_length=200, blank=True, db_index=True)
    pace = models.CharField(max_length=8, choices=Pace, default=Pace.WEEKLY)
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = FollowerSet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), "kind", "key", name="follower_once")]
        indexes = [models.Index(fields=["kind", "key"])]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return self.address

    @property
    def since(self):
        """From when on they are told."""
        return self.confirmed_at

    @classmethod
    @transaction.atomic
    def ask(cls, email: str, what: Followed, pace: str = Pace.WEEKLY) -> Follower:
        """Write down that somebody gave this address, and mail it the question. What stands on the page afterwards is
        the same whether they follow already or not. Asked twice, it is one row."""
        email = email.strip().lower()
        facts = {"title": what.title[:300], "address": what.address[:300], "place_path": what.place_path}
        found, made = cls.objects.get_or_create(
            email=email, kind=what.kind, key=what.key, defaults=facts | {"pace": Pace(pace)}
        )
        if not found.confirmed_at:
            cls.objects.filter(pk=found.pk).update(asked_at=timezone.now(), pace=Pace(pace))
        token = links.sign("follow", [found.secret, str(pace)], days=CONFIRM_DAYS)
        words = {"title": found.title, "address": found.address, "link": f"/feeds/yes/{token}/"}
        mail.send(email, mail.one_line(_("Follow %(title)s by mail?") % {"title": found.title}), "feeds/mail/follow",
                  words | {"known": bool(found.confirmed_at), "weekly": pace == Pace.WEEKLY})  # fmt: skip
        return found

    def confirm(self, pace: str) -> None:
        """Whoever reads that address said yes. Safe twice: a second yes only changes the pace."""
        Follower.objects.filter(pk=self.pk, confirmed_at=None).update(confirmed_at=timezone.now())
        Follower.objects.filter(pk=self.pk).update(pace=Pace(pace))

    @classmethod
    def sweep(cls) -> int:
        """Forget addresses that never said yes within the time; how many."""
        late = timezone.now() - timedelta(days=CONFIRM_DAYS)
        return cls.objects.filter(confirmed_at=None, asked_at__lt=late).delete()[0]

    @classmethod
    def forget(cls, person: Person) -> None:
        """Somebody with that address is forgotten here."""
        cls.objects.filter(email__iexact=person.email).delete()


class NewsSet(models.QuerySet):
    def shown(self) -> NewsSet:
        """Without what is about something that moderators hold back, or that was made private since."""
        return self.exclude(
            models.Exists(Veil.objects.filter(kind=models.OuterRef("line__kind"), key=models.OuterRef("line__key")))
        )

    def to_mail(self, pace: str) -> NewsSet:
        return self.filter(mailed_at=None, follower__pace=pace, follower__confirmed_at__isnull=False)


class News(models.Model):
    """One line of the journal that a follower is told, once."""

    follower = models.ForeignKey(Follower, models.CASCADE, related_name="news")
    line = models.ForeignKey(Line, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    mailed_at = models.DateTimeField(null=True)

    objects = NewsSet.as_manager()

    class Meta:
        verbose_name_plural = "news"
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["follower", "line"], name="news_once")]
        indexes = [models.Index(fields=["follower"], name="news_to_mail", condition=models.Q(mailed_at=None))]

    def __str__(self) -> str:
        return str(self.line)
