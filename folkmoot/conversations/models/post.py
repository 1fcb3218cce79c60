"""Something somebody said: its words and what they were before, what it quotes, and whom it names."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.conversations import findable
from folkmoot.directory.models import Organisation
from folkmoot.journal.models import Audience, Line, Veil
from folkmoot.kit.refusals import NotYours
from folkmoot.moderation.models import Standing
from folkmoot.people.models import Person
from folkmoot.people.permissions import acts_for

from .discussion import Discussion
from .group import Group

EXCERPT = 400


class PostSet(models.QuerySet):
    def shown(self) -> PostSet:
        """Neither taken back nor held or removed; that of its discussion and group is theirs to say."""
        return self.filter(Q(standing=None) | Q(standing__state=Standing.State.SHOWN), taken_back_at=None)

    def in_groups(self) -> PostSet:
        """Said in a discussion that is shown, in a group that is."""
        return self.filter(discussion__in=Discussion.objects.shown().values("pk"))

    def public(self) -> PostSet:
        return self.filter(discussion__group__readers=Group.Readers.EVERYONE)

    def visible_to(self, person: Person | None, day: date | None = None) -> PostSet:
        return self.filter(discussion__group__in=Group.objects.read_by(person, day).values("pk"))


class Post(models.Model):
    """Something somebody said in a discussion; the first of a story is the story itself.

    Said for a body, it shows the body and its mandate; who typed it is kept, and known to those who look after the
    group and nobody else.
    """

    class Came(models.TextChoices):
        SCREEN = "screen", gettext_lazy("on the page")
        MAIL = "mail", gettext_lazy("by mail")
        FILE = "file", gettext_lazy("brought in with its group")

    discussion = models.ForeignKey(Discussion, models.CASCADE, related_name="posts")
    number = models.PositiveIntegerField(help_text="its place in the discussion, from 1")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="posts")
    as_body = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+")
    mandate = models.CharField(max_length=300, blank=True, help_text="by what the body says it: who agreed, when")
    name = models.CharField(max_length=120, blank=True, help_text="who said it, where they have no account")
    interest = models.CharField(
        max_length=200, blank=True, help_text="what its writer has at stake, as they say it: paid, a neighbour"
    )
    words = models.TextField(max_length=10_000)
    reply_to = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="replies")
    at = models.DateTimeField(default=timezone.now)
    came = models.CharField(max_length=6, choices=Came, default=Came.SCREEN)
    came_as = models.PositiveIntegerField(null=True, blank=True, help_text="its key where it was before its group came")
    edited_at = models.DateTimeField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    standing = models.OneToOneField(Standing, models.SET_NULL, null=True, blank=True, related_name="+")
    once = models.CharField(max_length=80, null=True, blank=True, unique=True)

    objects = PostSet.as_manager()

    class Meta:
        ordering = ["discussion", "number"]
        constraints = [models.UniqueConstraint(fields=["discussion", "number"], name="post_number_once")]
        indexes = [models.Index(fields=["by", "at"])]

    def __str__(self) -> str:
        return self.words[:80]

    def get_absolute_url(self) -> str:
        return self.discussion.place_of(self.number, self.pk)

    @property
    def about_address(self) -> str:
        """Its lasting address, by which it is reported; where it stands may come to lie on another page."""
        return reverse("conversations:post", args=[self.pk])

    def whose(self) -> str:
        """The body where it was said for one."""
        return str(self.as_body or self.by or self.name or _("Somebody"))

    @property
    def changed_at(self):
        """When it was last changed or said: what a list of posts is dated by."""
        return self.edited_at or self.at

    @property
    def is_shown(self) -> bool:
        held = self.standing is not None and self.standing.state != Standing.State.SHOWN
        return self.taken_back_at is None and not held

    def is_there(self) -> bool:
        """Whether its words may be repeated elsewhere: it, its discussion and what that belongs to
        are all shown and here."""
        return self.is_shown and self.discussion.is_there

    def is_visible_to(self, person: Person | None, day: date | None = None) -> bool:
        return self.discussion.is_visible_to(person, day)

    def said_outside(self) -> str:
        group = self.discussion.group
        return str(self) if group is None or group.is_public() else _("a post among members")

    def moderated_by(self, person: Person, day: date) -> bool:
        return self.discussion.moderated_by(person, day)

    def is_mine(self, person: Person | None) -> bool:
        if person is None or not person.is_authenticated or self.by_id is None:
            return False
        return self.by_id in acts_for(person, timezone.localdate())

    def take_back(self, by: Person) -> bool:
        """Its writer takes it off the page. True the first time."""
        if not self.is_mine(by):
            raise NotYours(_("Only whoever wrote this can take it back. You can report it."))
        gone = bool(Post.objects.filter(pk=self.pk, taken_back_at=None).update(taken_back_at=timezone.now()))
        if gone:
            Veil.draw("conversations.post", self.pk)
            self.follow_standing()
            # A line for nobody to read: kept pages go stale by it.
            Line.record(by, "took back", self, title=self.discussion.title, audience=Audience.KEEPERS)
        return gone

    def follow_standing(self) -> None:
        findable.refresh_post(Post.objects.select_related("discussion__group__standing").get(pk=self.pk))


class Quotation(models.Model):
    """One post quotes another: a reference, with a few words of it. Never a copy: nothing searches or counts it."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="quotes")
    quoted = models.ForeignKey(Post, models.SET_NULL, null=True, related_name="quoted_in")
    excerpt = models.CharField(max_length=EXCERPT, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["post", "quoted"], name="quotation_once")]

    def __str__(self) -> str:
        return self.excerpt[:80]

    def shown_excerpt(self) -> str:
        """The words quoted, while the post they come from is there to be read."""
        return self.excerpt if self.quoted is not None and self.quoted.is_there() else ""


class Named(models.Model):
    """A post names somebody, who is told."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="mentions")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "person"], name="named_once")]

    def __str__(self) -> str:
        return str(self.person)


class Wording(models.Model):
    """What a post said before somebody edited it."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="wordings")
    words = models.TextField(max_length=10_000)
    interest = models.CharField(max_length=200, blank=True, help_text="what was declared beside those words")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now, help_text="until when it said this")

    class Meta:
        ordering = ["post", "pk"]

    def __str__(self) -> str:
        return self.words[:80]
