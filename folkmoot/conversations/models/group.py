"""A group: people who talk about one thing, by rules of their own, in a space that belongs to none of them."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.conversations import curtain
from folkmoot.directory.models import Organisation, Programme, Topic
from folkmoot.journal.models import Audience
from folkmoot.kit.refusals import NotYours
from folkmoot.moderation.models import Standing
from folkmoot.people.models import Person
from folkmoot.people.permissions import acts_for, is_keeper
from folkmoot.places.models import Place

# First parts of addresses under /groups/ that are pages of their own.
TAKEN = ("new", "talk", "stories", "posts", "files", "lines", "summaries", "invited", "asked", "settling", "drafts")
TAKEN += ("stop", "exports", "agreements", "mine", "reported", "bring", "contests", "parts")


class GroupSet(models.QuerySet):
    def shown(self) -> GroupSet:
        """Not held or removed by moderators, and still here."""
        return self.filter(Q(standing=None) | Q(standing__state=Standing.State.SHOWN), left_at=None)

    def live(self) -> GroupSet:
        return self.filter(story=False)

    def at(self, place: Place) -> GroupSet:
        """For this place or somewhere inside it."""
        return self.filter(place__path__startswith=place.path)

    def public(self) -> GroupSet:
        """Those that everybody may read."""
        return self.filter(readers=Group.Readers.EVERYONE)

    def of(self, person: Person | None, day: date | None = None) -> GroupSet:
        """Those this person, or somebody they stand in for, is in on that day."""
        if person is None or not person.is_authenticated:
            return self.none()
        mine = acts_for(person, day or timezone.localdate())
        # A sub-query rather than a join: nobody comes twice, and it can be put beside other conditions.
        member = Group.members.rel.related_model
        return self.filter(pk__in=member.objects.open().filter(person__in=mine).values("group"))

    def visible_to(self, person: Person | None, day: date | None = None) -> GroupSet:
        """Those whose name and purpose this person may know: all but hidden ones, and their own."""
        mine = Group.objects.of(person, day).values("pk")
        return self.filter(~Q(readers=Group.Readers.HIDDEN) | Q(pk__in=mine))

    def with_power(self, person: Person | None, power: str, day: date | None = None) -> GroupSet:
        """Those in which this person, or somebody they stand in for, may do what that power allows on that day."""
        if person is None or not person.is_authenticated:
            return self.none()
        day = day or timezone.localdate()
        member, duty = Group.members.rel.related_model, Group.duties.rel.related_model
        mine = acts_for(person, day)
        after = member.objects.open().filter(person__in=mine, role="moderator").values("group")
        held = duty.objects.held_by(mine, power, day).values("group")
        return self.filter(Q(pk__in=after) | Q(pk__in=held), story=False)

    def read_by(self, person: Person | None, day: date | None = None) -> GroupSet:
        """Those whose discussions this person may read."""
        mine = Group.objects.of(person, day).values("pk")
        return self.filter(Q(readers=Group.Readers.EVERYONE) | Q(pk__in=mine))


class Group(models.Model):
    """People who talk about a place, a programme, a topic or an event, with moderators and rules of their own.

    `readers` decides what others see, on every surface: pages, search, feeds, counts, the journal and mail ask the
    querysets above, and nothing else.
    """

    class WayIn(models.TextChoices):
        OPEN = "open", gettext_lazy("Anyone can join")
        REQUEST = "request", gettext_lazy("Anyone can ask to join")
        INVITE = "invite", gettext_lazy("By invitation")

    class Readers(models.TextChoices):
        EVERYONE = "everyone", gettext_lazy("Everyone")
        MEMBERS = "members", gettext_lazy("Members only; others see the name and what it is for")
        HIDDEN = "hidden", gettext_lazy("Members only, and others do not learn that it exists")

    class Licence(models.TextChoices):
        BY = "CC BY 4.0", gettext_lazy("Anyone may use it and says whose it is (CC BY 4.0)")
        BY_SA = "CC BY-SA 4.0", gettext_lazy("The same, and shares on the same terms (CC BY-SA 4.0)")
        ZERO = "CC0 1.0", gettext_lazy("Anyone may use it for anything (CC0 1.0)")
        NONE = "", gettext_lazy("Each writer keeps all rights")

    class Carried(models.TextChoices):
        ANYWHERE = "anywhere", gettext_lazy("Anybody who can read it, into any group of theirs")
        AGREED = "agreed", gettext_lazy("Only into groups with which this one has agreed it")

    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    about = models.TextField(max_length=4000, blank=True, help_text="what it is for")
    way_in = models.CharField(max_length=8, choices=WayIn, default=WayIn.OPEN)
    readers = models.CharField(max_length=8, choices=Readers, default=Readers.EVERYONE)
    licence = models.CharField(max_length=20, choices=Licence, default=Licence.BY, blank=True)
    colour = models.CharField(max_length=7, blank=True, help_text='"#0d5c4d"; none: that of the site')
    place = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+")
    programme = models.ForeignKey(Programme, models.SET_NULL, null=True, blank=True, related_name="groups")
    topic = models.ForeignKey(Topic, models.SET_NULL, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="groups", help_text="the body that runs it"
    )
    for_title = models.CharField(max_length=200, blank=True, help_text="an event or a page it is for, by its title")
    for_address = models.CharField(max_length=300, blank=True, help_text="and where that stands on this site")
    parent = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="parts")
    closes_after = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="new discussions close after so many days"
    )
    new_for = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="for how many days somebody who came in counts as new; none: nobody does"
    )
    new_posts = models.PositiveSmallIntegerField(null=True, blank=True, help_text="posts in 24 hours of somebody new")
    new_links = models.BooleanField(default=True, help_text="somebody new may post links")
    new_files = models.BooleanField(default=True, help_text="somebody new may post pictures and files")
    carried = models.CharField(max_length=8, choices=Carried, default=Carried.ANYWHERE)
    began_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    began_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True, help_text="it took its content and left")
    standing = models.OneToOneField(Standing, models.SET_NULL, null=True, blank=True, related_name="+")
    story = models.BooleanField(default=False)
    once = models.CharField(max_length=80, null=True, blank=True, unique=True)

    objects = GroupSet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(slug__in=TAKEN), name="group_slug_is_free"),
            models.CheckConstraint(
                condition=Q(new_for=None, new_posts=None, new_links=True, new_files=True)
                | Q(new_for__gte=1, new_for__lte=90),
                name="group_says_who_is_new",
            ),
            models.CheckConstraint(condition=Q(new_posts=None) | Q(new_posts__gte=1), name="group_lets_the_new_speak"),
            models.CheckConstraint(condition=Q(parent=None) | ~Q(parent=models.F("pk")), name="group_not_in_itself"),
        ]
        indexes = [models.Index(fields=["story", "readers"])]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("conversations:group", args=[self.slug])

    @property
    def audience(self) -> str:
        """Who may see its lines in the journal."""
        return Audience.PUBLIC if self.readers == self.Readers.EVERYONE else Audience.PARTIES

    @property
    def is_shown(self) -> bool:
        return self.standing is None or self.standing.state == Standing.State.SHOWN

    def member(self, person: Person | None, day: date | None = None):
        """The membership by which this person is in it today, their own before one they stand in for; or None."""
        if person is None or not person.is_authenticated:
            return None
        mine = acts_for(person, day or timezone.localdate())
        found = list(self.members.open().filter(person__in=mine).select_related("person"))
        return min(found, key=lambda one: (one.person_id != person.pk, not one.moderates), default=None)

    def is_moderated_by(self, person: Person | None, day: date | None = None) -> bool:
        """Whether this person looks after it, or stands in for somebody who does; the site's keepers where nobody is
        left who could."""
        if person is None or not person.is_authenticated or self.story:
            return False
        day = day or timezone.localdate()
        after = set(self.members.open().filter(role="moderator").values_list("person", flat=True))
        return bool(after & set(acts_for(person, day))) if after else is_keeper(person, day)

    def is_visible_to(self, person: Person | None, day: date | None = None) -> bool:
        """Whether this person may know that it exists."""
        if not self.is_shown:
            return self.is_moderated_by(person, day)
        return self.readers != self.Readers.HIDDEN or self.member(person, day) is not None

    def is_read_by(self, person: Person | None, day: date | None = None) -> bool:
        if not self.is_shown:
            return self.is_moderated_by(person, day)
        return self.readers == self.Readers.EVERYONE or self.member(person, day) is not None

    def said_outside(self) -> str:
        """What may be said of it where everybody reads."""
        return self.name if self.readers != self.Readers.HIDDEN else _("a group")

    def is_public(self) -> bool:
        return self.readers == self.Readers.EVERYONE

    def may(self, person: Person | None, power: str, day: date | None = None) -> bool:
        """Whether this person may do what that power allows: they look after it, or hold a duty with it."""
        if person is None or not person.is_authenticated or self.story:
            return False
        day = day or timezone.localdate()
        if self.is_moderated_by(person, day):
            return True
        return self.duties.held_by(acts_for(person, day), power, day).exists()

    def needs(self, person: Person | None, power: str) -> None:
        """NotYours for whoever may not, with whom to ask."""
        if not self.may(person, power):
            whom = ", ".join(str(one) for one in self.those_with(power)[:4]) or _("the keepers of the site")
            words = _("In %(group)s this is done by: %(whom)s. Ask one of them.")
            raise NotYours(words % {"group": self.said_outside(), "whom": whom})

    def those_with(self, power: str, day: date | None = None) -> list[Person]:
        """Who may do what that power allows: those who look after it first, then those who hold a duty with it."""
        found = dict.fromkeys(self.moderators())
        held = self.duties.open().filter(**{power: True}).people(day or timezone.localdate())
        return list(found | dict.fromkeys(held))

    def needs_moderator(self, person: Person | None) -> None:
        """NotYours for whoever does not look after it."""
        if not self.is_moderated_by(person):
            raise NotYours(_("Only those who look after %(group)s can do that.") % {"group": self})

    def moderators(self) -> list[Person]:
        return [one.person for one in self.members.open().filter(role="moderator").select_related("person")]

    def line(self) -> list[Group]:
        """What it is part of, the widest first; at most twenty, so that a ring ends."""
        found, above = [], self.parent
        while above is not None and above not in found and len(found) < 20:
            found.insert(0, above)
            above = above.parent
        return found

    def agreement(self):
        """The house agreement in force, or None."""
        return self.agreements.shown().order_by("-version").first()

    def follow_standing(self) -> None:
        """Off every surface, or back on all of them, with all that was said in it."""
        curtain.follow_group(self)
