"""Two propositions that pull apart: only one of them can be agreed."""

from __future__ import annotations

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.journal.models import Line, Notice
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.people.models import Person

from .proposition import Proposition


class ContrarySet(models.QuerySet):
    def of(self, proposition: Proposition) -> ContrarySet:
        """Those this one stands in, whichever side said so."""
        return self.filter(Q(one=proposition) | Q(other=proposition), taken_back_at=None)


class Contrary(models.Model):
    """Only one of two propositions can be agreed, and why: said by whoever asks for either, shown beside both, so that
    whoever decides has the two sides before them."""

    one = models.ForeignKey(Proposition, models.CASCADE, related_name="+")
    other = models.ForeignKey(Proposition, models.CASCADE, related_name="+")
    because = models.CharField(max_length=400)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = ContrarySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        verbose_name_plural = "contraries"
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], condition=Q(taken_back_at=None), name="contrary_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="contrary_in_order"),
            models.CheckConstraint(condition=~Q(because=""), name="contrary_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.one} / {self.other}"

    def beside(self, proposition: Proposition) -> Proposition:
        """The other of the two."""
        return self.other if self.one_id == proposition.pk else self.one

    @classmethod
    @transaction.atomic
    def say(cls, mine: Proposition, theirs: Proposition, by: Person, because: str) -> Contrary:
        """Whoever asks for `mine` says that it and `theirs` cannot both be agreed. Said by either side it is once;
        those who ask for the other are told. Refusal for what is not asked of anybody, for itself, and without a
        reason."""
        if not mine.is_asked_by(by, timezone.localdate()):
            raise NotYours(_("Those who ask for one of the two can say that."))
        if mine == theirs or not _stands(mine) or not _stands(theirs):
            raise Refusal(_("Choose another one that has been put and is not withdrawn."))
        if not because.strip():
            raise Refusal(_("Say why only one of the two can be agreed."))
        first, second = sorted((mine, theirs), key=lambda each: each.pk)
        # Both in one order: two sides who say it at once lock them the same way round.
        list(Proposition.objects.select_for_update(of=("self",)).filter(pk__in=(first.pk, second.pk)).order_by("pk"))
        facts = {"because": because.strip()[:400], "by": by}
        made, new = cls.objects.get_or_create(one=first, other=second, taken_back_at=None, defaults=facts)
        if new:
            Line.record(by, "said what stands against", mine, place=mine.place)
            if theirs.by and theirs.by != by:
                words = _("Somebody says that only one of the two can be agreed: %(mine)s, or yours, %(theirs)s")
                Notice.tell(theirs.by, words % {"mine": mine, "theirs": theirs}, theirs.get_absolute_url())
        return made

    @transaction.atomic
    def take_back(self, by: Person) -> bool:
        """Whoever said it takes it back. True the first time."""
        if self.by_id != by.pk:
            raise NotYours(_("Whoever said it can take it back."))
        return bool(Contrary.objects.filter(pk=self.pk, taken_back_at=None).update(taken_back_at=timezone.now()))


def _stands(proposition: Proposition) -> bool:
    return Proposition.objects.shown().live().filter(pk=proposition.pk, withdrawn_at=None).exists()
