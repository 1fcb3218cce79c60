"""Organisations, the numbers they go by, who belongs to them, and posts with terms of office."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from folkmoot.directory import findable
from folkmoot.people.models import Person
from folkmoot.people.permissions import acts_for
from folkmoot.places.models import Place

from .entry import Entry, EntrySet
from .tallies import Tally


class OrganisationSet(EntrySet):
    def at(self, place: Place) -> OrganisationSet:
        """Based in this place or inside it."""
        return self.filter(place__in=Place.objects.within(place).values("pk"))

    def likely(self, words: str) -> OrganisationSet:
        """Those somebody may mean who types these words: every word of three letters or more stands in the name."""
        words = [word for word in words.split() if len(word) > 2]
        named = Q(*(Q(name__icontains=word) for word in words)) if words else Q(pk=None)
        return self.live().shown().filter(named).select_related("place__parent").order_by("name")


class Organisation(Entry):
    """A body: a charity, a council, a company, or a few neighbours with a name and no number."""

    FACTS = (
        "name",
        "sector",
        "about",
        "place",
        "address",
        "postcode",
        "hides_address",
        "website",
        "email",
        "phone",
        "is_funder",
        "identifiers",
    )
    HIDDEN = ("address", "postcode", "latitude", "longitude")

    name = models.CharField(max_length=255)
    sector = models.CharField(max_length=16, choices=Person.Sector, blank=True, default="")
    about = models.TextField(blank=True, max_length=10_000)
    address = models.CharField(max_length=300, blank=True)
    postcode = models.CharField(max_length=12, blank=True)
    hides_address = models.BooleanField(default=False, help_text="a refuge or a home: counted in its area, never shown")
    place = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    website = models.URLField(blank=True, max_length=500)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    is_funder = models.BooleanField(default=False)

    objects = OrganisationSet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None) | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="organisation_on_the_globe",
            )
        ]
        indexes = [
            models.Index(fields=["same_as"], condition=~Q(same_as=None), name="organisation_absorbed"),
            models.Index(fields=["story", "name"]),
            models.Index(Lower("name"), name="organisation_name_lower"),
            models.Index(fields=["postcode"]),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("organisation", args=[self.pk])

    @property
    def shown_address(self) -> str:
        """The address for everybody to read; nothing when it is hidden."""
        return "" if self.hides_address else ", ".join(filter(None, (self.address, self.postcode)))

    @property
    def shown_place(self) -> Place | None:
        """The place for everybody to read: a street would give a hidden address away, so what it lies in."""
        place = self.place
        while place and self.hides_address and place.kind == Place.Kind.STREET:
            place = place.parent
        return place

    @property
    def shown_point(self) -> tuple[float, float] | None:
        """Latitude and longitude in degrees for a pin; None when unknown or hidden."""
        return None if self.hides_address or self.latitude is None else (self.latitude, self.longitude)

    def whereabouts(self) -> Place | None:
        return self.shown_place

    def described(self) -> list[Organisation]:
        return [self]

    def speakers(self, day: date) -> models.QuerySet:
        """The people who speak for it, or for one it absorbed, on that day."""
        speaking = Membership.objects.speaking(day).filter(organisation__in=self.survivor().selves())
        return Person.objects.filter(pk__in=speaking.values("person"))

    def _tell(self, by: Person | None, verb: str, quietly: bool = False, **detail) -> None:
        """What it does is found and counted under its name, so that follows."""
        super()._tell(by, verb, quietly, **detail)
        activities = [part.activity for part in self.parts.select_related("activity__standing")[:500]]
        findable.refresh_many(activities)
        Tally.refresh(activities)

    def terms_on(self, day: date) -> models.QuerySet:
        """Who holds its posts on that day, the posts in order of their names."""
        held = Term.objects.filter(Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gte=day))
        return held.filter(post__organisation__in=self.selves()).select_related("post__place").order_by("post__name")

    def rows_of_identifiers(self) -> list[list[str]]:
        """[scheme, value], sorted."""
        return sorted([row.scheme, row.value] for row in self.identifiers.all())

    def take_identifiers(self, rows: list[list[str]]) -> None:
        """Make these its numbers; those it has already keep their rows."""
        had = {(row.scheme, row.value): row for row in self.identifiers.all()}
        want = {(scheme, value) for scheme, value in rows}
        self.identifiers.filter(pk__in=[row.pk for key, row in had.items() if key not in want]).delete()
        Identifier.objects.bulk_create(
            Identifier(organisation=self, scheme=scheme, value=value) for scheme, value in sorted(want - set(had))
        )

    @property
    def party(self) -> str:
        """What a request is addressed to when anybody who speaks for this body may answer."""
        return f"directory.organisation:{self.pk}"


class Identifier(models.Model):
    """A number in a public register, by its org-id scheme: GB-CHC 1000389, GB-COH 02534145."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="identifiers")
    scheme = models.CharField(max_length=20)
    value = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "scheme", "value"], name="identifier_once"),
        ]
        indexes = [models.Index(fields=["scheme", "value"])]

    def __str__(self) -> str:
        return f"{self.scheme}-{self.value}"


class MembershipSet(models.QuerySet):
    def held_on(self, day: date) -> MembershipSet:
        return self.filter(
            Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gte=day), accepted_at__isnull=False
        )

    def speaking(self, day: date) -> MembershipSet:
        """Those who may answer for their organisation on that day."""
        return self.held_on(day).filter(speaks_for=True)

    def spoken_by(self, person: Person | None, day: date) -> list[int]:
        """The ids of the organisations this person, or someone they deputise for, speaks for on that day.

        What those absorbed is theirs too, and so is what absorbed them.
        """
        if person is None or not person.is_authenticated:
            return []
        first = set(self.speaking(day).filter(person__in=acts_for(person, day)).values_list("organisation", flat=True))
        bodies = Organisation.objects.filter(pk__in=first).select_related("same_as")
        return sorted(first | {pk for body in bodies for pk in body.survivor().selves()})

    def parties_of(self, person: Person | None, day: date) -> list[str]:
        """What requests to these organisations are addressed to: ["directory.organisation:12"]."""
        return [f"directory.organisation:{pk}" for pk in self.spoken_by(person, day)]


class Membership(models.Model):
    """A person belongs to an organisation, with dates; `speaks_for` once the claim was accepted."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="memberships")
    as_what = models.CharField(max_length=120, blank=True, help_text='"secretary", "trustee"')
    speaks_for = models.BooleanField(default=False)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True, help_text="last day")
    accepted_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipSet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation"], condition=Q(until=None), name="membership_open_once"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(since=None) | Q(until__gte=F("since")),
                name="membership_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.organisation}"


class Post(models.Model):
    """A post that people hold in turn: leader of the council, councillor for a ward, chair."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="posts")
    name = models.CharField(max_length=120)
    place = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+")
    decides = models.CharField(max_length=300, blank=True, help_text="what the holder can decide")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name", "place"], name="post_once", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.organisation}"


class Term(models.Model):
    """Somebody held a post between two days; the name is kept for those with no account."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="terms")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=120)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True, help_text="last day")
    source = models.CharField(max_length=300, blank=True)
    entered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(since=None) | Q(until__gte=F("since")), name="term_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.post}"
