"""The edited round-up: chosen pieces and posts in their order, with an editor's own words, every source credited."""

from __future__ import annotations

from django.db import models, transaction
from django.db.models import F, Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as said

from folkmoot.journal.models import Line, Veil
from folkmoot.kit import search
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.moderation.models import Standing
from folkmoot.people.models import Person
from folkmoot.people.permissions import is_keeper
from folkmoot.places.models import Place

from .desk import Desk, of_shown_events
from .piece import Piece
from .post import OutsidePost


class RoundUpSet(models.QuerySet):
    def shown(self) -> RoundUpSet:
        """Published, not held or removed by moderators, of a place or of an event that everybody may see."""
        fine = Q(standing=None) | Q(standing__state=Standing.State.SHOWN)
        return self.filter(fine, of_shown_events(or_none=True), published_at__isnull=False)

    def at(self, place: Place) -> RoundUpSet:
        here = Q(place__path__startswith=place.path) | Q(desk__event__place__path__startswith=place.path)
        return self.filter(here)


class RoundUp(models.Model):
    """A page, and a letter to those who watch, of what was said and seen: of one event, or of a place."""

    desk = models.ForeignKey(Desk, models.CASCADE, null=True, blank=True, related_name="round_ups")
    place = models.ForeignKey(Place, models.CASCADE, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=200)
    words = models.TextField(blank=True, max_length=10_000, help_text="how it begins, in the editor's own words")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    begun_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True, help_text="when it was sent to those who watch")
    standing = models.OneToOneField(Standing, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = RoundUpSet.as_manager()

    class Meta:
        ordering = [F("published_at").desc(nulls_first=True), "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(desk__isnull=False, place=None) | Q(desk=None, place__isnull=False), name="round_up_of_one"
            ),
            models.CheckConstraint(
                condition=Q(mailed_at=None) | Q(published_at__isnull=False), name="round_up_mailed_when_published"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("newsroom:round_up", args=[self.pk])

    def where(self) -> Place | None:
        return self.place or self.desk.event.place

    def about(self):
        """The event or the place it is of."""
        return self.desk.event if self.desk else self.place

    @classmethod
    def begin(cls, title: str, by: Person, *, desk: Desk | None = None, place: Place | None = None) -> RoundUp:
        """A draft that only those who may edit it see."""
        title = " ".join(title.split())[:200]
        if not title:
            raise Refusal(said("Give it a title."))
        made = cls(title=title, by=by, desk=desk, place=None if desk else place)
        made.only_editors(by)
        made.save()
        return made

    def may_be_edited_by(self, person: Person | None) -> bool:
        """The desk of its event; for a place, the keepers."""
        if person is None or not person.is_authenticated:
            return False
        return self.desk.may_be_edited_by(person) if self.desk else is_keeper(person, timezone.localdate())

    def is_visible_to(self, person: Person | None, day) -> bool:
        if self.standing and self.standing.state != Standing.State.SHOWN:
            return False
        seen = self.desk is None or self.desk.event.is_visible_to(person, day)
        return (self.published_at is not None and seen) or self.may_be_edited_by(person)

    def only_editors(self, by: Person) -> None:
        if not self.may_be_edited_by(by):
            raise NotYours(said("Those who look after the desk, or the keepers of the site, edit the round-up."))

    def say(self, by: Person, title: str, words: str) -> None:
        """Its title, and how it begins."""
        self.only_editors(by)
        title = " ".join(title.split())[:200]
        if not title:
            raise Refusal(said("Give it a title."))
        RoundUp.objects.filter(pk=self.pk).update(title=title, words=words.strip()[:10_000], changed_at=timezone.now())
        self.refresh_from_db()
        if self.published_at:
            Line.record(by, "changed the round-up", self, place=self.where())
            self.follow()

    @transaction.atomic
    def add(self, by: Person, *, piece: Piece | None = None, post: OutsidePost | None = None, words: str = ""):
        """One more line at the end: a piece, a post, or only words. The same piece or post twice is once."""
        self.only_editors(by)
        RoundUp.objects.select_for_update().get(pk=self.pk)
        if not (piece or post or words.strip()):
            raise Refusal(said("Choose something, or write a few words."))
        if piece and not Piece.objects.shown("onward").filter(pk=piece.pk).exists():
            raise Refusal(said("Somebody in it did not agree to be in a newsletter, or it is not shown."))
        if post and not OutsidePost.objects.shown().filter(pk=post.pk).exists():
            raise Refusal(said("That post is not shown. Approve it first."))
        known = self.lines.filter(piece=piece, post=post).first() if piece or post else None
        last = self.lines.aggregate(last=Max("position"))["last"] or 0
        made = known or self.lines.create(piece=piece, post=post, words=words.strip()[:2000], position=last + 1)
        self.lines_changed(by)
        return made

    def lines_changed(self, by: Person) -> None:
        """Once it is published, kept pages and search follow its lines."""
        RoundUp.objects.filter(pk=self.pk).update(changed_at=timezone.now())
        if self.published_at:
            Line.note(by, "changed the lines of", self)
            self.follow()

    @transaction.atomic
    def publish(self, by: Person) -> bool:
        """Everybody may read it. True the first time."""
        self.only_editors(by)
        if not self.lines.exists() and not self.words:
            raise Refusal(said("There is nothing in it yet."))
        if self.desk and not self.desk.event.is_shown:
            raise Refusal(said("Publish the event first: nobody else can see what its round-up is about."))
        if not RoundUp.objects.filter(pk=self.pk, published_at=None).update(published_at=timezone.now()):
            return False
        self.refresh_from_db()
        Line.record(by, "published the round-up", self, place=self.where())
        self.follow()
        return True

    @transaction.atomic
    def withdraw(self, by: Person) -> bool:
        """A draft again; letters that left cannot be called back. True the first time."""
        self.only_editors(by)
        if not RoundUp.objects.filter(pk=self.pk, published_at__isnull=False, mailed_at=None).update(published_at=None):
            if self.mailed_at:
                raise Refusal(said("It was sent by mail, so it stays. Change its words, or take out lines."))
            return False
        self.follow()
        Line.record(by, "withdrew a round-up", self, title=said("a round-up"), address="")
        self.refresh_from_db()
        return True

    def follow(self) -> None:
        """Search and the journal's lines follow what everybody may read."""
        if RoundUp.objects.shown().filter(pk=self.pk).exists():
            Veil.lift("newsroom.roundup", self.pk)
            search.put(*self.document())
        else:
            Veil.draw("newsroom.roundup", self.pk)
            search.drop("newsroom.roundup", self.pk)

    def follow_standing(self) -> None:
        self.follow()

    def document(self) -> tuple:
        """As it can be found: see `search.put`."""
        own = " ".join([self.words, *self.lines.values_list("words", flat=True)])
        place = self.where()
        return ("newsroom.roundup", self.pk, self.title, own, place.path if place else "", self.get_absolute_url())


class RoundUpLine(models.Model):
    """One line of a round-up, in its place: a piece, a post, or own words, which may stand before either."""

    round_up = models.ForeignKey(RoundUp, models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    piece = models.ForeignKey(Piece, models.CASCADE, null=True, blank=True, related_name="+")
    post = models.ForeignKey(OutsidePost, models.CASCADE, null=True, blank=True, related_name="+")
    words = models.TextField(blank=True, max_length=2000)

    class Meta:
        ordering = ["round_up", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(piece=None) | Q(post=None)) & ~Q(piece=None, post=None, words=""),
                name="round_up_line_is_one",
            ),
            models.UniqueConstraint(
                fields=["round_up", "piece"], condition=Q(piece__isnull=False), name="round_up_piece_once"
            ),
            models.UniqueConstraint(
                fields=["round_up", "post"], condition=Q(post__isnull=False), name="round_up_post_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.piece or self.post or self.words[:80])

    @transaction.atomic
    def move(self, by: Person, up: bool) -> bool:
        """One place up or down. True when it moved."""
        self.round_up.only_editors(by)
        rows = list(RoundUpLine.objects.select_for_update().filter(round_up=self.round_up_id))
        at = [row.pk for row in rows].index(self.pk)
        other = at - 1 if up else at + 1
        if not 0 <= other < len(rows):
            return False
        rows[at], rows[other] = rows[other], rows[at]
        for position, row in enumerate(rows, 1):
            RoundUpLine.objects.filter(pk=row.pk).update(position=position)
        self.round_up.lines_changed(by)
        return True

    @transaction.atomic
    def rewrite(self, by: Person, words: str) -> None:
        """The editor's words before it; a line that is nothing but words must keep some."""
        self.round_up.only_editors(by)
        if not (words.strip() or self.piece_id or self.post_id):
            raise Refusal(said("A line with nothing in it can be taken out."))
        RoundUpLine.objects.filter(pk=self.pk).update(words=words.strip()[:2000])
        self.round_up.lines_changed(by)

    @transaction.atomic
    def take_out(self, by: Person) -> None:
        self.round_up.only_editors(by)
        self.delete()
        self.round_up.lines_changed(by)


class NoRoundUp(models.Model):
    """Somebody wants no more round-ups by mail; what they watch stays watched."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="+")
    since = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.person}: no round-ups"
