"""A team makes themes of points: who is in it, which points it has, and what it lets everybody see."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.journal.models import Audience, Line
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.people.models import Person, Role
from folkmoot.people.permissions import acts_for
from folkmoot.places.models import Place

from .point import Point
from .reading import Reading
from .theme import Placing, Theme


class ThemingSet(models.QuerySet):
    def published(self) -> ThemingSet:
        return self.filter(published_at__isnull=False)

    def of_team(self, person: Person, day: date) -> ThemingSet:
        """Those this person works on; those of whoever they stand in for only where nothing was said in private."""
        teams = Themer.objects.current()
        own = Q(pk__in=teams.filter(person=person).values("theming"))
        others = Q(pk__in=teams.filter(person__in=acts_for(person, day)).values("theming"))
        private = Taken.objects.filter(point__private=True).values("theming")
        return self.filter(own | others & ~Q(pk__in=private))

    def about(self, source) -> ThemingSet:
        return self.filter(source_kind=source._meta.label_lower, source_key=str(source.pk))


class Theming(models.Model):
    """A team reads what was said, puts it into themes and names them; what it publishes are the themes with counts."""

    title = models.CharField(max_length=200)
    place = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+")
    source_kind = models.CharField(max_length=40, blank=True, help_text="the event or patch it is about, if it is one")
    source_key = models.CharField(max_length=60, blank=True)
    source_address = models.CharField(max_length=300, blank=True)
    begun_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    begun_at = models.DateTimeField(default=timezone.now)
    method = models.TextField(blank=True, max_length=4000, help_text="how it was asked and counted, and its limits")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    figures = models.JSONField(default=dict, blank=True, help_text="people by theme as last published; see counting.py")
    heard_by = models.ForeignKey(
        Person,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="whose own listenings alone it is of",
    )
    points = models.ManyToManyField(Point, through="Taken", related_name="themings")

    objects = ThemingSet.as_manager()

    class Meta:
        ordering = ["-begun_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source_kind", "source_key"], condition=~Q(source_kind=""), name="theming_once_for_a_source"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("points:theming", args=[self.pk])

    # Beginning, and who is in it

    @classmethod
    @transaction.atomic
    def begin(cls, title: str, by: Person, *, place: Place | None = None, about=None, own: bool = False) -> Theming:
        """A new one, led by `by`; the one there is, where `about` (an event, a patch) has one already. Themes that the
        thing it is about has been given before come along with their points. `own`: of what `by` heard alone, which
        the caller has made sure of; they read it whatever else they are."""
        title = " ".join(title.split())[:200]
        if not title:
            raise Refusal(_("Give it a title: what was said where."))
        facts = {"title": title, "place": place, "begun_by": by, "heard_by": by if own else None}
        if about is None:
            theming = cls.objects.create(**facts)
        else:
            source = {"source_kind": about._meta.label_lower, "source_key": str(about.pk)}
            address = about.get_absolute_url()
            theming, new = cls.objects.get_or_create(**source, defaults=facts | {"source_address": address})
            if not new:
                return theming
            theming._adopt()
        Themer.objects.create(theming=theming, person=by, leads=True)
        Line.record(by, "began to make themes:", theming, place=place, audience=Audience.PARTIES)
        return theming

    def _adopt(self) -> None:
        """Take over the themes the source has; a point that stood in several keeps the first."""
        themes = Theme.objects.filter(source_kind=self.source_kind, source_key=self.source_key, theming=None)
        for placing in Placing.objects.filter(theme__in=themes, theming=None).order_by("pk"):
            if not Placing.objects.filter(theming=self, point=placing.point_id).exists():
                Placing.objects.filter(pk=placing.pk).update(theming=self)
            else:
                placing.delete()
        themes.update(theming=self)

    def is_worked_on_by(self, person: Person | None, day: date) -> bool:
        """Whether they are in the team today, or stand in for somebody who is. Where anything was said in private
        nobody stands in for anybody, and those in the team need to be people who may read it."""
        return self._current(person, day).exists()

    def is_visible_to(self, person: Person | None, day: date) -> bool:
        """Everybody once it is published; before that, its team."""
        return self.published_at is not None or self.is_worked_on_by(person, day)

    def is_led_by(self, person: Person | None, day: date) -> bool:
        return self._current(person, day).filter(leads=True).exists()

    def _current(self, person: Person | None, day: date) -> models.QuerySet[Themer]:
        team = self.team.current()
        if person is None or not person.is_authenticated:
            return team.none()
        if not self.has_private_words():
            return team.filter(person__in=acts_for(person, day))
        return team.filter(person=person) if self.is_read_by(person, day) else team.none()

    def is_read_by(self, person: Person, day: date) -> bool:
        """Whether they may read what was said in private here: as whoever heard all of it, or by what they are."""
        if self.heard_by_id == person.pk:
            return _holds(person, day, *LISTENERS)
        return may_read_private(person, day)

    def has_private_words(self) -> bool:
        return self.points.filter(private=True).exists()

    @transaction.atomic
    def invite(self, person: Person, by: Person, leads: bool = False) -> Themer:
        """Take somebody into the team. Where private words are in it they are people who listen or look after private
        notes here, and no councillors: those see the themes alone."""
        day = timezone.localdate()
        self._check_lead(by)
        if (self.heard_by_id or self.has_private_words()) and not self.is_read_by(person, day):
            raise NotYours(
                _("%(name)s cannot be in this team: what was said in private is read by organisers and stewards alone.")
                % {"name": person}
            )
        themer, _new = Themer.objects.get_or_create(theming=self, person=person, left_at=None)
        if leads and not themer.leads:
            Themer.objects.filter(pk=themer.pk).update(leads=True)
        return themer

    def welcome(self, person: Person) -> Themer:
        """Into the team: whoever holds the thing it is about, which the caller has made sure of. Not where anything was
        said in private."""
        if self.has_private_words():
            raise NotYours(_("Only the team that makes these themes can do this."))
        return Themer.objects.get_or_create(theming=self, person=person, left_at=None, defaults={"leads": True})[0]

    def hand_over(self, leaver: Person | None, to: Person | None) -> None:
        """Whoever takes over what somebody heard takes their place in the team too, where they may read it. For the
        verbs that hand over; the leaver is out either way."""
        place = self.team.current().filter(person=leaver).first() if leaver else None
        if place is None or to is None:
            return
        Themer.objects.filter(pk=place.pk).update(left_at=timezone.now())
        if self.heard_by_id == place.person_id:
            Theming.objects.filter(pk=self.pk).update(heard_by=to)
            self.heard_by = to
        if self.is_read_by(to, timezone.localdate()):
            mine, _new = Themer.objects.get_or_create(theming=self, person=to, left_at=None)
            Themer.objects.filter(pk=mine.pk).update(leads=mine.leads or place.leads)
        if not self.team.current().filter(leads=True).exists():
            Themer.objects.filter(pk__in=self.team.current().values("pk")[:1]).update(leads=True)

    def _check_lead(self, by: Person) -> None:
        if not self.is_led_by(by, timezone.localdate()):
            raise NotYours(_("Whoever leads this team does this."))

    def check_team(self, by: Person | None) -> None:
        if not self.is_worked_on_by(by, timezone.localdate()):
            raise NotYours(_("Only the team that makes these themes can do this."))

    # Points

    def take(self, points: Iterable[Point], by: Person) -> int:
        """Bring points in; how many were new. Each stays where it was said; private ones only into a team in which
        everybody may read them."""
        self.check_team(by)
        return self.hand_in(points, by)

    @transaction.atomic
    def hand_in(self, points: Iterable[Point], by: Person) -> int:
        """As `take`, by somebody who heard them and need not be in the team: they give theirs and read no others. The
        caller has made sure that they are theirs to give."""
        day, chosen = timezone.localdate(), list(points)
        if any(point.private for point in chosen):
            outside = [one.person for one in self.team.current() if not self.is_read_by(one.person, day)]
            if outside:
                names = ", ".join(map(str, outside))
                raise NotYours(
                    _("What was said in private cannot come here while %(names)s can read it.") % {"names": names}
                )
        before = set(self.points.values_list("pk", flat=True))
        new = [point for point in chosen if point.pk not in before]
        Taken.objects.bulk_create([Taken(theming=self, point=point, by=by) for point in new], ignore_conflicts=True)
        return len(new)

    def words_for(self, by: Person, points: Iterable[Point], why: str) -> list[Point]:
        """The points, each with `told` holding its words. Private ones are unsealed for the team alone, and their
        reading is written down first."""
        chosen = list(points)
        self.log_reading(by, why, sum(point.private for point in chosen))
        for point in chosen:
            point.told = point.said
        return chosen

    def log_reading(self, by: Person, why: str, count: int) -> None:
        """Before so many private words are shown to `by`: refuses whoever may not read them, and writes it down."""
        if not count:
            return
        self.check_team(by)
        if not self.is_read_by(by, timezone.localdate()):
            raise NotYours(_("What was said in private is read by organisers and stewards alone."))
        Reading.log(by, self, why, count)

    def loose(self) -> models.QuerySet[Point]:
        """Points that stand in no theme yet, oldest first."""
        return self.points.standing().exclude(pk__in=self.placings.values("point")).order_by("said_at", "pk")

    def in_theme(self, theme: Theme) -> models.QuerySet[Point]:
        return self.points.standing().filter(placings__theme=theme).order_by("said_at", "pk")


LISTENERS = (Role.Kind.ORGANISER, Role.Kind.COUNCILLOR)


def may_read_private(person: Person, day: date) -> bool:
    """People who listen, and stewards of private notes; not councillors, who see themes only. Nobody by standing in for
    somebody; and whoever stands in for a councillor is a councillor here."""
    if Role.objects.held_on(day).filter(person__in=acts_for(person, day), kind=Role.Kind.COUNCILLOR).exists():
        return False
    return _holds(person, day, Role.Kind.ORGANISER, Role.Kind.STEWARD)


def _holds(person: Person, day: date, *kinds: str) -> bool:
    """Themselves, wherever."""
    return Role.objects.held_on(day).filter(person=person, person__is_active=True, kind__in=kinds).exists()


class ThemerSet(models.QuerySet):
    def current(self) -> ThemerSet:
        return self.filter(left_at=None).select_related("person")


class Themer(models.Model):
    """Somebody is in the team that makes themes, from a moment to another."""

    theming = models.ForeignKey(Theming, models.CASCADE, related_name="team")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    leads = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)

    objects = ThemerSet.as_manager()

    class Meta:
        ordering = ["joined_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["theming", "person"], condition=Q(left_at=None), name="themer_once")
        ]

    def __str__(self) -> str:
        return str(self.person)

    def leave(self, by: Person) -> bool:
        """Out of the team from now on; themselves, or whoever leads it. The last who leads stays. True the first
        time."""
        day = timezone.localdate()
        if by.pk != self.person_id and not self.theming.is_led_by(by, day):
            raise NotYours(_("Whoever leads this team, or they themselves, can do that."))
        others = self.theming.team.current().filter(leads=True).exclude(pk=self.pk)
        if self.leads and not others.exists():
            raise Refusal(_("Somebody has to lead it. Let another lead first."))
        return bool(Themer.objects.filter(pk=self.pk, left_at=None).update(left_at=timezone.now()))


class Taken(models.Model):
    """A point was brought in to be themed."""

    theming = models.ForeignKey(Theming, models.CASCADE, related_name="taken")
    point = models.ForeignKey(Point, models.CASCADE, related_name="taken")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["theming", "point"], name="taken_once")]

    def __str__(self) -> str:
        return f"{self.theming}: {self.point_id}"
