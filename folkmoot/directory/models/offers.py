"""What people have and what they want, and figures of need for an area with their source."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse

from folkmoot.people.models import Person
from folkmoot.places.models import Place

from .entry import Entry, EntrySet
from .organisation import Organisation
from .vocabulary import PeopleServed, Topic, TypeOfHelp


class Thing(models.TextChoices):
    SPACE = "space", "A room or a place"
    PEOPLE = "people", "People's time or skill"
    MONEY = "money", "Money"
    TRAINING = "training", "Training"
    DATA = "data", "Data or findings"
    TOOLS = "tools", "Equipment or tools"
    AUDIENCE = "audience", "An audience or a mailing list"
    OTHER = "other", "Something else"


class HaveOrWantSet(EntrySet):
    def at(self, place: Place) -> HaveOrWantSet:
        return self.filter(place__path__startswith=place.path)

    def open(self) -> HaveOrWantSet:
        return self.filter(closed_at=None)


class HaveOrWant(Entry):
    thing = models.CharField(max_length=12, choices=Thing)
    words = models.CharField(max_length=300)
    about = models.TextField(blank=True, max_length=4000)
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="+")
    place = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+")
    types = models.ManyToManyField(TypeOfHelp, blank=True, related_name="+")
    topics = models.ManyToManyField(Topic, blank=True, related_name="+")
    people = models.ManyToManyField(PeopleServed, blank=True, related_name="+")
    when_said = models.CharField(max_length=80, blank=True)
    said_at = models.CharField(max_length=200, blank=True, help_text="where it was said: a session, a meeting")
    said_at_address = models.CharField(max_length=300, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = HaveOrWantSet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.words


class Offer(HaveOrWant):
    """Something somebody has and would share."""

    def get_absolute_url(self) -> str:
        return reverse("offer", args=[self.pk])


class Ask(HaveOrWant):
    """Something somebody wants and has not got."""

    def get_absolute_url(self) -> str:
        return reverse("ask", args=[self.pk])


class Need(Entry):
    """A figure of need for an area, with its source: 1,240 people over 75 living alone (Census 2021)."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    words = models.CharField(max_length=300)
    figure = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    out_of = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    unit = models.CharField(max_length=60, blank=True)
    types = models.ManyToManyField(TypeOfHelp, blank=True, related_name="+")
    topics = models.ManyToManyField(Topic, blank=True, related_name="+")
    people = models.ManyToManyField(PeopleServed, blank=True, related_name="+")
    source = models.CharField(max_length=300)
    source_url = models.URLField(blank=True, max_length=500)
    as_of = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(source=""), name="need_has_a_source"),
            models.CheckConstraint(condition=Q(figure=None) | Q(figure__gte=0), name="need_figure"),
        ]

    def __str__(self) -> str:
        return self.words

    def get_absolute_url(self) -> str:
        return reverse("need", args=[self.pk])
