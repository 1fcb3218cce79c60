"""Somewhere else where people write: a blog, a news page, a feed; read again and again."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.directory.models import Organisation
from folkmoot.kit.public_hosts import Target, UnsafeAddress
from folkmoot.moderation.models import Standing
from folkmoot.newsroom.turns import QUICK
from folkmoot.people.models import Person
from folkmoot.places.models import Place

from .desk import Desk
from .licences import LICENCES

QUIET_AFTER, DEAD_AFTER = timedelta(days=90), timedelta(days=14)


class OutletSet(models.QuerySet):
    def shown(self) -> OutletSet:
        """Read, or read once; not taken off, and not held or removed by moderators."""
        return self.filter(Q(standing=None) | Q(standing__state=Standing.State.SHOWN), ended_at=None)

    def live(self) -> OutletSet:
        return self.filter(story=False)

    def at(self, place: Place) -> OutletSet:
        return self.filter(place__path__startswith=place.path)

    def due(self, now: datetime) -> OutletSet:
        """Those to be read now, whoever waits longest first; not those that another worker has in hand."""
        free = Q(leased_until=None) | Q(leased_until__lt=now)
        return self.filter(free, ended_at=None, story=False, due_at__lte=now).exclude(feed="").order_by("due_at", "pk")

    def proven(self) -> OutletSet:
        """Those that answered the last time, and quickly."""
        return self.filter(self._answers())

    def doubtful(self) -> OutletSet:
        """Those that are new, failing or slow: whoever failed least often first, so that a blog that was away for once
        does not wait behind a thousand that are gone."""
        return self.exclude(self._answers()).order_by("failures", "due_at", "pk")

    @staticmethod
    def _answers() -> Q:
        return Q(read_at__isnull=False, failures=0, seconds__isnull=False, seconds__lt=QUICK)


class Outlet(models.Model):
    """A blog or a feed that somebody else keeps, for a place or for one event's desk.

    What goes wrong is said in `trouble`, and asking waits longer each time: half an hour, one, two … up to a week.
    `seconds` is how long its last answer took; one that has not answered yet, or slowly, is asked last.
    """

    class State(models.TextChoices):
        NEW = "new", _("Not read yet")
        ACTIVE = "active", _("Active")
        QUIET = "quiet", _("Quiet")
        TROUBLE = "trouble", _("Does not answer just now")
        DEAD = "dead", _("Gone quiet for good, it seems")
        KEPT = "kept", _("Kept as it was")

    EVERY, SELDOM, LONGEST = timedelta(minutes=30), timedelta(hours=6), timedelta(days=7)

    name = models.CharField(max_length=200)
    address = models.URLField(max_length=500, blank=True, help_text="where people read it")
    feed = models.URLField(max_length=500, blank=True, help_text="where machines do")
    tag = models.SlugField(max_length=40, blank=True, help_text="only what carries this tag")
    place = models.ForeignKey(Place, models.CASCADE, null=True, blank=True, related_name="+")
    desk = models.ForeignKey(Desk, models.CASCADE, null=True, blank=True, related_name="outlets")
    owner = models.CharField(max_length=200, blank=True, help_text="who keeps it, as they are known")
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+")
    licence = models.CharField(max_length=12, choices=LICENCES, blank=True, default="")
    is_known = models.BooleanField(default=False, help_text="what it posts shows without anybody looking first")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    etag = models.CharField(max_length=200, blank=True)
    modified = models.CharField(max_length=80, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    posted_at = models.DateTimeField(null=True, blank=True, help_text="the day of its newest post")
    due_at = models.DateTimeField(default=timezone.now)
    leased_until = models.DateTimeField(null=True, blank=True)
    seconds = models.FloatField(null=True, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    failing_since = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=400, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    standing = models.OneToOneField(Standing, models.SET_NULL, null=True, blank=True, related_name="+")
    story = models.BooleanField(default=False)

    objects = OutletSet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "feed", "tag"],
                condition=Q(ended_at=None, desk=None) & ~Q(feed=""),
                name="outlet_once_a_place",
            ),
            models.UniqueConstraint(
                fields=["desk", "feed", "tag"],
                condition=Q(ended_at=None, desk__isnull=False),
                name="outlet_once_a_desk",
            ),
            models.CheckConstraint(condition=Q(story=True) | ~Q(feed="", address=""), name="outlet_is_somewhere"),
        ]
        indexes = [models.Index(fields=["due_at"])]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("newsroom:outlet", args=[self.pk])

    def is_visible_to(self, person: Person | None, day) -> bool:
        return self.desk is None or self.desk.event.is_visible_to(person, day)

    def state(self, now: datetime) -> str:
        """How it does: new, active, quiet, trouble, dead; kept for what is no longer read at all."""
        if self.story or not self.feed:
            return self.State.KEPT
        if self.failing_since:
            return self.State.DEAD if now - self.failing_since >= DEAD_AFTER else self.State.TROUBLE
        if self.read_at is None:
            return self.State.NEW
        fresh = self.posted_at and now - self.posted_at < QUIET_AFTER
        return self.State.ACTIVE if fresh else self.State.QUIET

    def state_said(self) -> str:
        return str(self.State(self.state(timezone.now())).label)

    def is_proven(self) -> bool:
        """As `OutletSet.proven` asks it of a list."""
        return self.read_at is not None and not self.failures and self.seconds is not None and self.seconds < QUICK

    def host(self) -> str:
        """Whose machine it is on, as the budget counts it; "" for an address we never go to."""
        try:
            return Target.of(self.feed).host
        except UnsafeAddress:
            return ""

    def lease(self, now: datetime) -> bool:
        """Take it in hand for two minutes; False when another worker has it."""
        free = Q(leased_until=None) | Q(leased_until__lt=now)
        until = now + timedelta(minutes=2)
        return bool(Outlet.objects.filter(free, pk=self.pk, ended_at=None).update(leased_until=until))

    def was_read(self, now: datetime, seconds: float, **seen) -> None:
        """It answered. `seen`: etag, modified, posted_at, feed (where it moved for good)."""
        posted = seen.get("posted_at") or self.posted_at
        pause = self.EVERY if posted and now - posted < QUIET_AFTER else self.SELDOM
        well = {"read_at": now, "due_at": now + pause, "seconds": seconds, "leased_until": None}
        well |= {"failures": 0, "failing_since": None, "trouble": ""} | seen
        Outlet.objects.filter(pk=self.pk).update(**well)
        self.refresh_from_db()

    def failed(self, now: datetime, words: str, *, seconds: float = 10.0, wait: timedelta | None = None) -> None:
        """It did not: wait twice as long as last time, or as long as it asked for; what it posted stays."""
        pause = max(self.EVERY * 2 ** min(self.failures, 10), wait or timedelta(0))
        changes = {"failures": F("failures") + 1, "trouble": words[:400], "due_at": now + min(pause, self.LONGEST)}
        since = {} if self.failing_since else {"failing_since": now}
        Outlet.objects.filter(pk=self.pk).update(**changes, **since, seconds=seconds, leased_until=None)
        self.refresh_from_db()

    def ask_again(self, now: datetime, seconds: float) -> None:
        """It was slow for once: not counted as a failure, but from now on it is asked among the slow ones."""
        Outlet.objects.filter(pk=self.pk).update(seconds=seconds, due_at=now, leased_until=None)
        self.refresh_from_db()
