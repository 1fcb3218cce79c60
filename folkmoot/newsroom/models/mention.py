"""Mentions between sites (W3C Webmention): received, and sent."""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta

from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from folkmoot.events.models import Event
from folkmoot.journal.models import Line, Veil
from folkmoot.kit.refusals import NotYours
from folkmoot.moderation.models import Standing
from folkmoot.newsroom import whose
from folkmoot.people.models import Person
from folkmoot.people.permissions import is_keeper
from folkmoot.places.models import Place


def new_key() -> str:
    return secrets.token_hex(12)


class MentionSet(models.QuerySet):
    def shown(self) -> MentionSet:
        """Found to be true, looked at where that is wanted, and not held or removed by moderators."""
        fine = Q(standing=None) | Q(standing__state=Standing.State.SHOWN)
        return self.filter(fine, state=Mention.State.TRUE, approved=True)

    def waiting(self) -> MentionSet:
        """Found to be true; nobody has looked."""
        fine = Q(standing=None) | Q(standing__state=Standing.State.SHOWN)
        return self.filter(fine, state=Mention.State.TRUE, approved=None)

    def due(self, now: datetime) -> MentionSet:
        free = Q(leased_until=None) | Q(leased_until__lt=now)
        return self.filter(free, due_at__lte=now).order_by("due_at", "pk")


class Mention(models.Model):
    """A page elsewhere says that it links to a page of ours. Nothing of it shows until we found the link there.

    One row for each source and target, however often it is told. `due_at` is when the source is to be looked at.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("Not looked at yet")
        TRUE = "true", _("The link is there")
        UNTRUE = "untrue", _("There is no such link")
        GONE = "gone", _("The page, or its link, is gone")

    TRIES, PAUSE = 5, timedelta(minutes=15)

    key = models.CharField(max_length=24, unique=True, default=new_key, editable=False)
    source = models.CharField(max_length=1000)
    source_digest = models.CharField(max_length=64, editable=False)
    target = models.CharField(max_length=300, help_text="the path of the page here")
    target_said = models.CharField(max_length=1000, help_text="the address as it must stand in the source")
    event = models.ForeignKey(Event, models.CASCADE, null=True, blank=True, related_name="+")
    place = models.ForeignKey(Place, models.CASCADE, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=6, choices=State, default=State.ASKED)
    words = models.CharField(max_length=400, blank=True, help_text="how the last look went")
    approved = models.BooleanField(null=True, blank=True)
    decided_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=300, blank=True)
    author = models.CharField(max_length=200, blank=True)
    excerpt = models.TextField(blank=True, max_length=600)
    is_repost = models.BooleanField(default=False, help_text="it says no more than our own title does")
    asked_at = models.DateTimeField(default=timezone.now)
    looked_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True, default=timezone.now)
    leased_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    standing = models.OneToOneField(Standing, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = MentionSet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["source_digest", "target"], name="mention_once"),
            models.CheckConstraint(condition=Q(state="true") | ~Q(approved=True), name="mention_shown_when_true"),
        ]
        indexes = [models.Index(fields=["due_at"]), models.Index(fields=["target", "state"])]

    def __str__(self) -> str:
        return self.title or self.source[:120]

    def get_absolute_url(self) -> str:
        return reverse("newsroom:mention", args=[self.key])

    def host(self) -> str:
        return self.source.split("/")[2].lower() if self.source.count("/") > 1 else ""

    def may_be_curated_by(self, person: Person | None) -> bool:
        """Whoever holds the event or looks after the page it is about, and the keepers."""
        if person is None or not person.is_authenticated:
            return False
        day = timezone.localdate()
        if is_keeper(person, day) or self.event and self.event.may_be_run_by(person, day):
            return True
        thing = whose.at(self.target)
        return thing is not None and whose.looks_after(thing, person, day)

    def is_visible_to(self, person: Person | None, day: date | None = None) -> bool:
        """While it is shown, and the page it is about is for everybody."""
        thing = whose.at(self.target)
        there = thing is None or whose.is_open(thing)
        return there and Mention.objects.shown().filter(pk=self.pk).exists()

    def lease(self, now: datetime) -> bool:
        free = Q(leased_until=None) | Q(leased_until__lt=now)
        until = now + timedelta(minutes=2)
        return bool(Mention.objects.filter(free, pk=self.pk, due_at__isnull=False).update(leased_until=until))

    @transaction.atomic
    def settle(self, state: str, words: str, *, approve: bool = False, **found) -> None:
        """How the look went. A link that is gone is gone from our pages too; one that is new shows if it may."""
        was = Mention.objects.select_for_update().get(pk=self.pk)
        true = state == self.State.TRUE
        approved = (was.approved if was.approved is not None else (True if approve else None)) if true else None
        facts = {"state": state, "words": words[:400], "approved": approved, "looked_at": timezone.now(), "tries": 0}
        blank = {} if true else {"title": "", "author": "", "excerpt": ""}
        Mention.objects.filter(pk=self.pk).update(**facts, **blank, **found, due_at=None, leased_until=None)
        self.refresh_from_db()
        if was.approved and not true:
            Veil.draw("newsroom.mention", self.pk)
            Line.record(None, "no longer links to", self, title=said("a page here"), address="")
        elif approved and not was.approved:
            self._tell(None)

    def try_later(self, words: str) -> None:
        """It could not be looked at: again after a while, five times in all; what was shown stays so long."""
        if self.tries + 1 >= self.TRIES:
            kept = self.State.GONE if self.state == self.State.TRUE else self.State.UNTRUE
            return self.settle(kept, words)
        pause = self.PAUSE * 4**self.tries
        later = {"tries": F("tries") + 1, "words": words[:400], "due_at": timezone.now() + pause, "leased_until": None}
        Mention.objects.filter(pk=self.pk).update(**later)
        self.refresh_from_db()
        return None

    @transaction.atomic
    def decide(self, by: Person, yes: bool) -> bool:
        """Show it, or not. True when that changed something."""
        if not self.may_be_curated_by(by):
            raise NotYours(said("Whoever looks after the page, or a keeper, decides that."))
        changed = Mention.objects.filter(Q(approved=None) | ~Q(approved=yes), pk=self.pk, state=self.State.TRUE).update(
            approved=yes, decided_by=by
        )
        self.refresh_from_db()
        if changed and yes:
            Veil.lift("newsroom.mention", self.pk)
            self._tell(by)
        elif changed:
            Veil.draw("newsroom.mention", self.pk)
            Line.record(by, "left out a mention", self, title=said("a page elsewhere"), address="")
        return bool(changed)

    def follow_standing(self) -> None:
        """Its lines follow whether it is shown and, where it is about an event, whether that is."""
        hidden = self.event is not None and not self.event.is_shown
        if hidden or not Mention.objects.shown().filter(pk=self.pk).exists():
            Veil.draw("newsroom.mention", self.pk)
        else:
            Veil.lift("newsroom.mention", self.pk)

    follow_event = follow_standing

    def _tell(self, by: Person | None) -> None:
        place = self.event.place if self.event else self.place
        Line.record(
            by, "is mentioned elsewhere:", self, title=self.title or self.source, place=place, address=self.target
        )


class MentionSentSet(models.QuerySet):
    def due(self, now: datetime) -> MentionSentSet:
        return self.filter(due_at__lte=now).order_by("due_at", "pk")


class MentionSent(models.Model):
    """We told a page elsewhere that a page of ours links to it; once for each, and again when ours has changed."""

    class State(models.TextChoices):
        WAITS = "waits", _("Not sent yet")
        SENT = "sent", _("Told")
        NOBODY = "nobody", _("It takes no mentions")
        FAILED = "failed", _("It could not be told")

    TRIES, PAUSE = 4, timedelta(minutes=15)

    source = models.CharField(max_length=300, help_text="the path of our page")
    target = models.CharField(max_length=1000)
    target_digest = models.CharField(max_length=64, editable=False)
    endpoint = models.CharField(max_length=1000, blank=True)
    state = models.CharField(max_length=6, choices=State, default=State.WAITS)
    words = models.CharField(max_length=400, blank=True)
    due_at = models.DateTimeField(null=True, blank=True, default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    told_at = models.DateTimeField(null=True, blank=True)

    objects = MentionSentSet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["source", "target_digest"], name="mention_sent_once")]
        indexes = [models.Index(fields=["due_at"])]

    def __str__(self) -> str:
        return f"{self.source} → {self.target[:80]}"

    def settle(self, state: str, words: str = "", endpoint: str = "") -> None:
        told = {"told_at": timezone.now()} if state == self.State.SENT else {}
        now = {"state": state, "words": words[:400], "endpoint": endpoint[:1000], "due_at": None, "tries": 0}
        MentionSent.objects.filter(pk=self.pk).update(**now, **told)

    def try_later(self, words: str) -> None:
        if self.tries + 1 >= self.TRIES:
            return self.settle(self.State.FAILED, words)
        later = timezone.now() + self.PAUSE * 4**self.tries
        MentionSent.objects.filter(pk=self.pk).update(tries=F("tries") + 1, words=words[:400], due_at=later)
        return None
