"""Two entries that may be one organisation, and what a person answered."""

from __future__ import annotations

from datetime import date

from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.directory.models import Membership, Organisation
from folkmoot.journal.models import Line
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.people.models import Person
from folkmoot.people.permissions import is_keeper

from .heard import side_by_side


class Match(models.Model):
    """Two entries that may be one organisation, the reasons, and what a person answered."""

    class Verdict(models.TextChoices):
        OPEN = "", _("Not answered")
        SAME = "same", _("The same")
        DIFFERENT = "different", _("Not the same")

    a = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    b = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    likelihood = models.FloatField()
    reasons = models.JSONField(default=list)
    verdict = models.CharField(max_length=10, choices=Verdict, blank=True, default="")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    because = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(null=True, blank=True)
    turn = models.PositiveIntegerField(null=True, blank=True, help_text="when to ask: what settles most comes first")
    found_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "matches"
        ordering = ["-likelihood", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["a", "b"], name="match_once"),
            models.CheckConstraint(condition=Q(a__lt=F("b")), name="match_in_order"),
        ]
        indexes = [models.Index(fields=["verdict", "-likelihood"])]

    def __str__(self) -> str:
        return side_by_side(self.a, self.b)

    def get_absolute_url(self) -> str:
        return reverse("joinup:match", args=[self.pk])

    def takes(self, likelihood: float, reasons: list, turn: int) -> bool:
        """What a new look found of it, not saved yet; whether anything is other than it was."""
        was = self.likelihood, self.reasons, self.turn
        self.likelihood, self.reasons, self.turn = likelihood, reasons, turn
        return was != (likelihood, reasons, turn)

    def may_be_answered_by(self, person: Person | None, day: date) -> bool:
        """A keeper, whoever speaks for one of the two, or whoever entered both."""
        if person is None or not person.is_authenticated:
            return False
        if is_keeper(person, day) or self.a.entered_by_id == self.b.entered_by_id == person.pk:
            return True
        return bool({self.a_id, self.b_id} & set(Membership.objects.spoken_by(person, day)))

    @transaction.atomic
    def answer(self, by: Person, verdict: str, because: str = "", *, day: date) -> None:
        """Keep "the same" (the second is absorbed by the fuller of the two, nothing is lost) or "not the same".

        A changed mind undoes the merge first. Safe twice.
        """
        locked = type(self).objects.select_for_update().select_related("a", "b").get(pk=self.pk)
        if not locked.may_be_answered_by(by, day):
            raise NotYours(_("Only somebody who keeps the site, or speaks for one of the two, can say this."))
        if verdict not in self.Verdict.values:
            raise Refusal(_("Answer “the same” or “not the same”."))
        if locked.verdict == verdict:
            return
        locked._unmerge(by)
        if verdict == self.Verdict.SAME:
            survivor, absorbed = locked.fuller_first()
            absorbed.merge_into(survivor, by, because)
        locked.verdict, locked.by, locked.because = verdict, by if verdict else None, because[:300]
        locked.at = timezone.now() if verdict else None
        locked.save(update_fields=["verdict", "by", "because", "at"])
        Line.record(by, "answered whether two are one", locked, audience="parties")
        self.refresh_from_db()

    def _unmerge(self, by: Person) -> None:
        for body in (self.a, self.b):
            if self.verdict == self.Verdict.SAME and body.same_as_id in (self.a_id, self.b_id):
                body.unmerge(by)

    def fuller_first(self) -> tuple[Organisation, Organisation]:
        """The one that says more stays; of two alike the older. Never the shorter for having fewer words in it."""
        names = ("about", "address", "postcode", "website", "email", "phone", "place_id")
        known = {body.pk: sum(bool(getattr(body, name)) for name in names) for body in (self.a, self.b)}
        first, second = sorted((self.a, self.b), key=lambda body: (-known[body.pk], body.pk))
        return first, second
