"""Organisations, the numbers they go by, who belongs to them, and posts with terms of office."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.directory import findable
from folkmoot.journal.models import Audience, Line
from folkmoot.kit.jobs import job
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.kit.remembering import asked_once
from folkmoot.people.models import Person
from folkmoot.people.permissions import acts_for
from folkmoot.places.models import Place

from .entry import Entry, EntrySet
from .kin import KIN, SPOKEN_FOR
from .tallies import Tally

AT_ONCE = 500


class OrganisationSet(EntrySet):
    def at(self, place: Place) -> OrganisationSet:
        """Based in this place or inside it."""
        return self.filter(place__in=Place.objects.within(place).values("pk"))

    def merged_with(self, bodies: Iterable[int]) -> set[int]:
        """These, by id, with all they absorbed and all that absorbed them, at any depth; one query where nothing was
        merged, none where there are none."""
        edge, found = set(bodies), set()
        while edge:
            found |= edge
            edge = {pk for pair in KIN.rows(sorted(edge)) for pk in pair} - found
        return found

    def survivors(self) -> dict[int, int]:
        """Absorbed organisation → the one that stands for it today, however often it was absorbed."""
        after = dict(self.exclude(same_as=None).values_list("pk", "same_as"))

        def last(body: int) -> int:
            seen = {body}
            while after.get(body) and after[body] not in seen:
                body = after[body]
                seen.add(body)
            return body

        return {body: last(body) for body in after}

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
    unasked = models.EmailField(blank=True, help_text="the address that asked not to be mailed: is it still right?")

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
            models.Index(fields=["same_as"], condition=Q(same_as__isnull=False), name="organisation_absorbed"),
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
        self.follow(after=0)

    def follow(self, after: int) -> None:
        """Find and count the next five hundred of its activities, by id, under its name as it is now; the worker
        goes on with the rest."""
        parts = self.parts.filter(activity__gt=after).select_related("activity__standing").order_by("activity_id", "pk")
        activities = list({part.activity_id: part.activity for part in parts[:AT_ONCE]}.values())
        findable.refresh_many(activities)
        Tally.refresh(activities)
        if len(parts[:AT_ONCE]) == AT_ONCE:
            follow_body.enqueue(self.pk, activities[-1].pk)

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


@job
def follow_body(organisation: int, after: int) -> None:
    """What a body does is found and counted under its name, from the activity after this one on. Safe twice."""
    body = Organisation.objects.filter(pk=organisation).first()
    if body:
        body.follow(after)


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
        return list(asked_once(("speaks for", person.pk, day), lambda: self._spoken_by(acts_for(person, day), day)))

    def _spoken_by(self, people: list[int], day: date) -> list[int]:
        first = SPOKEN_FOR.rows(people, day) if people else []
        return sorted(Organisation.objects.merged_with(body for (body,) in first))

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

    def check_keeper(self, by: Person, day: date) -> None:
        """Whoever belongs may change or end it, and so may those who look after the body's entry."""
        if self.person_id not in acts_for(by, day) and not self.organisation.may_be_edited_by(by, day):
            raise NotYours(_("Only they themselves, somebody who speaks for it, or a keeper can change this."))

    def is_over(self, day: date) -> bool:
        return self.until is not None and self.until < day

    @transaction.atomic
    def tell(self, by: Person, day: date, as_what: str, since: date | None, until: date | None) -> None:
        """What they are there, and between which days. What is over stays over: to come back is to ask again."""
        kept = self._locked()
        kept.check_keeper(by, day)
        if kept.is_over(day):
            raise Refusal(
                _("This ended on %(day)s. Press “This is us” to come back.") % {"day": f"{kept.until:%-d %B %Y}"}
            )
        if since and since > day:
            raise Refusal(_("Write the day on which it began: one that is past, or today."))
        if until and until < (since or day):
            raise Refusal(_("The last day comes after the first."))
        kept.as_what, kept.since, kept.until = as_what[:120], since, until
        kept.save(update_fields=["as_what", "since", "until"])

    @transaction.atomic
    def end(self, by: Person, day: date) -> None:
        """They belong to it no more from that day on, and no longer speak for it. Safe twice."""
        kept = self._locked()
        kept.check_keeper(by, day)
        if kept.is_over(day):
            return
        yesterday = day - timedelta(days=1)
        if kept.since and kept.since > yesterday:
            kept.since = yesterday
        kept.until = yesterday
        kept.save(update_fields=["since", "until"])
        body = kept.organisation
        Line.record(by, "ended who belongs to", body, place=body.whereabouts(), audience=Audience.KEEPERS)

    def _locked(self) -> Membership:
        return Membership.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=self.pk)


class Post(models.Model):
    """A post that people hold in turn: leader of the council, councillor for a ward, chair."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="posts")
    name = models.CharField(max_length=120)
    place = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+")
    decides = models.CharField(max_length=300, blank=True, help_text="what the holder can decide")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name", "place"], condition=Q(place__isnull=False), name="post_once_in_a_place"
            ),
            models.UniqueConstraint(fields=["organisation", "name"], condition=Q(place=None), name="post_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.organisation}"

    @classmethod
    @transaction.atomic
    def found(cls, body: Organisation, by: Person, name: str, place: Place | None, decides: str = "") -> Post:
        """A post of this body; one of that name and place that is there already is given back, told anew."""
        body.check_editor(by)
        post, new = cls.objects.get_or_create(
            organisation=body, name=name, place=place, defaults={"decides": decides[:300]}
        )
        if not new and decides and post.decides != decides:
            cls.objects.filter(pk=post.pk).update(decides=decides[:300])
        if new:
            Line.record(by, "named a post of", body, place=body.whereabouts(), detail={"post": name})
        return post

    @transaction.atomic
    def hold(self, by: Person, name: str, since: date, source: str, person: Person | None = None) -> Term:
        """Who holds it from that day on; whoever held it until then ends on the day before. Safe twice."""
        post = Post.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=self.pk)
        post.organisation.check_editor(by)
        if not source.strip():
            raise Refusal(_("Say where this comes from: an election, a minute, a page."))
        already = post.terms.filter(name=name, since=since).first()
        if already:
            return already
        if post.terms.filter(since__gt=since).exists():
            raise Refusal(_("Somebody is told to have begun later than that. Take that out first, if it is wrong."))
        before = post.terms.filter(Q(until=None) | Q(until__gte=since))
        before.filter(since=since).delete()
        before.update(until=since - timedelta(days=1))
        term = post.terms.create(name=name, since=since, source=source.strip()[:300], person=person)
        body = post.organisation
        Line.record(by, "named who holds a post of", body, place=body.whereabouts(), detail={"post": post.name})
        return term


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

    @transaction.atomic
    def end(self, by: Person, until: date) -> None:
        """Their last day in the post; nobody is known to hold it after that, until somebody is named."""
        self.post.organisation.check_editor(by)
        if self.since and until < self.since:
            raise Refusal(_("The last day comes after the first."))
        Term.objects.filter(pk=self.pk).update(until=until)

    @transaction.atomic
    def take_out(self, by: Person) -> None:
        """It was entered by mistake. The post stays."""
        self.post.organisation.check_editor(by)
        Term.objects.filter(pk=self.pk).delete()
