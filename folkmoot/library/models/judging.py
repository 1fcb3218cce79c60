"""How strong the evidence of a case is found, and what stood in the way."""

from __future__ import annotations

from datetime import date

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.journal.models import Line
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.library import findable, scales
from folkmoot.moderation.models import Standing
from folkmoot.people.models import Person

from .case import Case


class JudgementSet(models.QuerySet):
    def shown(self) -> JudgementSet:
        """Neither held nor removed by moderators."""
        return self.filter(Q(standing=None) | Q(standing__state=Standing.State.SHOWN))


class Judgement(models.Model):
    """How strong somebody finds the evidence of a case, on which scale, and why. The newest counts; all are shown."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="judgements")
    scale = models.CharField(max_length=24, choices=scales.CHOICES)
    level = models.PositiveSmallIntegerField()
    because = models.CharField(max_length=600)
    who = models.CharField(max_length=200, blank=True, help_text="who judged, where it was somebody elsewhere")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    on = models.DateField(default=timezone.localdate)
    at = models.DateTimeField(default=timezone.now)
    standing = models.OneToOneField(Standing, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = JudgementSet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(because=""), name="judgement_says_why"),
            models.UniqueConstraint(fields=["case", "scale", "level", "by", "on"], name="judgement_once_a_day"),
        ]

    def __str__(self) -> str:
        return scales.said(self.scale, self.level)

    def get_absolute_url(self) -> str:
        return f"{self.case.get_absolute_url()}#judgement-{self.pk}"

    def is_visible_to(self, person: Person | None, day: date) -> bool:
        return self.case.is_visible_to(person, day)

    def is_shown(self) -> bool:
        return self.standing is None or self.standing.state == Standing.State.SHOWN

    def whose(self) -> str:
        return self.who or str(self.by or _("somebody who has left"))

    @property
    def meaning(self) -> str:
        return scales.meaning(self.scale, self.level)

    @classmethod
    @transaction.atomic
    def make(cls, case: Case, by: Person, scale: str, level: int, because: str, who: str = "") -> Judgement:
        """Anybody signed in may judge and says why; the same by the same person on one day is one."""
        if not scales.has(scale, level):
            raise Refusal(_("Choose a level of that scale."))
        if not because.strip():
            raise Refusal(_("Say what you go by: whoever reads it should be able to check."))
        if case.story:
            raise NotYours(_("The 2009 story is history: it is not judged anew."))
        facts = {"case": case, "by": by, "scale": scale, "level": level, "on": timezone.localdate()}
        made, new = cls.objects.get_or_create(**facts, defaults={"because": because.strip(), "who": who.strip()})
        if new:
            Line.record(by, "judged the evidence of", case, place=case.place)
        return made


class Barrier(models.Model):
    """Something that stood in the way: overcome, and how, or still there."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="barriers")
    words = models.CharField(max_length=300)
    overcome = models.BooleanField(default=False)
    how = models.CharField(max_length=400, blank=True, help_text="how it was overcome, or what would be needed")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-overcome", "order", "pk"]
        constraints = [models.UniqueConstraint(fields=["case", "words"], name="barrier_once")]

    def __str__(self) -> str:
        return self.words

    @classmethod
    @transaction.atomic
    def set_all(cls, case: Case, rows: list[tuple[str, bool, str]], by: Person) -> None:
        """Make these (words, overcome, how) the barriers of the case, in this order."""
        locked = case.locked()
        locked.check_editor(by)
        kept = {words: (overcome, how, place) for place, (words, overcome, how) in enumerate(rows)}
        before = [(one.words, one.overcome, one.how) for one in case.barriers.order_by("order", "pk")]
        if before == rows:
            return
        Case.objects.filter(pk=case.pk).update(changed_at=timezone.now())
        case.barriers.exclude(words__in=kept).delete()
        for words, (overcome, how, place) in kept.items():
            facts = {"overcome": overcome, "how": how, "order": place}
            cls.objects.update_or_create(case=case, words=words, defaults=facts)
        Line.record(by, "said what stood in the way of", case, place=case.place)
        findable.refresh_case(case)
