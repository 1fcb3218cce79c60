"""Who may say in a decision, and whom they let speak for them."""

from __future__ import annotations

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.people.models import Person

from .decision import Decision


class Eligible(models.Model):
    """Somebody who may say in a decision: a person with an account, or a name whose paper its keeper keys."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="eligible")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=200)
    delegate = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="speaks_for")
    delegated_at = models.DateTimeField(null=True, blank=True)
    added_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name", "pk"]
        verbose_name_plural = "eligible"
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "person"], condition=Q(person__isnull=False), name="eligible_person_once"
            ),
            models.UniqueConstraint(fields=["decision", "name"], condition=Q(person=None), name="eligible_name_once"),
            models.CheckConstraint(condition=Q(delegate=None) | ~Q(delegate=F("pk")), name="eligible_not_own_delegate"),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    @transaction.atomic
    def name_one(cls, decision: Decision, name: str, by: Person) -> Eligible:
        """Somebody without an account: their paper is keyed. The same name is the same line."""
        decision._locked_for(by)
        if decision.round() is not None:
            raise Refusal(_("People have begun to say. Who may say is settled before that."))
        name = " ".join(name.split())
        if not name:
            raise Refusal(_("Write their name."))
        return cls.objects.get_or_create(decision=decision, person=None, name=name[:200], defaults={"added_by": by})[0]

    @transaction.atomic
    def delegate_to(self, other: Eligible | None, by: Person) -> None:
        """Let somebody else on the roll speak for one where one says nothing oneself; None takes it back.

        What one says oneself always counts in place of it. Refused where it would lead back to oneself.
        """
        if self.person_id is None or self.person_id != by.pk:
            raise NotYours(_("You choose this for yourself alone."))
        locked = Decision.objects.select_for_update(of=("self",)).get(pk=self.decision_id)
        if locked.state() in ("closed", "settled"):
            raise Refusal(_("It has closed, so nobody speaks for anybody any more."))
        step, seen = other, set()
        while step is not None and step.pk not in seen:
            if step.pk == self.pk or step.decision_id != self.decision_id:
                raise Refusal(_("That would come back to you. Choose somebody else."))
            seen.add(step.pk)
            step = step.delegate
        Eligible.objects.filter(pk=self.pk).update(delegate=other, delegated_at=timezone.now() if other else None)
        self.refresh_from_db()

    def is_on_paper_of(self, decision: Decision) -> bool:
        """Whether they say on paper in it: a line of its roll, with no account."""
        return self.decision_id == decision.pk and self.person_id is None

    def has_open_objection(self) -> bool:
        """Whether an objection of theirs stands open."""
        return self.objections.filter(met_at=None, withdrawn_at=None).exists()
