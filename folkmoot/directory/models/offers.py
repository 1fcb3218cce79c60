"""What people have and what they want, and figures of need for an area with their source."""

from __future__ import annotations

from datetime import date

from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from folkmoot.kit.refusals import Refusal
from folkmoot.kit.writers import Shown
from folkmoot.people.models import Person
from folkmoot.people.permissions import acts_for
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
        """About this place or somewhere inside it."""
        return self.filter(place__in=Place.objects.within(place).values("pk"))

    def open(self) -> HaveOrWantSet:
        return self.filter(closed_at=None)


class HaveOrWant(Entry):
    FACTS = (
        "thing",
        "words",
        "about",
        "organisation",
        "person",
        "place",
        "types",
        "topics",
        "people",
        "when_said",
        "said_at",
    )

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
        ordering = ["-entered_at", "-pk"]
        indexes = [models.Index(fields=["same_as"], condition=Q(same_as__isnull=False), name="%(class)s_absorbed")]

    def __str__(self) -> str:
        return self.words

    def belongs_to(self, person: Person | None, day: date) -> bool:
        """It is of the person who said it, or of whoever speaks for the body that did."""
        if person is not None and self.person_id and self.person_id in acts_for(person, day):
            return True
        return super().belongs_to(person, day)

    def speakers(self, day: date) -> models.QuerySet:
        return self.organisation.speakers(day) if self.organisation else super().speakers(day)

    @transaction.atomic
    def close(self, by: Person, why: str = "") -> None:
        """No longer offered or wanted. Closing twice is closing once."""
        thing = self.locked()
        thing.check_editor(by)
        if thing.closed_at:
            return
        thing.closed_at = self.closed_at = timezone.now()
        thing.save(update_fields=["closed_at"])
        thing._tell(by, "closed", why=why)

    @transaction.atomic
    def reopen(self, by: Person) -> None:
        """Offered or wanted again. Safe twice."""
        thing = self.locked()
        thing.check_editor(by)
        if thing.closed_at is None:
            return
        thing.closed_at = self.closed_at = None
        thing.save(update_fields=["closed_at"])
        thing._tell(by, "opened again")


class NoSource(Refusal):
    """A figure of need that says nothing of where it comes from."""


class Offer(HaveOrWant):
    """Something somebody has and would share."""

    def get_absolute_url(self) -> str:
        return reverse("offer", args=[self.pk])


class Ask(HaveOrWant):
    """Something somebody wants and has not got."""

    def get_absolute_url(self) -> str:
        return reverse("ask", args=[self.pk])


class NeedSet(EntrySet):
    def at(self, place: Place) -> NeedSet:
        """For this place or somewhere inside it."""
        return self.filter(place__in=Place.objects.within(place).values("pk"))


class Need(Entry):
    """A figure of need for an area, with its source: 1,240 people over 75 living alone (Census 2021)."""

    FACTS = (
        "place",
        "words",
        "figure",
        "out_of",
        "unit",
        "types",
        "topics",
        "people",
        "source",
        "source_url",
        "as_of",
    )

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

    objects = NeedSet.as_manager()

    class Meta:
        ordering = ["words", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(source=""), name="need_has_a_source"),
            models.CheckConstraint(condition=Q(figure=None) | Q(figure__gte=0), name="need_figure"),
            models.CheckConstraint(
                condition=Q(figure=None) | Q(out_of=None) | Q(figure__lte=F("out_of")), name="need_part_of_whole"
            ),
        ]
        indexes = [models.Index(fields=["same_as"], condition=Q(same_as__isnull=False), name="need_absorbed")]

    def __str__(self) -> str:
        return self.words

    def get_absolute_url(self) -> str:
        return reverse("need", args=[self.pk])

    @property
    def figure_shown(self) -> Shown:
        """The figure without empty decimals, its thousands set apart: 412, 12.5, 12,400."""
        return Shown.of(self.figure)

    @property
    def out_of_shown(self) -> Shown:
        return Shown.of(self.out_of)

    def check_beginner(self, by: Person | None) -> None:
        if not self.source.strip():
            raise NoSource("Say where this figure comes from: without a source nobody can check it.")
