"""One thing that is done or planned: of what type, for whom, where and when, and each party's part in it."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from folkmoot.journal.models import Audience, Line, Veil
from folkmoot.kit.refusals import NotYours
from folkmoot.people.models import Person
from folkmoot.places.models import Place

from .entry import Entry, EntrySet
from .organisation import Membership, Organisation
from .party import Party, part_of, when_in
from .programme import Programme
from .tallies import Tally
from .vocabulary import PeopleServed, Topic, TypeOfHelp


class ActivitySet(EntrySet):
    def at(self, place: Place) -> ActivitySet:
        """Serving this place or somewhere inside it."""
        return self.filter(pk__in=Served.objects.within(place).values("activity"))

    def reaching(self, place: Place) -> ActivitySet:
        """The same as `at`, for the first few in an order that has an index: each is looked at by itself, so that
        those of a whole nation are not gathered first."""
        here = Q(place__path__startswith=place.path)
        here = here | Q(place__in=place.followed) if place.followed else here
        return self.filter(Exists(Served.objects.filter(here, activity=OuterRef("pk"))))

    def likely(self, words: str) -> ActivitySet:
        """Those somebody may mean who types these words: every word of three letters or more stands in the title."""
        words = [word for word in words.split() if len(word) > 2]
        named = Q(*(Q(title__icontains=word) for word in words)) if words else Q(pk=None)
        return self.live().shown().filter(named)

    def public(self) -> ActivitySet:
        """Without plans that are private for now."""
        return self.filter(private_for_now=False)

    def visible_to(self, person: Person | None, day: date) -> ActivitySet:
        """The public ones, and the private plans of this person's own organisations.

        A private plan whose owners have nobody to speak for them is seen by whoever entered it.
        """
        if person is None or not person.is_authenticated:
            return self.public()
        mine = Membership.objects.spoken_by(person, day)
        parts = Party.objects.filter(activity=OuterRef("pk"), role__in=Party.OWNERS)
        speaking = Membership.objects.speaking(day).values("organisation")
        own = Exists(parts.filter(organisation__in=mine))
        orphan = Q(entered_by=person) & ~Exists(parts.filter(organisation__in=speaking))
        return self.filter(Q(private_for_now=False) | own | orphan)

    def with_all(self) -> ActivitySet:
        """With what a card or a row shows, in a constant number of queries."""
        parties = models.Prefetch("parties", Party.objects.select_related("organisation__same_as"))
        served = models.Prefetch("served", Served.objects.select_related("place"))
        return self.select_related("programme").prefetch_related(parties, served, "types", "people")


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
    FACTS = (
        "title",
        "about",
        "programme",
        "types",
        "topics",
        "people",
        "people_words",
        "parties",
        "served",
        "stage",
        "starts_said",
        "starts_from",
        "starts_to",
        "ends_said",
        "ends_from",
        "ends_to",
        "offered",
        "filled",
        "money_pence",
        "shaped_by",
        "website",
        "contact",
        "private_for_now",
    )

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
        ordering = ["title", "pk"]
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
        indexes = [
            models.Index(fields=["same_as"], condition=Q(same_as__isnull=False), name="activity_absorbed"),
            models.Index(fields=["story", "title"]),
            models.Index(fields=["stage", "-confirmed_on", "title", "id"], name="activity_freshest"),
            models.Index(fields=["starts_from", "title", "id"], name="activity_soonest"),
            models.Index(fields=["-filled", "id"], condition=Q(offered__isnull=False), name="activity_fullest"),
            models.Index(fields=["private_for_now"], condition=Q(private_for_now=True), name="activity_private"),
            models.Index(fields=["story", "same_as", "private_for_now", "standing"], name="activity_counted"),
            models.Index(
                fields=["title", "id"],
                condition=Q(story=False, same_as=None, private_for_now=False),
                name="activity_listed",
            ),
            models.Index(fields=["confirmed_on"]),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("activity", args=[self.pk])

    @property
    def is_plan(self) -> bool:
        return self.stage in self.PLANS

    @property
    def when_said(self) -> str:
        """Its dates in the words of whoever said them."""
        return " – ".join(filter(None, (self.starts_said, self.ends_said)))

    @property
    def audience(self) -> str:
        return Audience.PARTIES if self.private_for_now else Audience.PUBLIC

    def _tell(self, by: Person | None, verb: str, quietly: bool = False, **detail) -> None:
        super()._tell(by, verb, quietly, **detail)
        self._veil(lift=quietly)
        Tally.refresh([self])

    def follow_standing(self) -> None:
        super().follow_standing()
        self._veil()
        Tally.refresh([self])

    def _veil(self, lift: bool = False) -> None:
        """Once private, what everybody could read of it in the journal is shown to nobody; `lift`: public again."""
        kind, standing = self._meta.label_lower, self.standing
        if self.private_for_now:
            if Line.objects.about(kind, self.pk).filter(audience=Audience.PUBLIC).exists():
                Veil.draw(kind, self.pk)
        elif lift and (standing is None or standing.state == standing.State.SHOWN):
            Veil.lift(kind, self.pk)

    def is_visible_to(self, person: Person | None, day: date) -> bool:
        """Whether this person may know of it at all."""
        return not self.private_for_now or self.belongs_to(person, day)

    def owners(self) -> list[Organisation]:
        """The organisations that deliver, host or commission it, absorbed ones as those that absorbed them.

        In the order in which they were named.
        """
        parts = self.parties.filter(role__in=Party.OWNERS).select_related("organisation__same_as").order_by("pk")
        return list({part.body.pk: part.body for part in parts}.values())

    def described(self) -> list[Organisation]:
        """Every organisation with a part in it, whatever part, in the order in which they were named."""
        parts = self.parties.select_related("organisation__same_as").order_by("pk")
        return list({part.body.pk: part.body for part in parts}.values())

    def speakers(self, day: date) -> models.QuerySet:
        selves = [pk for body in self.owners() for pk in body.selves()]
        speaking = Membership.objects.speaking(day).filter(organisation__in=selves)
        return Person.objects.filter(pk__in=speaking.values("person"))

    def whereabouts(self) -> Place | None:
        first = self.served.select_related("place").order_by("pk").first()
        return first.place if first else None

    def check_beginner(self, by: Person | None) -> None:
        """A plan is kept private only by its own people, or nobody could see that it is there."""
        if self.private_for_now and by is not None and not self.belongs_to(by, timezone.localdate()):
            raise NotYours("Only somebody who speaks for the group that plans it can keep a plan private for now.")

    def known(self) -> dict[str, bool]:
        """The ten facts a reader looks for, and whether each is known."""
        return {
            "about": bool(self.about),
            "who": any(part.role in Party.OWNERS for part in self.parties.all()),
            "type": self.types.exists(),
            "topic": self.topics.exists(),
            "people": self.people.exists() or bool(self.people_words),
            "place": self.served.exists(),
            "when": bool(self.starts_said or self.ends_said),
            "stage": bool(self.stage),
            "money": self.money_pence is not None or any(part.role == Party.Role.FUNDS for part in self.parties.all()),
            "contact": bool(self.contact or self.website),
        }

    def count_facts(self) -> int:
        """Store and give how many of the ten facts are known."""
        self.completeness = sum(self.known().values())
        Activity.objects.filter(pk=self.pk).update(completeness=self.completeness)
        return self.completeness

    def rows_of_parties(self) -> list[list]:
        """[organisation id, role, pence or None, and its dates where any are told], sorted."""
        return sorted((each.as_row() for each in self.parties.all()), key=part_of)

    def take_parties(self, rows: list[list]) -> None:
        """Make these its parties; one that stays keeps its row."""
        had = {part_of(each.as_row()): each for each in self.parties.all()}
        want = {part_of(row): row for row in rows}
        self.parties.filter(pk__in=[each.pk for key, each in had.items() if key not in want]).delete()
        for (body, role), row in want.items():
            said = {"money_pence": row[2], "source": None} | Party.columns_of(when_in(row))
            if (body, role) not in had or had[body, role].as_row() != row:
                Party.objects.update_or_create(activity=self, organisation_id=body, role=role, defaults=said)

    def rows_of_served(self) -> list[int]:
        return sorted(row.place_id for row in self.served.all())

    def take_served(self, places: list[int]) -> None:
        self.served.exclude(place__in=places).delete()
        for place in places:
            Served.objects.get_or_create(activity=self, place_id=place)


class ServedSet(models.QuerySet):
    def within(self, place: Place) -> ServedSet:
        """Rows for this place and whatever lies inside it."""
        return self.filter(place__in=Place.objects.within(place).values("pk"))


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
