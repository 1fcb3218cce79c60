"""A finding: two things worth a look together, who hears of it first, and what its parties answer."""

from __future__ import annotations

from datetime import date

from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.directory.models import Activity, Ask, Offer, Organisation, Party, Programme
from folkmoot.journal.models import Line, Notice, Pace, Veil
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.people.models import Person
from folkmoot.places.models import Place
from folkmoot.requests.models import Answer, Request

from .heard import FindingSet, Voice, name_of, people_for, side_by_side


class Choice(models.TextChoices):
    """What a party can answer. The first is the one offered first."""

    TALK = "talk", _("Let’s talk first")
    JOIN = "join", _("Same thing: let’s join")
    SIMILAR = "similar", _("Similar: share methods or dates")
    SEPARATE = "separate", _("Better kept separate, because …")
    UNLIKE = "unlike", _("Not alike")
    PASS = "pass", _("I can’t speak for them")


# What a list offers before one asks for another answer: two that help each other are not the same thing.
NEAREST = {
    "duplication": (Choice.TALK, Choice.JOIN, Choice.SIMILAR),
    "synergy": (Choice.TALK, Choice.SIMILAR),
}
Side = Activity | Offer | Ask | Programme


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
    programme_a = models.ForeignKey(Programme, models.CASCADE, null=True, blank=True, related_name="+")
    programme_b = models.ForeignKey(Programme, models.CASCADE, null=True, blank=True, related_name="+")
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
            models.CheckConstraint(
                condition=Q(programme_a=None, programme_b=None)
                | Q(programme_a__isnull=False, programme_b__isnull=False, a=None, b=None, offer=None, ask=None)
                & ~Q(programme_a=F("programme_b")),
                name="finding_of_two_programmes",
            ),
            models.CheckConstraint(condition=Q(score__range=(0, 1)), name="finding_score"),
        ]
        indexes = [models.Index(fields=["story", "kind", "gone_at", "-score"])]

    def __str__(self) -> str:
        one, other = self.sides()
        return side_by_side(one, other)

    def get_absolute_url(self) -> str:
        return reverse("joinup:finding", args=[self.pk])

    def sides(self) -> tuple[Side, Side]:
        """The two things: supply before what is wanted."""
        return self.a or self.offer or self.programme_a, self.b or self.ask or self.programme_b

    def nearest_choices(self) -> tuple[Choice, ...]:
        """The answers that suit this kind of finding best, the first one first."""
        return NEAREST[self.kind]

    def other_choices(self) -> list[Choice]:
        """All the others, in their order."""
        return [choice for choice in Choice if choice not in NEAREST[self.kind]]

    def of_programmes(self) -> bool:
        """Whether two whole programmes are meant, not two of their activities."""
        return self.programme_a_id is not None

    def parties(self) -> list[list[Organisation]]:
        """For each side the bodies that may answer for it: its owners, or whoever has the offer or ask."""
        return [_owners(side) for side in self.sides()]

    def is_visible_to(self, person: Person | None, day: date) -> bool:
        """Whether this person may see the two names."""
        return type(self).objects.filter(pk=self.pk).heard_by(person, day).exists()

    def said_outside(self) -> str:
        """What it is called where everybody reads: names may be closed again, or one of the two made private."""
        return str(self) if self.story else str(OUTSIDE[self.kind])

    def party_of(self, person: Person, day: date) -> str:
        """Which party this person answers as: a body's party word, "people.person:7" where no body has the side, or
        ""."""
        return self.party_for(Voice(person, day))

    def party_for(self, voice: Voice) -> str:
        """As `party_of`; one voice serves many findings."""
        sides = list(zip(self.sides(), self.parties()))
        spoken = next(filter(None, (voice.of(bodies) for _side, bodies in sides)), None)
        if spoken:
            return spoken.party
        return next(filter(None, (self.party_on(side, bodies, voice) for side, bodies in sides)), "")

    @staticmethod
    def party_on(side: Side, bodies: list[Organisation], voice: Voice) -> str:
        """As `party_of`, for one side and its bodies alone."""
        spoken = voice.of(bodies)
        if spoken:
            return spoken.party
        if not bodies:
            who = _person_of(side)
            return f"people.person:{who}" if who in voice.selves else ""
        return bodies[0].party if voice.may_stand_in(side, bodies) else ""

    def words_of_sides(self) -> list[list[str]]:
        """For each side the party words of those who may answer for it."""
        return [_parties_of(side) for side in self.sides()]

    @transaction.atomic
    def answer(self, by: Person, choice: str, because: str = "", *, day: date) -> Answer:
        """Keep a party's answer, in place of an earlier one; "better kept separate" needs its reason."""
        if self.story:
            raise Refusal(_("This is history; its answers are those its sources give."))
        party = self.party_of(by, day) if self.is_visible_to(by, day) else ""
        if not party:
            raise NotYours(
                _("Only those who speak for one of the two can answer. On its page you can say “this is us”.")
            )
        if choice not in Choice.values:
            raise Refusal(_("Choose one of the answers."))
        if choice == Choice.SEPARATE and not because.strip():
            raise Refusal(_("Say why they are better kept separate: the reason is what others can learn from."))
        request, before = self.asked(), self.answer_of(party)
        if before is not None and before.party != party:
            before.undone_at = timezone.now()
            before.save(update_fields=["undone_at"])
        given = request.answer(by, choice, because.strip(), party=party)
        if before is None or given.pk != before.pk:
            # A published answer that is changed stays published: the new one stands in its place.
            self.publications.filter(answer=before).update(answer=given)
            self._record(by, "answered a finding", audience="parties")
            self._tell_others(given, day)
        return given

    def _record(self, by: Person, verb: str, **more) -> None:
        Line.record(by, verb, self, place=self.place, title=self.said_outside(), **more)

    def _tell_others(self, given: Answer, day: date) -> None:
        """The other side hears what was answered, where it may know of this at all; what is passed on says nothing."""
        if given.choice == Choice.PASS:
            return
        known = {"who": name_of(given.party), "answer": Choice(given.choice).label, "title": self}
        words = _("%(who)s answered “%(answer)s” about %(title)s") % known
        told = {one for party in self.hearers() if party != given.party for one in people_for(party, day)}
        for person in sorted(told - set(people_for(given.party, day)), key=lambda one: one.pk):
            Notice.tell(person, words, self.get_absolute_url(), pace=Pace.AT_ONCE)

    def is_secret(self) -> bool:
        """Whether one of the two is a private plan: when somebody last looked, or since."""
        return self.for_owner_alone or any(getattr(side, "private_for_now", False) for side in self.sides())

    def is_named(self) -> bool:
        """Whether both of a pair with a private plan have said that they may be named to each other."""
        approach = getattr(self, "approach", None)
        return approach is not None and approach.made_at is not None

    def hearers(self) -> list[str]:
        """The party words of those who may be told of it, each once, supply first; of a private plan its owner alone.

        A side that no body has is answered by whoever offers, asks or entered it ("people.person:7").
        """
        sides = list(zip(self.sides(), self.words_of_sides()))
        if self.is_named():
            return list(dict.fromkeys(word for _side, words in sides for word in words))
        secret = [set(words) for side, words in sides if getattr(side, "private_for_now", False)]
        told = dict.fromkeys(word for _side, words in sides for word in words)
        return [word for word in told if all(word in owners for owners in secret)]

    @transaction.atomic
    def asked(self) -> Request:
        """The request that carries this finding's answers, put to whoever may hear of it. Asking twice is asking
        once; whoever may hear of it since is added, and whoever may not any more is left out again."""
        type(self).objects.select_for_update().get(pk=self.pk)
        to = self.hearers()
        words = QUESTION[self.kind] % dict(zip(("one", "other"), self.sides()))
        request = Request.put("finding", words, self, to=to, once=f"finding:{self.pk}", address=self.get_absolute_url())
        request.recipients.exclude(party__in=to).delete()
        type(self).objects.filter(pk=self.pk).update(request=request)
        self.request = request
        return request

    def answers(self):
        """The standing answers, oldest first."""
        if self.request_id is None:
            return Answer.objects.none()
        return self.request.answers.filter(undone_at=None).select_related("by").order_by("at")

    def answer_of(self, party: str) -> Answer | None:
        """The standing answer of this party, or of a body it absorbed."""
        label, _sep, key = party.partition(":")
        body = Organisation.objects.filter(pk=key).first() if label == Organisation._meta.label_lower else None
        words = [f"{label}:{pk}" for pk in body.selves()] if body else [party]
        return self.answers().filter(party__in=words).last() if party else None

    @transaction.atomic
    def publish(self, by: Person, *, day: date, hours: int | None = None, pence: int | None = None) -> Publication:
        """Make one's own standing answer public, and with it the names. Safe twice; what it saved is as said last."""
        party = self.party_of(by, day)
        answer = self.answer_of(party) if party else None
        if answer is None:
            raise Refusal(_("Answer first; then you can publish your answer."))
        if self.is_secret():
            raise Refusal(_("One of the two is a private plan. Make it public first, then publish your answer."))
        saved = {"value_hours": hours, "value_pence": pence}
        facts = {"finding": self, "by": by}
        made, first = Publication.objects.update_or_create(answer=answer, defaults=saved, create_defaults=facts | saved)
        if first:
            type(self).objects.filter(pk=self.pk, published_at=None).update(published_at=timezone.now())
            self.refresh_from_db(fields=["published_at"])
            Veil.lift(self._meta.label_lower, self.pk)
            self._record(by, "published an answer to")
        return made

    @transaction.atomic
    def take_back(self, by: Person, answer: Answer) -> None:
        """Undo one's own answer; when no published answer is left standing, the names are closed again, and what the
        journal said of it is drawn over."""
        answer.undo(by)
        if self.published_at and not self.publications.filter(answer__undone_at=None).exists():
            type(self).objects.filter(pk=self.pk).update(published_at=None)
            self.refresh_from_db(fields=["published_at"])
            Veil.draw(self._meta.label_lower, self.pk)
        self._record(by, "took back an answer to", audience="parties")


OUTSIDE = {
    Finding.Kind.DUPLICATION: _("two that look alike"),
    Finding.Kind.SYNERGY: _("two that could help each other"),
}
QUESTION = {
    Finding.Kind.DUPLICATION: _("“%(one)s” and “%(other)s”: are you planning the same thing?"),
    Finding.Kind.SYNERGY: _("“%(one)s” and “%(other)s”: could you help each other?"),
}


def _parties_of(side: Side) -> list[str]:
    bodies, person = [body.party for body in _owners(side)], _person_of(side)
    return bodies or ([f"people.person:{person}"] if person else [])


def _person_of(side: Side) -> int | None:
    """Who answers for what no body has: whoever offers, asks or entered it."""
    return getattr(side, "person_id", None) or side.entered_by_id


def _owners(side: Side) -> list[Organisation]:
    """Its bodies as they stand today, one that was absorbed as the one that absorbed it, in the order of entry."""
    if isinstance(side, Activity):
        fetched = "parties" in getattr(side, "_prefetched_objects_cache", {})
        rows = side.parties.all() if fetched else side.parties.select_related("organisation__same_as")
        parts = sorted((part for part in rows if part.role in Party.OWNERS), key=lambda part: part.pk)
        return list({part.body.pk: part.body for part in parts}.values())
    return [side.organisation.survivor()] if side.organisation else []


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

    def who(self) -> str:
        """Whose answer it is, by name."""
        return name_of(self.answer.party)
