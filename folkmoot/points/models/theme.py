"""A theme: what people make of points."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.directory.models import Organisation
from folkmoot.journal.models import Notice
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.moderation.models import Standing
from folkmoot.people.models import Person
from folkmoot.people.permissions import acts_for
from folkmoot.places.models import Place

from .point import Point, source_of


class ThemeSet(models.QuerySet):
    def standing(self) -> ThemeSet:
        """Not merged into another, not held or removed by moderators."""
        return self.filter(Q(standing=None) | Q(standing__state=Standing.State.SHOWN), merged_into=None)

    def shown(self) -> ThemeSet:
        """What everybody may read: those that stand, of what is published (or of an event, which has its own say)."""
        return self.standing().filter(Q(theming=None) | Q(theming__published_at__isnull=False))

    def at(self, place: Place) -> ThemeSet:
        return self.filter(place__path__startswith=place.path)


class Theme(models.Model):
    """What people make of points: a name they gave to several. Not a "topic", which is UK-CAT's.

    With a `theming` it was made by a team, and each point stands in one theme of it at most.
    """

    name = models.CharField(max_length=120)
    words = models.TextField(blank=True, max_length=2000)
    place = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+")
    theming = models.ForeignKey("points.Theming", models.CASCADE, null=True, blank=True, related_name="themes")
    source_kind = models.CharField(max_length=40, help_text="what the points were said in: an event, a patch")
    source_key = models.CharField(max_length=60)
    source_title = models.CharField(max_length=300)
    source_address = models.CharField(max_length=300)
    groups_said = models.PositiveIntegerField(
        null=True, blank=True, help_text="how many groups raised it, where it was told"
    )
    position = models.PositiveIntegerField(default=0)
    owner = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", help_text="who carries it on"
    )
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+")
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="merged")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    points = models.ManyToManyField(Point, through="Placing", related_name="themes")
    standing = models.OneToOneField(Standing, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ThemeSet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source_kind", "source_key", "name"],
                condition=Q(merged_into=None, theming=None),
                name="theme_once",
            ),
            models.UniqueConstraint(
                fields=["theming", "name"], condition=Q(merged_into=None), name="theme_once_in_a_theming"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        if self.theming_id:
            return reverse("points:theme", args=[self.pk])
        return f"{self.source_address}#theme-{self.pk}"

    def place_point(self, point: Point, by: Person | None) -> Placing:
        """This point belongs here, says `by`; twice is once. In a team's themes it leaves the one it stood in."""
        if self.theming_id is None:
            return Placing.objects.get_or_create(theme=self, point=point, by=by)[0]
        where = {"theming_id": self.theming_id, "point": point}
        put = {"theme": self, "by": by, "at": timezone.now()}
        return Placing.objects.update_or_create(**where, defaults=put)[0]

    def is_visible_to(self, person: Person | None, day) -> bool:
        """Everybody once it is published; before that, its team. With no team, whoever may read the page of the thing
        it was made of."""
        if self.theming is not None:
            return self.theming.is_visible_to(person, day)
        source = source_of(self.source_kind, self.source_key)
        if hasattr(source, "shows_themes"):
            return source.shows_themes(person, day)
        return hasattr(source, "is_visible_to") and source.is_visible_to(person, day)

    def whose(self) -> str:
        """Who carries it on, in words; "" where nobody does yet."""
        return " · ".join(str(one) for one in (self.organisation, self.owner) if one)

    def hand_to(self, by: Person, owner: Person | None, organisation: Organisation | None) -> bool:
        """These carry it on from now; whoever is new and may read it is told. True when that changed. The caller has
        made sure that `by` may say so."""
        day = timezone.localdate()
        if (owner, organisation) == (self.owner, self.organisation):
            return False
        before = {self.owner, *(self.organisation.speakers(day) if self.organisation else ())}
        Theme.objects.filter(pk=self.pk).update(owner=owner, organisation=organisation)
        self.owner, self.organisation = owner, organisation
        now = {owner, *(organisation.speakers(day) if organisation else ())}
        for person in now - before - {by, None}:
            if self.theming and not self.theming.is_visible_to(person, day):
                continue
            words = _("You carry on “%(theme)s”, says %(who)s. Say there how it stands.") % {"theme": self, "who": by}
            Notice.tell(person, words, reverse("points:theme", args=[self.pk]))
        return True

    def is_carried_by(self, person: Person | None, day) -> bool:
        """Whoever owns it, who stands in for them, or who speaks for the body that does."""
        if person is None:
            return False
        if self.owner_id in acts_for(person, day):
            return True
        return self.organisation is not None and self.organisation.speakers(day).filter(pk=person.pk).exists()

    def report(self, by: Person, state: str, words: str, on=None) -> Progress:
        """How it stands, said by whoever carries it or by the team. The same words on the same day are one."""
        day = timezone.localdate()
        if not (self.is_carried_by(by, day) or (self.theming and self.theming.is_led_by(by, day))):
            raise NotYours(_("Whoever carries this theme, or the team that made it, says how it stands."))
        if state not in Progress.State.values:
            raise Refusal(_("Choose how it stands."))
        if not words.strip():
            raise Refusal(_("Say in a sentence what has come of it so far."))
        told = {"by": by}
        return Progress.objects.get_or_create(
            theme=self, on=on or day, state=state, words=words.strip()[:2000], defaults=told
        )[0]

    def follow_standing(self) -> None:
        """After a ruling: nothing keeps a copy of it."""


class Placing(models.Model):
    """Somebody put a point into a theme."""

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="placings")
    point = models.ForeignKey(Point, models.CASCADE, related_name="placings")
    theming = models.ForeignKey("points.Theming", models.CASCADE, null=True, blank=True, related_name="placings")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["theme", "point", "by"], condition=Q(by__isnull=False), name="placing_once"
            ),
            models.UniqueConstraint(fields=["theming", "point"], name="placing_once_in_a_theming"),
        ]

    def __str__(self) -> str:
        return f"{self.theme}: {self.point}"


class Progress(models.Model):
    """How a theme stands on a day: what has come of it, said by whoever carries it."""

    class State(models.TextChoices):
        TAKEN_UP = "taken-up", gettext_lazy("Taken up")
        UNDER_WAY = "under-way", gettext_lazy("Under way")
        DONE = "done", gettext_lazy("Done")
        STUCK = "stuck", gettext_lazy("Stuck")
        DROPPED = "dropped", gettext_lazy("Not going on")

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="progress")
    state = models.CharField(max_length=10, choices=State)
    words = models.TextField(max_length=2000)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    on = models.DateField(default=timezone.localdate)
    said_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name_plural = "progress"

    def __str__(self) -> str:
        return f"{self.theme}: {self.get_state_display()}"
