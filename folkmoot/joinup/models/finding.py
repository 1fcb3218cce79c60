"""A finding: two things worth a look together, who hears of it first, and what its parties answer."""

from __future__ import annotations

from datetime import date

from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.directory.models import Activity, Ask, Membership, Offer, Organisation, Party
from folkmoot.journal.models import Line
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.people.models import Person
from folkmoot.people.permissions import is_keeper
from folkmoot.places.models import Place
from folkmoot.requests.models import Answer, Request


class Choice(models.TextChoices):
    """What a party can answer. The first is the one offered first."""

    TALK = "talk", _("Let’s talk first")
    JOIN = "join", _("Same thing: let’s join")
    SIMILAR = "similar", _("Similar: share methods or dates")
    SEPARATE = "separate", _("Better kept separate, because …")
    UNLIKE = "unlike", _("Not alike")
    PASS = "pass", _("I can’t speak for them")


class FindingSet(models.QuerySet):
    def standing(self) -> FindingSet:
        """Those that still hold with what is known today."""
        return self.filter(gone_at=None)

    def live(self) -> FindingSet:
        return self.filter(story=False)

    def open_to_all(self) -> FindingSet:
        """Those whose names may be shown: a party has published its answer, or it is history."""
        return self.filter(Q(story=True) | Q(published_at__isnull=False), for_owner_alone=False)

    def at(self, place: Place) -> FindingSet:
        return self.filter(place__in=Place.objects.within(place))

    def of_activities(self, activities) -> FindingSet:
        return self.filter(Q(a__in=activities) | Q(b__in=activities))

    def heard_by(self, person: Person | None, day: date) -> FindingSet:
        """Those whose names this person may see: the open ones, their own bodies', and, for whoever keeps the
        site or entered the thing, those of bodies that nobody speaks for yet. A private plan's owner alone."""
        if person is None or not person.is_authenticated:
            return self.open_to_all()
        mine = own_activities(person, day)
        things = Membership.objects.speaking(day).filter(person=person).values("organisation")
        told = Q(a__in=mine) | Q(b__in=mine) | Q(offer__organisation__in=things) | Q(ask__organisation__in=things)
        told |= Q(offer__person=person) | Q(ask__person=person)
        secret = (Q(a__private_for_now=True) & ~Q(a__in=mine)) | (Q(b__private_for_now=True) & ~Q(b__in=mine))
        heard = Q(pk__in=self.open_to_all().values("pk")) | told | unspoken_for(person, day)
        return self.filter(heard).exclude(pk__in=Finding.objects.filter(secret).values("pk"))


def own_activities(person: Person, day: date):
    """The activities of the bodies this person speaks for, and those they entered themselves."""
    speaks = Membership.objects.speaking(day).filter(person=person).values("organisation")
    parts = Party.objects.filter(organisation__in=speaks, role__in=Party.OWNERS).values("activity")
    return Activity.objects.filter(Q(pk__in=parts) | Q(entered_by=person, private_for_now=True)).values("pk")


def unspoken_for(person: Person, day: date) -> Q:
    """Findings with a side that nobody speaks for, for a keeper of the site or for whoever entered that side."""
    spoken = Membership.objects.speaking(day).values("organisation")
    silent = Party.objects.filter(role__in=Party.OWNERS).exclude(organisation__in=spoken).values("activity")
    free = Q(for_owner_alone=False)
    if is_keeper(person, day):
        return free & (Q(a__in=silent) | Q(b__in=silent) | Q(offer__isnull=False) | Q(ask__isnull=False))
    return free & (Q(a__in=silent, a__entered_by=person) | Q(b__in=silent, b__entered_by=person))


class Finding(models.Model):
    """Two things worth a look together, with reasons a person can check. Gaps are computed, never stored."""

    class Kind(models.TextChoices):
        DUPLICATION = "duplication", _("You may be planning the same thing")
        SYNERGY = "synergy", _("Could help each other")

    kind = models.CharField(max_length=12, choices=Kind)
    a = models.ForeignKey(Activity, models.CASCADE, null=True, blank=True, related_name="+")
    b = models.ForeignKey(Activity, models.CASCADE, null=True, blank=True, related_name="+")
    offer = models.ForeignKey(Offer, models.CASCADE, null=True, blank=True, related_name="+")
    ask = models.ForeignKey(Ask, models.CASCADE, null=True, blank=True, related_name="+")
    place = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+")
    once = models.CharField(max_length=80, unique=True, help_text="the pair, in order: found twice is found once")
    rule = models.CharField(max_length=40, blank=True)
    score = models.FloatField()
    certainty = models.CharField(max_length=12, default="perhaps", help_text="whether their dates overlap")
    reasons = models.JSONField(default=list)
    missing = models.JSONField(default=list, blank=True)
    known_a = models.PositiveSmallIntegerField(default=0, help_text="facts known of the first, of ten")
    known_b = models.PositiveSmallIntegerField(default=0)
    for_owner_alone = models.BooleanField(default=False, help_text="one side is private: only its owner is told")
    story = models.BooleanField(default=False)
    found_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)
    gone_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    request = models.OneToOneField(Request, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = FindingSet.as_manager()

    class Meta:
        ordering = ["-score", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(a=None) | Q(b=None) | ~Q(a=F("b")), name="finding_of_two"),
            models.CheckConstraint(condition=Q(score__range=(0, 1)), name="finding_score"),
        ]
        indexes = [models.Index(fields=["story", "kind", "gone_at", "-score"])]

    def __str__(self) -> str:
        one, other = self.sides()
        return f"{one} · {other}"

    def get_absolute_url(self) -> str:
        return reverse("joinup:finding", args=[self.pk])

    def sides(self) -> tuple[Activity | Offer, Activity | Ask]:
        """The two things: supply before what is wanted."""
        return self.a or self.offer, self.b or self.ask

    def parties(self) -> list[list[Organisation]]:
        """For each side the bodies that may answer for it: its owners, or whoever has the offer or ask."""
        return [_owners(side) for side in self.sides()]

    def party_of(self, person: Person, day: date) -> str:
        """Which party this person answers as: a body's party word, "role:keeper" for the unspoken for, or ""."""
        bodies = [body for side in self.parties() for body in side]
        speaks = set(
            Membership.objects.speaking(day).filter(organisation__in=bodies).values_list("organisation", "person")
        )
        for body in bodies:
            if (body.pk, person.pk) in speaks:
                return body.party
        unspoken = [body for body in bodies if body.pk not in {organisation for organisation, _ in speaks}]
        entered = any(getattr(side, "entered_by_id", None) == person.pk for side in self.sides())
        if entered or (unspoken and is_keeper(person, day)):
            return unspoken[0].party if unspoken else f"people.person:{person.pk}"
        return ""

    @transaction.atomic
    def answer(self, by: Person, choice: str, because: str = "", *, day: date) -> Answer:
        """Keep a party's answer, in place of an earlier one; "better kept separate" needs its reason."""
        if self.story:
            raise Refusal(_("This is history; its answers are those its sources give."))
        party = self.party_of(by, day)
        if not party:
            raise NotYours(
                _("Only those who speak for one of the two can answer. On its page you can say “this is us”.")
            )
        if choice not in Choice.values:
            raise Refusal(_("Choose one of the answers."))
        if choice == Choice.SEPARATE and not because.strip():
            raise Refusal(_("Say why they are better kept separate: the reason is what others can learn from."))
        given = self.asked().answer(by, choice, because.strip(), party=party)
        Line.record(by, "answered a finding", self, place=self.place, audience="parties", title=str(self)[:300])
        return given

    def asked(self) -> Request:
        """The request that carries this finding's answers, put to both parties the first time it is wanted."""
        locked = type(self).objects.select_for_update().get(pk=self.pk)
        if locked.request is None:
            to = [body.party for side in self.parties() for body in side] or ["role:keeper"]
            words = _("Does this look right to you? %(finding)s") % {"finding": self}
            locked.request = Request.put(
                "finding", words[:400], self, to=to, once=f"finding:{self.pk}", address=self.get_absolute_url()
            )
            locked.save(update_fields=["request"])
        self.request = locked.request
        return locked.request

    def answers(self):
        """The standing answers, oldest first."""
        if self.request_id is None:
            return Answer.objects.none()
        return self.request.answers.filter(undone_at=None).select_related("by").order_by("at")

    @transaction.atomic
    def publish(self, by: Person, *, day: date, hours: int | None = None, pence: int | None = None) -> Publication:
        """Make one's own standing answer public, and with it the names. Safe twice."""
        party = self.party_of(by, day)
        answer = self.answers().filter(party=party).last() if party else None
        if answer is None:
            raise Refusal(_("Answer first; then you can publish your answer."))
        if self.for_owner_alone:
            raise Refusal(_("One of the two is a private plan. Make it public first, then publish your answer."))
        made, first = Publication.objects.get_or_create(
            answer=answer, defaults={"finding": self, "by": by, "value_hours": hours, "value_pence": pence}
        )
        if first:
            type(self).objects.filter(pk=self.pk, published_at=None).update(published_at=timezone.now())
            self.refresh_from_db(fields=["published_at"])
            Line.record(by, "published an answer to", self, place=self.place)
        return made

    @transaction.atomic
    def take_back(self, by: Person, answer: Answer) -> None:
        """Undo one's own answer; when no published answer is left standing, the names are closed again."""
        answer.undo(by)
        if not self.publications.filter(answer__undone_at=None).exists():
            type(self).objects.filter(pk=self.pk).update(published_at=None)
            self.refresh_from_db(fields=["published_at"])
        Line.record(by, "took back an answer to", self, place=self.place, audience="parties")


def _owners(side: Activity | Offer | Ask) -> list[Organisation]:
    if isinstance(side, Activity):
        parts = side.parties.filter(role__in=Party.OWNERS).select_related("organisation").order_by("pk")
        return [part.organisation for part in parts]
    return [side.organisation] if side.organisation else []


class Publication(models.Model):
    """A party made its answer public; until the first of these the public sees a count and no names."""

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="publications")
    answer = models.OneToOneField(Answer, models.CASCADE, related_name="+")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    value_hours = models.PositiveIntegerField(null=True, blank=True)
    value_pence = models.PositiveBigIntegerField(null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.finding}: {self.answer}"
