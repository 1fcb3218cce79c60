"""Two who plan alike, at least one of them in private: each is asked, without a name, whether both may be named."""

from __future__ import annotations

from datetime import date

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.journal.models import Line, Notice, Pace
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.people.models import Person
from folkmoot.requests.models import Request

from .finding import Finding, Side
from .heard import Voice, people_for
from .introduction import Introduction

WORDS = _(
    "Others plan something much like one of yours, and not everything about it is public yet. "
    "May each of you be told who the other is?"
)
REASON = _("Both plan something alike, and both have said that they may be named to each other.")


class ApproachSet(models.QuerySet):
    def waiting(self) -> ApproachSet:
        return self.filter(made_at=None, declined_at=None)

    def lapsed(self) -> ApproachSet:
        """Waiting for an answer that nobody needs any more: the plan is public now, or the two are alike no longer."""
        return self.waiting().filter(Q(finding__for_owner_alone=False) | Q(finding__gone_at__isnull=False))


class Approach(models.Model):
    """Both sides of a finding with a private plan are asked, without a name, whether each may be told of the other."""

    finding = models.OneToOneField(Finding, models.CASCADE, related_name="approach")
    request = models.OneToOneField(Request, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    made_at = models.DateTimeField(null=True, blank=True, help_text="when the second yes came: now both are named")
    declined_at = models.DateTimeField(null=True, blank=True)

    objects = ApproachSet.as_manager()

    class Meta:
        verbose_name_plural = "approaches"
        constraints = [
            models.CheckConstraint(condition=Q(made_at=None) | Q(declined_at=None), name="approach_ends_once"),
        ]

    def __str__(self) -> str:
        return str(_("Two plans that are alike"))

    def get_absolute_url(self) -> str:
        return reverse("joinup:approach", args=[self.pk])

    @classmethod
    @transaction.atomic
    def begin(cls, finding: Finding, by: Person | None = None, *, day: date) -> Approach:
        """Ask both sides; where one of them asks for it, that is its yes and the other alone is asked. Asked once.

        The request says who asks to nobody, nor which plan is meant: its page shows each side its own.
        """
        if not finding.is_secret() or finding.story:
            raise Refusal(_("Neither of the two is private, so you can ask for an introduction by name."))
        words = finding.words_of_sides()
        if set(words[0]) & set(words[1]):
            raise Refusal(_("Both are yours: there is nobody to ask."))
        made, first = cls.objects.get_or_create(finding=finding)
        party = made.party_of(by, day) if by else ""
        if by and not party:
            raise NotYours(_("Only those who speak for one of the two can ask this."))
        if first:
            to = [word for side in words for word in side if party not in side]
            made.request = Request.put("approach", str(WORDS), made, to=to, once=f"approach:{finding.pk}")
            made.save(update_fields=["request"])
        if by and not made.made_at and not made.declined_at:
            made.say(by, True, day=day)
        return made

    def own_side(self, person: Person | None, day: date) -> Side | None:
        """The side this person answers for; None for everybody else."""
        return self._mine(person, day)[0]

    def party_of(self, person: Person | None, day: date) -> str:
        return self._mine(person, day)[1]

    def _mine(self, person: Person | None, day: date) -> tuple[Side | None, str]:
        if person is None or not person.is_authenticated:
            return None, ""
        voice = Voice(person, day)
        for side, bodies in zip(self.finding.sides(), self.finding.parties()):
            party = self.finding.party_on(side, bodies, voice)
            if party:
                return side, party
        return None, ""

    def said_yes(self) -> list[str]:
        """The party words of those who have said yes."""
        yes = self.request.answers.filter(undone_at=None, choice="yes") if self.request else None
        return sorted(yes.values_list("party", flat=True)) if yes is not None else []

    @transaction.atomic
    def say(self, by: Person, yes: bool, *, day: date) -> None:
        """Keep one side's yes or no. With both, each is named to the other; a no ends it and names nobody."""
        locked = type(self).objects.select_for_update().get(pk=self.pk)
        party = locked.party_of(by, day)
        if not party:
            raise NotYours(_("Only those who speak for one of the two can answer."))
        if locked.declined_at or locked.made_at or locked.request.closed_at:
            raise Refusal(_("This has been settled already."))
        locked.request.answer(by, "yes" if yes else "no", party=party)
        if not yes:
            locked.declined_at = timezone.now()
        elif all(set(side) & set(locked.said_yes()) for side in locked.finding.words_of_sides()):
            locked.made_at = timezone.now()
        locked.save(update_fields=["declined_at", "made_at"])
        if locked.declined_at or locked.made_at:
            locked.request.close()
        if locked.made_at:
            locked._introduce(by, day)
        Line.record(by, "answered whether they may be named", locked, audience="parties")
        self.refresh_from_db()

    def _introduce(self, by: Person, day: date) -> None:
        """Both hear of the finding now; two bodies are introduced, since both have said yes to that."""
        finding = Finding.objects.get(pk=self.finding_id)
        finding.asked()
        words = _("Both have said yes: see who the other is, and what the two share.")
        for person in {one for party in finding.hearers() for one in people_for(party, day)} - {by}:
            Notice.tell(person, words, finding.get_absolute_url(), pace=Pace.AT_ONCE)
        bodies = [side[0] for side in finding.parties() if side]
        if len(bodies) < 2 or bodies[0] == bodies[1]:
            return
        introduction = Introduction.suggest(bodies[0], bodies[1], str(REASON), by, finding)
        for answer in self.request.answers.filter(undone_at=None, choice="yes").select_related("by"):
            body = introduction.body_of(answer.by, day) if answer.by else None
            if body and introduction.made_at is None:
                introduction.say(answer.by, True, day=day)
