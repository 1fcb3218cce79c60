"""An event: what for, where and when, who holds it, and how many there is room for."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.conversations.models import Discussion, Group
from folkmoot.directory.models import Membership, Organisation, Topic
from folkmoot.kit.remembering import asked_once
from folkmoot.moderation.models import Standing
from folkmoot.people.models import Person
from folkmoot.people.permissions import acts_for, is_keeper, is_moderator
from folkmoot.places.models import Place
from folkmoot.rounds.models import Round

from . import curtain
from .series import Series
from .stage import Stage
from .venue import Venue


class KindOfEvent(models.Model):
    """What sort of event: workshop, unconference, focus group, help session. An event may be several."""

    code = models.SlugField(max_length=24, primary_key=True)
    name = models.CharField(max_length=80)
    order = models.PositiveSmallIntegerField(default=100)

    class Meta:
        ordering = ["order", "name"]
        verbose_name_plural = "kinds of event"

    def __str__(self) -> str:
        return self.name


class EventSet(models.QuerySet):
    def shown(self) -> EventSet:
        """Published, and not held or removed by moderators. Cancelled ones stay: people look for them."""
        return self.filter(Q(standing=None) | Q(standing__state=Standing.State.SHOWN), published_at__isnull=False)

    def live(self) -> EventSet:
        return self.filter(story=False)

    def at(self, place: Place) -> EventSet:
        """Held for this place or somewhere inside it."""
        return self.filter(place__path__startswith=place.path)

    def coming(self, now: datetime) -> EventSet:
        """Not over at that moment, those without a day yet included; soonest first, no day last."""
        day = now.date()
        dated = Q(ends_at__gte=now) | Q(ends_at=None, starts_at__gte=now)
        vague = Q(starts_at=None) & (Q(latest_on=None) | Q(latest_on__gte=day))
        return self.filter(dated | vague).order_by(F("starts_at").asc(nulls_last=True), "earliest_on", "pk")

    def past(self, now: datetime) -> EventSet:
        return self.filter(Q(ends_at__lt=now) | Q(ends_at=None, starts_at__lt=now)).order_by("-starts_at", "pk")

    def run_by(self, person: Person | None, day: date) -> EventSet:
        """Those this person may change and look after on that day, except by being a keeper."""
        if person is None or not person.is_authenticated:
            return self.none()
        theirs = Group.objects.with_power(person, "runs_events", day).order_by().values("pk")
        hosted = Host.objects.run_by(person, day).order_by().values("event")
        return self.filter(Q(pk__in=hosted) | Q(group__in=theirs))


class Event(models.Model):
    """Something people come to. Times may be vague ("autumn", no venue yet); they must be settled by `settle_by`.

    `taken` counts the seats given, offered ones included, and never passes `capacity`: the database holds to that.
    `sequence` goes up with each change that a calendar must hear of.
    """

    class Talk(models.TextChoices):
        EVERYONE = "everyone", "Everyone"
        REPLIED = "replied", "Those who replied"
        NOBODY = "nobody", "Nobody"

    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=300, blank=True)
    words = models.TextField(blank=True, max_length=20_000)
    bring = models.TextField(blank=True, max_length=2000, help_text="what people are asked to bring")
    kinds = models.ManyToManyField(KindOfEvent, blank=True, related_name="events")
    topics = models.ManyToManyField(Topic, blank=True, related_name="+")
    place = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+")
    venue = models.ForeignKey(Venue, models.SET_NULL, null=True, blank=True, related_name="events")
    link = models.URLField(max_length=500, blank=True, help_text="where it is held online; shown to those who come")
    zone = models.CharField(max_length=60, default="Europe/London")
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    when_said = models.CharField(max_length=120, blank=True, help_text='as it was said: "autumn 2026"')
    earliest_on = models.DateField(null=True, blank=True, help_text="the range that those words mean")
    latest_on = models.DateField(null=True, blank=True)
    settle_by = models.DateField(null=True, blank=True, help_text="by when day and venue must be known")
    capacity = models.PositiveIntegerField(null=True, blank=True, help_text="seats; none: no limit")
    taken = models.PositiveIntegerField(default=0, editable=False)
    remote_seats = models.PositiveIntegerField(default=0, help_text="places online")
    per_organisation = models.PositiveSmallIntegerField(null=True, blank=True, help_text="most seats for one body")
    party_limit = models.PositiveSmallIntegerField(default=4, help_text="the most people one reply may bring")
    offer_hours = models.PositiveSmallIntegerField(default=24, help_text="how long a seat from the list is kept")
    stage = models.ForeignKey(Stage, models.SET_NULL, null=True, blank=True, related_name="events")
    series = models.ForeignKey(Series, models.SET_NULL, null=True, blank=True, related_name="events")
    group = models.ForeignKey(
        Group, models.SET_NULL, null=True, blank=True, related_name="events", help_text="the group whose event it is"
    )
    occurrence_on = models.DateField(null=True, blank=True, help_text="which day of its series it is")
    alone = models.BooleanField(
        default=False, help_text="changed by itself: the next of its series does not take over what it says"
    )
    talk = models.OneToOneField(Discussion, models.SET_NULL, null=True, blank=True, related_name="+")
    talk_of = models.CharField(max_length=8, choices=Talk, default=Talk.EVERYONE)
    interest = models.OneToOneField(
        Round, models.SET_NULL, null=True, blank=True, related_name="+", help_text="who wants which pitch"
    )
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    grid_version = models.PositiveIntegerField(default=0, editable=False, help_text="goes up with each change of it")
    entered_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_because = models.CharField(max_length=400, blank=True)
    standing = models.OneToOneField(Standing, models.SET_NULL, null=True, blank=True, related_name="+")
    story = models.BooleanField(default=False)
    once = models.CharField(max_length=80, null=True, blank=True, unique=True)

    objects = EventSet.as_manager()

    class Meta:
        ordering = [F("starts_at").asc(nulls_last=True), "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(capacity=None) | Q(taken__lte=F("capacity")), name="event_not_oversold"),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(starts_at__isnull=False, ends_at__gt=F("starts_at")),
                name="event_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(latest_on=None) | Q(earliest_on=None) | Q(latest_on__gte=F("earliest_on")),
                name="event_range_in_order",
            ),
            models.UniqueConstraint(
                fields=["series", "occurrence_on"],
                condition=Q(series__isnull=False, occurrence_on__isnull=False),
                name="event_once_a_day_of_series",
            ),
            models.CheckConstraint(condition=Q(party_limit__gte=1), name="event_party_of_one_at_least"),
        ]
        indexes = [models.Index(fields=["story", "starts_at"])]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("events:event", args=[self.pk])

    def may_be_run_by(self, person: Person | None, day: date) -> bool:
        """Whether this person looks after it on that day: its convenors and organisers, whoever speaks for a body
        that is one, whoever holds the events of its group, those who stand in for them, and the keepers."""
        if person is None or not person.is_authenticated or self.story:
            return False
        return self._is_held_by(person, day) or is_keeper(person, day)

    def _is_held_by(self, person: Person, day: date) -> bool:
        def held() -> bool:
            # The same as `run_by`, in two questions of which few events need the second.
            if self.hosts.run_by(person, day).exists():
                return True
            if self.group_id is None:
                return False
            return Group.objects.filter(pk=self.group_id).with_power(person, "runs_events", day).exists()

        return asked_once(("runs event", self.pk, person.pk, day), held)

    def is_visible_to(self, person: Person | None, day: date) -> bool:
        """Everyone, once it is published and while moderators show it; before that whoever looks after it."""
        if person is not None and is_moderator(person, day):
            return True
        if self.standing and self.standing.state != Standing.State.SHOWN:
            return False
        return self.published_at is not None or self.may_be_run_by(person, day)

    def group_for(self, person: Person | None) -> Group | None:
        """The group whose event it is, where this visitor may know of it."""
        here = self.group is not None and self.group.left_at is None and self.group.is_visible_to(person)
        return self.group if here else None

    def why_silent(self, person: Person | None) -> str:
        """Why this person cannot speak below it now, in words; nothing when they can."""
        return self.why_closed_to(person) or self._why_not_among_them(person)

    def why_closed_to(self, person: Person | None, by_link: bool = False) -> str:
        """The same, whoever may speak; `by_link`: somebody who replied without an account."""
        if self.story:
            return _("This belongs to the 2009 story. It is there to be read.")
        if self.talk_of == self.Talk.NOBODY:
            return _("Those who hold this event take no comments here.")
        if self.talk and not self.talk.is_open(timezone.localdate()):
            return _("Comments closed on %(day)s. What was said stays.") % {"day": f"{self.talk.closes_on:%-d %B %Y}"}
        if person is None and not by_link:
            return _("Sign in to say something; or, if you replied by mail, say it on the page of your reply.")
        return ""

    def _why_not_among_them(self, person: Person | None) -> str:
        if self.talk_of != self.Talk.REPLIED or self.may_be_run_by(person, timezone.localdate()):
            return ""
        coming = self.rsvps.filter(person=person).exclude(answer="no").exists()
        return "" if coming else self.only_those_who_replied()

    @staticmethod
    def only_those_who_replied() -> str:
        return _("Those who replied speak here. Reply first; maybe counts too.")

    def shows_points(self, points, person: Person | None, day: date) -> set[int]:
        """Which of these points, said here, they may read: those whose line in the notes they may."""
        return {line.point_id for line in self.notes.filter(point__in=points).seen_by(person, day)}

    def shows_themes(self, person: Person | None, day: date) -> bool:
        """Whether they may read what is made of what was said here: it stands in the record."""
        write_up = getattr(self, "write_up", None)
        return write_up.opens(self, person, day) if write_up else self.may_be_run_by(person, day)

    @property
    def is_shown(self) -> bool:
        """Published, and not held or removed by moderators: what `EventSet.shown` asks of a list."""
        held = self.standing is not None and self.standing.state != Standing.State.SHOWN
        return self.published_at is not None and not held

    def follow_standing(self) -> None:
        """Whatever stands on it goes off the pages and comes back with it, whichever app keeps it."""
        curtain.follow_event(self)

    def is_over(self, now: datetime) -> bool:
        """Whether it has ended; where no end was said, begun."""
        end = self.ends_at or self.starts_at
        return end is not None and end < now

    def local(self, at: datetime) -> datetime:
        """That moment on the clock of the event's own zone."""
        return at.astimezone(ZoneInfo(self.zone or settings.TIME_ZONE))


class HostSet(models.QuerySet):
    def run_by(self, person: Person, day: date) -> HostSet:
        """Those as whom this person looks after an event on that day: theirs, a body's they speak for, or one known by
        their address."""
        mine = Q(person__in=acts_for(person, day)) | Q(organisation__in=Membership.objects.spoken_by(person, day))
        mine |= Q(email=person.email) & ~Q(email="")
        return self.filter(mine, role__in=Host.RUNS)


class Host(models.Model):
    """Who holds an event, and as what: convenor, organiser, or whoever gives the room. They may be three.

    Somebody with no account is a name, and perhaps an address, which those who hold the event alone see: whoever signs
    in with that address, which a code has then proved, looks after the event as any other host does.
    """

    class Role(models.TextChoices):
        CONVENOR = "convenor", "Convenor"
        ORGANISER = "organiser", "Organiser"
        VENUE = "venue", "Gives the room"

    RUNS = (Role.CONVENOR, Role.ORGANISER)

    event = models.ForeignKey(Event, models.CASCADE, related_name="hosts")
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="+")
    role = models.CharField(max_length=12, choices=Role, default=Role.CONVENOR)
    name = models.CharField(max_length=120, blank=True, help_text="of somebody with no account")
    email = models.EmailField(blank=True, help_text="in small letters; theirs, where it is known")

    objects = HostSet.as_manager()

    class Meta:
        ordering = ["event", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, person=None, name="", email="")
                | Q(organisation=None, person__isnull=False, name="", email="")
                | (Q(organisation=None, person=None) & ~Q(name="")),
                name="host_is_one",
            ),
            models.UniqueConstraint(
                fields=["event", "email", "role"], condition=~Q(email=""), name="host_by_mail_once"
            ),
            models.UniqueConstraint(
                fields=["event", "name", "role"], condition=~Q(name="") & Q(email=""), name="host_by_name_once"
            ),
            models.UniqueConstraint(
                fields=["event", "organisation", "role"],
                condition=Q(organisation__isnull=False),
                name="host_organisation_once",
            ),
            models.UniqueConstraint(
                fields=["event", "person", "role"], condition=Q(person__isnull=False), name="host_person_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation or self.person or self.name)

    def whose(self) -> dict:
        """Who it is, as the fields of a host."""
        return {name: getattr(self, name) for name in ("organisation", "person", "name", "email")}

    def key(self) -> tuple:
        """The same for the same body, person or address at another event; for a mere name, never."""
        known = (self.organisation_id, self.person_id, self.email)
        return known if any(known) else (self.pk,)

    def also_hold(self, event: Event) -> Host:
        """The same, as the same, at another event. Safe twice."""
        return Host.objects.get_or_create(event=event, role=self.role, **self.whose())[0]

    def runs_it(self) -> bool:
        """Whether this host looks after the event, rather than giving the room alone."""
        return self.role in self.RUNS

    def is_reached(self) -> bool:
        """Whether somebody can look after it for this host: a body, or a person with an account."""
        return bool(self.organisation_id or self.person_id)

    @classmethod
    def become_of(cls, person: Person) -> int:
        """What stands under this person's address is theirs from now on; how many. Safe twice."""
        mine = list(cls.objects.exclude(email="").filter(email=person.email))
        for host in mine:
            there = cls.objects.filter(event=host.event_id, role=host.role, person=person).exists()
            if there:
                host.delete()
            else:
                cls.objects.filter(pk=host.pk).update(person=person, name="", email="")
        return len(mine)
