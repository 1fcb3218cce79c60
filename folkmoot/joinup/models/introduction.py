"""Two organisations put in touch, both having said yes, and what came of it."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.directory.models import Membership, Organisation
from folkmoot.journal.models import Line
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.people.models import Person
from folkmoot.people.permissions import acts_for, is_keeper
from folkmoot.requests.models import Answer, Request

from .finding import Finding
from .heard import side_by_side

ASKED_AFTER = (30, 90)


class IntroductionSet(models.QuerySet):
    def made(self) -> IntroductionSet:
        return self.filter(made_at__isnull=False)

    def waiting(self) -> IntroductionSet:
        return self.filter(made_at=None, declined_at=None)

    def of(self, person: Person, day: date) -> IntroductionSet:
        """Those of the bodies this person speaks for; all for a keeper, who answers for bodies nobody speaks for, but
        those that private plans led to."""
        bodies = Membership.objects.spoken_by(person, day)
        own = Q(a__in=bodies) | Q(b__in=bodies) | Q(suggested_by__in=acts_for(person, day))
        return self.filter(own | ~Q(finding__for_owner_alone=True) if is_keeper(person, day) else own)

    def due(self, day: date, after: int) -> IntroductionSet:
        """Made so many days ago or longer."""
        return self.made().filter(made_at__date__lte=day - timedelta(days=after))


class Introduction(models.Model):
    """Two organisations are put in touch, with the reason; no address is shown until both say yes."""

    a = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    b = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    finding = models.ForeignKey(Finding, models.SET_NULL, null=True, blank=True, related_name="introductions")
    reason = models.CharField(max_length=400)
    suggested_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    request = models.OneToOneField(Request, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(null=True, blank=True, help_text="when the second yes came")
    declined_at = models.DateTimeField(null=True, blank=True)

    objects = IntroductionSet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(a__lt=F("b")), name="introduction_in_order"),
            models.UniqueConstraint(fields=["a", "b"], condition=Q(declined_at=None), name="introduction_open_once"),
        ]

    def __str__(self) -> str:
        return side_by_side(self.a, self.b)

    def get_absolute_url(self) -> str:
        return reverse("joinup:introduction", args=[self.pk])

    @classmethod
    @transaction.atomic
    def suggest(
        cls, one: Organisation, other: Organisation, reason: str, by: Person, finding: Finding | None = None
    ) -> Introduction:
        """Ask both bodies whether they would like to meet; asking twice is asking once, until one declines. A body
        that was absorbed by another is asked as that other."""
        one, other = one.survivor(), other.survivor()
        if one.pk == other.pk:
            raise Refusal(_("An introduction is between two different bodies. Choose another."))
        if one.story or other.story:
            raise Refusal(_("This is history: those bodies can no longer be introduced."))
        if not reason.strip():
            raise Refusal(_("Say why they should meet: it is what both will read."))
        a, b = sorted((one, other), key=lambda body: body.pk)
        facts = {"reason": reason.strip()[:400], "suggested_by": by, "finding": finding}
        made, first = cls.objects.get_or_create(a=a, b=b, declined_at=None, defaults=facts)
        if first:
            made._ask(by)
        return made

    def _ask(self, by: Person) -> None:
        words = _("Would you like to meet? %(reason)s") % {"reason": self.reason}
        self.request = Request.put(
            "introduction",
            words[:400],
            self,
            to=[self.a.party, self.b.party],
            asked_by=by,
            once=f"introduction:{self.pk}",
            address=self.get_absolute_url(),
        )
        self.save(update_fields=["request"])
        Line.record(by, "suggested an introduction", self, audience="parties")

    def body_of(self, person: Person | None, day: date) -> Organisation | None:
        """The side this person answers for: a body they speak for, or for a keeper one that nobody speaks for."""
        if person is None:
            return None
        spoken = Membership.objects.spoken_by(person, day)
        mine = [body for body in (self.a, self.b) if body.pk in spoken]
        if not mine and is_keeper(person, day) and not (self.finding and self.finding.is_secret()):
            mine = [body for body in (self.a, self.b) if not body.speakers(day).exists()]
        return mine[0] if mine else None

    def is_seen_by(self, person: Person | None, day: date) -> bool:
        """The two bodies and whoever suggested it; nobody else knows that it was suggested."""
        if person is None:
            return False
        return self.body_of(person, day) is not None or self.suggested_by_id in acts_for(person, day)

    @transaction.atomic
    def say(self, by: Person, yes: bool, because: str = "", *, day: date) -> None:
        """Keep one side's yes or no. With the second yes the introduction is made; a no ends it, kindly."""
        locked = type(self).objects.select_for_update().get(pk=self.pk)
        body = locked.body_of(by, day)
        if body is None:
            raise NotYours(_("Only somebody who speaks for one of the two can answer."))
        if locked.declined_at or locked.made_at:
            raise Refusal(_("This introduction has been settled already."))
        locked.request.answer(by, "yes" if yes else "no", because, party=body.party)
        if not yes:
            locked.declined_at = timezone.now()
            locked.request.close()
        elif len(locked.said_yes()) == 2:
            locked.made_at = timezone.now()
            locked.request.close()
            Line.record(by, "were introduced", locked, audience="parties")
        locked.save(update_fields=["declined_at", "made_at"])
        self.refresh_from_db()

    def ask_what_came(self, after: int) -> Request:
        """Both sides are asked what came of it, so many days after; each question is put once. The question of 30 days
        is closed by that of 90."""
        words = _("You were introduced %(days)d days ago. What came of it?") % {"days": after}
        for earlier in (days for days in ASKED_AFTER if days < after):
            if asked := self.asked_what_came(earlier):
                asked.close()
        return Request.put(
            "yield",
            words,
            self,
            to=[self.a.party, self.b.party],
            once=f"yield:{self.pk}:{after}",
            address=self.get_absolute_url(),
        )

    def asked_what_came(self, after: int) -> Request | None:
        return Request.objects.filter(kind="yield", once=f"yield:{self.pk}:{after}").first()

    def said_yes(self) -> list[str]:
        """The party words of the sides that have said yes."""
        if self.request is None:
            return []
        yes = self.request.answers.filter(undone_at=None, choice="yes")
        return sorted(set(yes.values_list("party", flat=True)))

    @transaction.atomic
    def take_back(self, by: Person, answer: Answer) -> None:
        """Undo what one side said came of it; the figure no longer counts it."""
        answer.undo(by)
        after = int(answer.request.once.rpartition(":")[2])
        self.yields.filter(organisation_id=int(answer.party.rpartition(":")[2]), after_days=after).delete()

    def contacts(self) -> list[dict]:
        """How to reach each other, once both said yes and never before: who said it, and the body's own contact."""
        if self.made_at is None:
            return []
        yes = self.request.answers.filter(undone_at=None, choice="yes").select_related("by")
        who = {answer.party: answer.by for answer in yes}
        return [{"body": body, "person": who.get(body.party)} for body in (self.a, self.b)]


class Yield(models.Model):
    """What came of an introduction, asked of each side after 30 and after 90 days."""

    class Came(models.TextChoices):
        NOTHING = "nothing", _("Nothing yet")
        TALKED = "talked", _("We talked")
        JOINT = "joint", _("We did something together")

    introduction = models.ForeignKey(Introduction, models.CASCADE, related_name="yields")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    after_days = models.PositiveSmallIntegerField()
    came = models.CharField(max_length=8, choices=Came)
    words = models.TextField(blank=True, max_length=2000)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["introduction", "organisation", "after_days"], name="yield_once"),
            models.CheckConstraint(condition=Q(after_days__in=[30, 90]), name="yield_after_30_or_90"),
        ]

    def __str__(self) -> str:
        return f"{self.introduction}: {self.get_came_display()}"

    @classmethod
    def tell(cls, introduction: Introduction, by: Person, came: str, words: str, *, day: date) -> Yield:
        """Keep what one side says came of it, for the latest question that is due; a second word replaces the first."""
        body = introduction.body_of(by, day)
        if body is None:
            raise NotYours(_("Only somebody who speaks for one of the two can say what came of it."))
        if introduction.made_at is None:
            raise Refusal(_("The two have not been introduced yet."))
        if came not in cls.Came.values:
            raise Refusal(_("Choose one of the answers."))
        days = (day - timezone.localdate(introduction.made_at)).days
        after = max((each for each in ASKED_AFTER if each <= days), default=ASKED_AFTER[0])
        with transaction.atomic():
            kept, _made = cls.objects.update_or_create(
                introduction=introduction,
                organisation=body,
                after_days=after,
                defaults={"came": came, "words": words[:2000], "by": by, "at": timezone.now()},
            )
            kept._answers(by, body)
        return kept

    def _answers(self, by: Person, body: Organisation) -> None:
        """Nothing about it waits for this side any more: neither this question nor the one before it. What both have
        answered, or the later question has overtaken, is closed."""
        for after in (days for days in ASKED_AFTER if days <= self.after_days):
            asked = self.introduction.asked_what_came(after)
            if asked is None or asked.closed_at:
                continue
            if after == self.after_days:
                asked.answer(by, self.came, party=body.party)
            answered = set(asked.answers.filter(undone_at=None).values_list("party", flat=True))
            if (
                after < self.after_days
                or {body.party for body in (self.introduction.a, self.introduction.b)} <= answered
            ):
                asked.close()


def honest_yield(day: date) -> dict[str, int]:
    """Of the introductions made 30 days ago or longer: how many, and by the latest word of either side what came.

    Joint work counts when one side says so; those that neither side has answered for stand as unknown.
    """
    old = Introduction.objects.due(day, ASKED_AFTER[0]).prefetch_related("yields")
    counted = {"made": 0, "joint": 0, "talked": 0, "nothing": 0, "unknown": 0}
    for each in old:
        latest = {said.organisation_id: said.came for said in sorted(each.yields.all(), key=lambda one: one.after_days)}
        best = next((came for came in ("joint", "talked", "nothing") if came in latest.values()), "unknown")
        counted["made"] += 1
        counted[best] += 1
    return counted
