"""What somebody posted elsewhere, as it was when we read it."""

from __future__ import annotations

from datetime import datetime

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from folkmoot.events.models import Session
from folkmoot.journal.models import Audience, Line, Veil
from folkmoot.kit import search
from folkmoot.kit.foreign import words_of
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.moderation.models import Standing
from folkmoot.people.models import Person
from folkmoot.people.permissions import is_keeper
from folkmoot.places.models import Place

from .desk import Desk, of_shown_events
from .licences import LICENCES
from .outlet import Outlet


class OutsidePostSet(models.QuerySet):
    def standing_(self) -> OutsidePostSet:
        """Not held or removed by moderators, nor what they come from."""
        fine = Q(standing=None) | Q(standing__state=Standing.State.SHOWN)
        from_ = Q(outlet=None) | Q(outlet__standing=None) | Q(outlet__standing__state=Standing.State.SHOWN)
        return self.filter(fine, from_)

    def shown(self) -> OutsidePostSet:
        """Approved, of no event or of one that everybody may see."""
        return self.approved().filter(of_shown_events(or_none=True))

    def approved(self) -> OutsidePostSet:
        """Approved, not taken down, and no re-post of another; whether its event is shown, whoever asks has to know."""
        return self.standing_().filter(state=OutsidePost.State.SHOWN, same_as=None)

    def live(self) -> OutsidePostSet:
        return self.filter(story=False)

    def waiting(self) -> OutsidePostSet:
        return self.standing_().filter(state=OutsidePost.State.WAITS, same_as=None)

    def at(self, place: Place) -> OutsidePostSet:
        """Of a blog of this place or inside it, or about an event there."""
        here = Q(outlet__place__path__startswith=place.path) | Q(desk__event__place__path__startswith=place.path)
        return self.filter(here)

    def newest_first(self) -> OutsidePostSet:
        return self.order_by(models.F("published_at").desc(nulls_last=True), "-found_at", "-pk")


class OutsidePost(models.Model):
    """One post elsewhere: its address, a few lines of it, and, where the licence allows, the whole text frozen.

    `frozen` is HTML cleaned by the kit. It was the post on `kept_at`, under `licence`, and stays when the outside
    service is gone, takes it down or keeps less of it.
    """

    class State(models.TextChoices):
        WAITS = "waits", _("Nobody has looked yet")
        SHOWN = "shown", _("Shown")
        HIDDEN = "hidden", _("Left out")

    class How(models.TextChoices):
        FEED = "feed", _("From a feed")
        TAG = "tag", _("By its tag")
        LINK = "link", _("It links to the event")
        PASTED = "pasted", _("Somebody gave its address")
        MENTION = "mention", _("It told us itself")

    outlet = models.ForeignKey(Outlet, models.CASCADE, null=True, blank=True, related_name="posts")
    desk = models.ForeignKey(Desk, models.SET_NULL, null=True, blank=True, related_name="posts_found")
    session = models.ForeignKey(Session, models.SET_NULL, null=True, blank=True, related_name="+")
    guid = models.CharField(max_length=500, help_text="what its feed calls it; the address where it has none")
    address = models.CharField(max_length=1000)
    canonical = models.CharField(max_length=1000, help_text="the address without what is only for counting visitors")
    title = models.CharField(max_length=300)
    author = models.CharField(max_length=200, blank=True)
    excerpt = models.TextField(blank=True, max_length=600)
    frozen = models.TextField(blank=True, help_text="the whole text, as clean HTML")
    kept_at = models.DateTimeField(null=True, blank=True, help_text="when the whole text was as it is kept")
    licence = models.CharField(max_length=12, choices=LICENCES, blank=True, default="")
    tags = models.JSONField(default=list, blank=True)
    links = models.JSONField(default=list, blank=True, help_text="where it links to")
    published_at = models.DateTimeField(null=True, blank=True)
    found_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    how = models.CharField(max_length=8, choices=How, default=How.FEED)
    state = models.CharField(max_length=6, choices=State, default=State.WAITS)
    decided_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_because = models.CharField(max_length=300, blank=True)
    added_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    same_as = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="also")
    standing = models.OneToOneField(Standing, models.SET_NULL, null=True, blank=True, related_name="+")
    story = models.BooleanField(default=False)

    objects = OutsidePostSet.as_manager()

    class Meta:
        ordering = [models.F("published_at").desc(nulls_last=True), "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["outlet", "guid"], condition=Q(outlet__isnull=False), name="outside_post_once"
            ),
            models.UniqueConstraint(
                fields=["desk", "canonical"],
                condition=Q(outlet=None, desk__isnull=False),
                name="outside_post_once_a_desk",
            ),
        ]
        indexes = [models.Index(fields=["canonical"]), models.Index(fields=["desk", "state"])]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("newsroom:post", args=[self.pk])

    def as_on(self) -> datetime:
        """When the post was as its words stand here."""
        return self.kept_at or self.changed_at

    def source(self) -> str:
        """Where it stood, in words: the blog, else its host."""
        return str(self.outlet) if self.outlet else self.canonical.split("/")[0]

    def place(self) -> Place | None:
        return self.desk.event.place if self.desk else self.outlet.place if self.outlet else None

    def may_be_curated_by(self, person: Person | None) -> bool:
        """The desk of its event; else keepers, and whoever added the blog."""
        if person is None or not person.is_authenticated or self.story:
            return False
        if self.desk and self.desk.may_be_edited_by(person):
            return True
        return is_keeper(person, timezone.localdate()) or bool(self.outlet and self.outlet.by_id == person.pk)

    def is_visible_to(self, person: Person | None, day) -> bool:
        if self.desk and not self.desk.event.is_visible_to(person, day):
            return False
        rows = OutsidePost.objects.filter(pk=self.pk)
        if rows.standing_().filter(state=self.State.SHOWN).exists():
            return True
        return rows.standing_().exists() and self.may_be_curated_by(person)

    # What a curator does

    def approve(self, by: Person, session: Session | None = None) -> bool:
        """Show it, in that session or with no session. True when that changed something."""
        return self._decide(by, self.State.SHOWN, "", session)

    def leave_out(self, by: Person, because: str = "") -> bool:
        """Leave it out. True when it was shown or waited."""
        return self._decide(by, self.State.HIDDEN, because, self.session)

    @transaction.atomic
    def _decide(self, by: Person, state: str, because: str, session: Session | None) -> bool:
        if not self.may_be_curated_by(by):
            raise NotYours(said("Those who look after the desk, or the blog’s place, decide that."))
        if session and (not self.desk or session.event_id != self.desk.event_id):
            raise Refusal(said("Choose a session of this event."))
        post = OutsidePost.objects.select_for_update().get(pk=self.pk)
        if (post.state, post.session_id) == (state, session.pk if session else None):
            return False
        now = {"state": state, "session": session, "decided_by": by, "decided_at": timezone.now()}
        OutsidePost.objects.filter(pk=self.pk).update(**now, decided_because=because[:300])
        self.refresh_from_db()
        self.follow()
        if state != post.state:
            verb = "approved a post from elsewhere:" if state == self.State.SHOWN else "left out a post from elsewhere"
            title = self.title if state == self.State.SHOWN else said("a post")
            Line.record(by, verb, self, place=self.place(), title=title, address=self._address(state))
        return True

    def _address(self, state: str) -> str:
        return self.get_absolute_url() if state == self.State.SHOWN else ""

    def follow(self) -> None:
        """Lines and search follow what is shown."""
        if not self.story and OutsidePost.objects.shown().filter(pk=self.pk).exists():
            Veil.lift("newsroom.outsidepost", self.pk)
            search.put(*self.document())
        else:
            Veil.draw("newsroom.outsidepost", self.pk)
            search.drop("newsroom.outsidepost", self.pk)

    def follow_standing(self) -> None:
        self.follow()

    def document(self) -> tuple:
        """As it can be found: see `search.put`."""
        place, text = self.place(), f"{self.author} {self.source()} {self.excerpt} {words_of(self.frozen)}"
        return ("newsroom.outsidepost", self.pk, self.title, text, place.path if place else "", self.get_absolute_url())

    @transaction.atomic
    def belongs_to(self, desk: Desk | None, by: Person) -> bool:
        """It is about this event, or about none. True when that changed something."""
        if not (self.may_be_curated_by(by) and (desk is None or desk.may_be_edited_by(by))):
            raise NotYours(said("Those who look after both desks can move it."))
        post = OutsidePost.objects.select_for_update().get(pk=self.pk)
        if post.desk == desk:
            return False
        OutsidePost.objects.filter(pk=self.pk).update(desk=desk, session=None)
        self.refresh_from_db()
        self.follow()
        Line.note(by, "moved", self)
        return True

    @transaction.atomic
    def merge(self, into: OutsidePost, by: Person | None) -> bool:
        """It is a re-post of `into`: from now on one line, "also at". True the first time. By nobody: the sum did.

        What was said of this one is said of that one then: the event it is about, where that one is about none, and
        that somebody looked and showed it.
        """
        if by is not None and not self.may_be_curated_by(by):
            raise NotYours(said("Those who look after the desk, or the blog’s place, decide that."))
        top = into.same_as or into
        if top.pk == self.pk or self.same_as_id == top.pk:
            return False
        self.also.update(same_as=top)
        done = bool(OutsidePost.objects.filter(pk=self.pk).update(same_as=top))
        top._take_over(self)
        self.follow()
        Line.note(by, "merged", self)
        return done

    def _take_over(self, other: OutsidePost) -> None:
        """What people said of a re-post holds for what it repeats."""
        about = {"desk": other.desk, "session": other.session} if other.desk and not self.desk else {}
        looked = self.state == self.State.WAITS and other.state == self.State.SHOWN
        names = ("state", "decided_by", "decided_at")
        changes = about | ({name: getattr(other, name) for name in names} if looked else {})
        if changes:
            OutsidePost.objects.filter(pk=self.pk).update(**changes)
            self.refresh_from_db()
            self.follow()

    @transaction.atomic
    def apart(self, by: Person) -> bool:
        """Two posts after all. True the first time."""
        if not self.may_be_curated_by(by):
            raise NotYours(said("Those who look after the desk, or the blog’s place, decide that."))
        done = bool(OutsidePost.objects.filter(pk=self.pk, same_as__isnull=False).update(same_as=None))
        self.refresh_from_db()
        self.follow()
        if done:
            Line.note(by, "took apart", self)
        return done

    @transaction.atomic
    def take_down(self, by: Person, because: str) -> bool:
        """Its writer wants it gone from here: left out, and the kept text erased for good. True the first time."""
        if not because.strip():
            raise Refusal(said("Say who asked for it, or why."))
        changed = self.leave_out(by, because)
        OutsidePost.objects.filter(pk=self.pk).update(frozen="", kept_at=None, excerpt="", licence="reserved")
        Line.record(by, "erased the kept text of", self, title=said("a post"), address="", audience=Audience.KEEPERS)
        self.refresh_from_db()
        return changed
