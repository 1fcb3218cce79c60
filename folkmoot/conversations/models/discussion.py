"""Discussions and stories: people talking below something, or in a group."""

from __future__ import annotations

from datetime import date
from functools import cached_property

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.conversations import curtain, limits, newcomers, owning
from folkmoot.directory.models import Organisation
from folkmoot.journal.models import Audience, Line
from folkmoot.kit.refusals import Refusal
from folkmoot.moderation.models import Standing
from folkmoot.people.models import Person
from folkmoot.places.models import Place

from .group import Group

LONGEST = 10_000
A_PAGE = 50
# Below an event or a case, whose page holds much else.
A_PAGE_BELOW = 25


class DiscussionClosed(Refusal):
    """Nothing more is said here; what was said stays."""


class DiscussionSet(models.QuerySet):
    def shown(self) -> DiscussionSet:
        """In a group that is here, and neither it nor the group is held or removed by moderators."""
        own = Q(standing=None) | Q(standing__state=Standing.State.SHOWN)
        groups = Q(group__standing=None) | Q(group__standing__state=Standing.State.SHOWN)
        return self.filter(own, groups, group__isnull=False, group__left_at=None)

    def live(self) -> DiscussionSet:
        return self.filter(group__story=False)

    def at(self, place: Place) -> DiscussionSet:
        """In groups for this place or somewhere inside it."""
        return self.filter(group__place__path__startswith=place.path)

    def public(self) -> DiscussionSet:
        return self.filter(group__readers=Group.Readers.EVERYONE)

    def visible_to(self, person: Person | None, day: date | None = None) -> DiscussionSet:
        return self.filter(group__in=Group.objects.read_by(person, day).values("pk"))

    def stories(self) -> DiscussionSet:
        return self.filter(kind=Discussion.Kind.STORY)

    def newest_first(self) -> DiscussionSet:
        """By the last thing said."""
        return self.order_by("-last_at", "-pk")


class Discussion(models.Model):
    """People talking: in a group, or below something (an event, a case) that holds it in a one-to-one `talk` and says
    who may read it (`is_visible_to`) and who may speak (`why_silent`).

    `title` and `address` are those of its owner where there is one. Posts are numbered in the order they came, and a
    page holds fifty numbers, so that any page of ten thousand posts costs the same.
    """

    class Kind(models.TextChoices):
        TALK = "talk", gettext_lazy("Discussion")
        STORY = "story", gettext_lazy("Story")

    title = models.CharField(max_length=300)
    address = models.CharField(max_length=300, blank=True)
    place = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+")
    begun_at = models.DateTimeField(default=timezone.now)
    closes_on = models.DateField(null=True, blank=True, help_text="last day on which something can be said")
    group = models.ForeignKey(Group, models.CASCADE, null=True, blank=True, related_name="discussions")
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.TALK)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    as_body = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+")
    copy_of = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="copies")
    copied_from = models.CharField(max_length=120, blank=True, help_text="the group it was copied from, as called then")
    came_from = models.CharField(max_length=300, blank=True, help_text="its address before its group came here")
    last_number = models.PositiveIntegerField(default=0, editable=False)
    last_at = models.DateTimeField(default=timezone.now)
    standing = models.OneToOneField(Standing, models.SET_NULL, null=True, blank=True, related_name="+")
    once = models.CharField(max_length=80, null=True, blank=True, unique=True)

    objects = DiscussionSet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["group", "-last_at"])]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        if self.group_id is None:
            return f"{self.address}#talk"
        name = "conversations:story" if self.kind == self.Kind.STORY else "conversations:talk"
        return reverse(name, args=[self.pk])

    def place_of(self, number: int, pk: int) -> str:
        """The address of its post with that number and key."""
        page = (number - 1) // self.a_page + 1
        return f"{self.page_address}{f'?page={page}' if page > 1 else ''}#post-{pk}"

    @property
    def page_address(self) -> str:
        """The page it is drawn on: its own, or that of its owner."""
        return self.address if self.group_id is None else self.get_absolute_url()

    @cached_property
    def owner(self):
        """The event, case or other thing above that holds it; None in a group. Its models are named nowhere here."""
        if self.group_id is not None:
            return None
        for model, field in owning.holders(type(self)):
            found = model._base_manager.select_related("standing").filter(**{field: self.pk}).first()
            if found is not None:
                return found
        return None

    @property
    def in_story(self) -> bool:
        """Whether it belongs to the 2009 story, which is there to be read only."""
        return bool(getattr(self.group or self.owner, "story", False))

    @property
    def is_story(self) -> bool:
        return self.kind == self.Kind.STORY

    @property
    def pages(self) -> int:
        return max(1, -(-self.last_number // self.a_page))

    @property
    def a_page(self) -> int:
        """How many posts stand on one page of it."""
        return A_PAGE_BELOW if self.group_id is None else A_PAGE

    @property
    def is_closed(self) -> bool:
        return not self.is_open(timezone.localdate())

    @property
    def is_shown(self) -> bool:
        return self.standing is None or self.standing.state == Standing.State.SHOWN

    def is_open(self, day: date) -> bool:
        return self.closes_on is None or day <= self.closes_on

    def is_visible_to(self, person: Person | None, day: date | None = None) -> bool:
        if self.group is None:
            seen = self.owner is not None and self.owner.is_visible_to(person, day or timezone.localdate())
            return seen and (self.is_shown or owning.rules_here(person))
        if not self.is_shown and not self.group.may(person, "moderates", day):
            return False
        return self.group.is_read_by(person, day)

    def said_outside(self) -> str:
        """What may be said of it where everybody reads: nothing of what is said among members."""
        return self.title if self.group is None or self.group.is_public() else _("a discussion among members")

    def moderated_by(self, person: Person, day: date) -> bool:
        """Whether this person, no moderator of the site, may rule on it: those who look after the group,
        and whoever has that duty in it."""
        return self.group is not None and self.group.may(person, "moderates", day)

    @property
    def is_there(self) -> bool:
        """Whether it, and what it belongs to, is shown and here."""
        if self.group is not None:
            return self.is_shown and self.group.is_shown and self.group.left_at is None
        return self.is_shown and owning.is_shown(self.owner)

    @property
    def audience(self) -> str:
        if self.group is not None:
            return self.group.audience
        # Below an event that is not published yet nobody else is to hear of it.
        unseen = self.owner is not None and not self.owner.is_visible_to(None, timezone.localdate())
        return Audience.PARTIES if unseen else Audience.PUBLIC

    @transaction.atomic
    def say(self, by: Person | None, words: str, *, name: str = "", once: str = "", **more):
        """Say something; the owner has made sure that they may. Without an account, `name` is who says it. `once`:
        sent again with the same word it is the same post. `more`: reply_to, as_body, mandate, came, at."""
        locked = Discussion.objects.select_for_update().get(pk=self.pk)
        if not locked.is_open(timezone.localdate()):
            raise DiscussionClosed(
                _("Comments here closed on %(day)s. What was said stays.") % {"day": f"{locked.closes_on:%-d %B %Y}"}
            )
        words = check_words(words)
        once = f"{self.pk}:{once}"[:80] if once else None
        known = self.posts.filter(once=once).first() if once else None
        if known:
            return known
        own_title = locked.title if locked.group_id and not locked.last_number else ""
        newcomers.check(by, words, self.posts.model.objects, own_title)
        limits.check(locked.group, by, f"{own_title} {words}", self.posts.model.objects)
        return self._say(locked, by, words, {"name": name[:120], "once": once} | more)

    def _say(self, locked: Discussion, by: Person | None, words: str, more: dict):
        at = more.pop("at", None) or timezone.now()
        post = self.posts.create(by=by, words=words, number=locked.last_number + 1, at=at, **more)
        latest = max(locked.last_at, at) if locked.last_number else at
        Discussion.objects.filter(pk=self.pk).update(last_number=post.number, last_at=latest)
        self.last_number, self.last_at = post.number, latest
        shown = by if post.as_body is None else None
        verb = "commented on" if post.as_body is None else f"said, through whoever speaks for it, in ({post.as_body})"
        Line.record(shown, verb[:60], post, title=self.title, place=self.place_or_groups(), audience=self.audience)
        return post

    def place_or_groups(self) -> Place | None:
        return self.place or (self.group.place if self.group else None)

    def post_at(self, number: int):
        return self.posts.filter(number=number).first()

    def follow_standing(self) -> None:
        """Off every surface, or back, with all that was said in it."""
        curtain.follow_discussion(self)


def check_words(words: str) -> str:
    """The words as they are kept; Refusal for none and for too many."""
    words = words.replace("\x00", " ").strip()
    if not words:
        raise Refusal(_("Write something first."))
    if len(words) > LONGEST:
        raise Refusal(_("That is over 10,000 letters. Shorten it, or split it in two."))
    return words
