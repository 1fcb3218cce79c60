"""How a decision ended."""

from __future__ import annotations

from datetime import date

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.decisions import findable
from folkmoot.journal.models import Line, Notice
from folkmoot.kit.refusals import Refusal
from folkmoot.people.models import Person

from .decision import Decision
from .text import Objection


class Settlement(models.Model):
    """How a decision ended: what was decided and why, whom it binds, when it is looked at again.

    The count it rests on is kept as it was (`counted`), so that nobody who leaves changes it.
    """

    class State(models.TextChoices):
        AGREED = "agreed", gettext_lazy("Agreed")
        NOT_AGREED = "not-agreed", gettext_lazy("Not agreed")

    decision = models.OneToOneField(Decision, models.CASCADE, related_name="settlement")
    state = models.CharField(max_length=10, choices=State)
    words = models.TextField(max_length=4000, help_text="what was decided")
    because = models.TextField(max_length=4000)
    binds = models.CharField(max_length=300, blank=True, help_text="whom it binds")
    counted = models.JSONField(default=dict, blank=True)
    beside = models.JSONField(default=list, blank=True, help_text="[line of the roll, words] of who saw it otherwise")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    settled_on = models.DateField(default=timezone.localdate)
    review_on = models.DateField(null=True, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    review_words = models.TextField(max_length=2000, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-settled_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(because="") & ~Q(words=""), name="settlement_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.decision}: {self.get_state_display()}"

    @classmethod
    @transaction.atomic
    def settle(cls, decision: Decision, by: Person, state: str, words: str, because: str, **more) -> Settlement:
        """Say how it ended; safe twice. `more`: counted (the count as plain values), binds, review_on, beside
        (words of those who saw it otherwise, by their lines on the roll).

        By advice, the named decider settles it; else whoever began it, once the round has closed. Consent is not
        settled as agreed while an objection stands open: it is met, or it was not agreed. A quorum that was missed
        cannot be agreed.
        """
        locked, day = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk), timezone.localdate()
        locked.check_settled_by(by)
        known = cls.objects.filter(decision=locked).first()
        if known:
            return known
        if locked.state() != "closed":
            raise Refusal(_("People can still say, or were never asked. Close it first."))
        if state not in cls.State.values or not words.strip() or not because.strip():
            raise Refusal(_("Say what was decided, and why, so that somebody who was not there understands it."))
        if more.get("review_on") and more["review_on"] <= day:
            raise Refusal(_("The day on which you look at it again lies in the past."))
        if state == cls.State.AGREED:
            cls._check_agreed(locked, more.get("counted") or {})
        made = cls.objects.create(
            decision=locked, state=state, words=words.strip()[:4000], because=because.strip()[:4000], by=by, **more
        )
        made._tell(locked, by)
        return made

    @staticmethod
    def _check_agreed(decision: Decision, counted: dict) -> None:
        if counted.get("said", 0) < decision.quorum:
            raise Refusal(
                _("%(n)d were to say for it to count, and %(m)d did. Ask again, or settle it as not agreed.")
                % {"n": decision.quorum, "m": counted.get("said", 0)}
            )
        if decision.method == Decision.Method.CONSENT and open_objections(decision).exists():
            raise Refusal(_("An objection stands open. It is met first, or this was not agreed."))

    def _tell(self, decision: Decision, by: Person) -> None:
        verb = "settled" if self.state == self.State.AGREED else "did not agree on"
        Line.record(by, verb, decision, place=decision.place, audience=decision.journal_audience())
        words = _("It is settled: %s") % decision.title
        for person in Person.objects.filter(pk__in=decision.eligible.values("person"), is_active=True).exclude(
            pk=by.pk
        ):
            Notice.tell(person, words, decision.get_absolute_url())
        findable.refresh_decision(decision)

    @transaction.atomic
    def review(self, by: Person, words: str, again_on: date | None = None) -> bool:
        """It was looked at again: what was found, and when next. True the first time for each day."""
        decision = self.decision._locked_for(by)
        if not words.strip():
            raise Refusal(_("Say in a sentence what you found: it stands, or what should change."))
        if self.reviewed_at and not again_on:
            return False
        said = {"review_words": words.strip()[:2000], "reviewed_at": None if again_on else timezone.now()}
        Settlement.objects.filter(pk=self.pk).update(review_on=again_on or self.review_on, **said)
        Line.record(by, "looked again at", decision, place=decision.place, audience=decision.journal_audience())
        self.refresh_from_db()
        return True


def open_objections(decision: Decision):
    """Those that nobody has said are met."""
    return Objection.objects.open().filter(eligible__decision=decision).select_related("eligible", "clause")
