"""One thing that is done or planned: of what type, for whom, where and when, and each party's part in it."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from folkmoot.people.models import Person
from folkmoot.places.models import Place

from .entry import Entry, EntrySet
from .organisation import Membership, Organisation
from .programme import Programme
from .vocabulary import PeopleServed, Topic, TypeOfHelp


class ActivitySet(EntrySet):
    def at(self, place: Place) -> ActivitySet:
        """Serving this place or somewhere inside it."""
        return self.filter(Q(pk__in=Served.objects.within(place).values("activity")))

    def public(self) -> ActivitySet:
        """Without plans that are private for now."""
        return self.filter(private_for_now=False)

    def visible_to(self, person: Person | None, day: date) -> ActivitySet:
        """The public ones, and the private plans of the organisations this person speaks for."""
        if person is None or not person.is_authenticated:
            return self.public()
        mine = Membership.objects.speaking(day).filter(person=person).values("organisation")
        own = Q(parties__organisation__in=mine, parties__role__in=Party.OWNERS) | Q(entered_by=person)
        return self.filter(Q(private_for_now=False) | Q(pk__in=Activity.objects.filter(own).values("pk")))


class Activity(Entry):
    """One thing that is done or planned. Dates are kept as said, with the range of days they mean."""

    class Stage(models.TextChoices):
        IDEA = "idea", "An idea"
        PLANNED = "planned", "Planned"
        FUNDED = "funded", "Funded, not begun"
        RUNNING = "running", "Running"
        ENDED = "ended", "Ended"
        UNKNOWN = "", "Not said"

    PLANS = (Stage.IDEA, Stage.PLANNED, Stage.FUNDED)

    title = models.CharField(max_length=255)
    about = models.TextField(blank=True, max_length=10_000)
    programme = models.ForeignKey(Programme, models.SET_NULL, null=True, blank=True, related_name="activities")
    types = models.ManyToManyField(TypeOfHelp, blank=True, related_name="activities")
    topics = models.ManyToManyField(Topic, blank=True, related_name="activities")
    people = models.ManyToManyField(PeopleServed, blank=True, related_name="activities")
    people_words = models.CharField(max_length=200, blank=True, help_text="whom it serves, in their words")
    guessed = models.JSONField(default=list, blank=True, help_text='fields guessed and not yet confirmed: ["types"]')
    stage = models.CharField(max_length=8, choices=Stage, blank=True, default="")
    starts_said = models.CharField(max_length=80, blank=True)
    starts_from = models.DateField(null=True, blank=True)
    starts_to = models.DateField(null=True, blank=True)
    ends_said = models.CharField(max_length=80, blank=True)
    ends_from = models.DateField(null=True, blank=True)
    ends_to = models.DateField(null=True, blank=True)
    offered = models.PositiveIntegerField(null=True, blank=True, help_text="places offered")
    filled = models.PositiveIntegerField(null=True, blank=True, help_text="places filled")
    money_pence = models.BigIntegerField(null=True, blank=True)
    shaped_by = models.TextField(blank=True, max_length=2000, help_text="how those it serves helped shape it")
    website = models.URLField(blank=True, max_length=500)
    contact = models.CharField(max_length=200, blank=True, help_text="a desk or a role, not a person's own address")
    private_for_now = models.BooleanField(default=False)
    completeness = models.PositiveSmallIntegerField(default=0, help_text="how many of the ten facts are known")

    objects = ActivitySet.as_manager()

    class Meta:
        ordering = ["title"]
        verbose_name_plural = "activities"
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_to=None) | Q(starts_from=None) | Q(starts_to__gte=F("starts_from")),
                name="activity_start_range",
            ),
            models.CheckConstraint(
                condition=Q(ends_to=None) | Q(ends_from=None) | Q(ends_to__gte=F("ends_from")),
                name="activity_end_range",
            ),
            models.CheckConstraint(condition=Q(money_pence=None) | Q(money_pence__gte=0), name="activity_money"),
        ]
        indexes = [models.Index(fields=["story", "title"]), models.Index(fields=["stage"])]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("activity", args=[self.pk])

    @property
    def is_plan(self) -> bool:
        return self.stage in self.PLANS


class Party(models.Model):
    """An organisation's part in an activity: it funds, commissions, delivers, hosts, evaluates or accredits."""

    class Role(models.TextChoices):
        DELIVERS = "delivers", "delivers"
        FUNDS = "funds", "funds"
        COMMISSIONS = "commissions", "commissions"
        HOSTS = "hosts", "hosts"
        EVALUATES = "evaluates", "evaluates"
        ACCREDITS = "accredits", "accredits"

    OWNERS = (Role.DELIVERS, Role.HOSTS, Role.COMMISSIONS)

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="parts")
    role = models.CharField(max_length=12, choices=Role, default=Role.DELIVERS)
    money_pence = models.BigIntegerField(null=True, blank=True, help_text="what this party put in or passed on")

    class Meta:
        verbose_name_plural = "parties"
        constraints = [
            models.UniqueConstraint(fields=["activity", "organisation", "role"], name="party_once"),
            models.CheckConstraint(condition=Q(money_pence=None) | Q(money_pence__gte=0), name="party_money"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.role}"


class ServedSet(models.QuerySet):
    def within(self, place: Place) -> ServedSet:
        return self.filter(place__path__startswith=place.path)


class Served(models.Model):
    """A place an activity serves: a coded area or a named neighbourhood, never only a pin."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="served")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")

    objects = ServedSet.as_manager()

    class Meta:
        verbose_name_plural = "places served"
        constraints = [models.UniqueConstraint(fields=["activity", "place"], name="served_once")]

    def __str__(self) -> str:
        return f"{self.activity} in {self.place}"
