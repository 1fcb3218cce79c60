"""Numbered sheets printed for a question: each is one voice, on paper or by typing its number."""

from __future__ import annotations

from django.db import models, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from folkmoot.kit.codes import LETTERS, plain
from folkmoot.kit.refusals import Refusal
from folkmoot.people.models import Person

from .question import Question
from .voice import Speaker
from .vouch import Vouch

MOST = 500


class Batch(models.Model):
    """Sheets printed together: how many, how they are handed out, and whether only to people known to be local.

    The code of a sheet is made from its number with the site's own key and stands nowhere in the database.
    """

    question = models.ForeignKey(Question, models.CASCADE, related_name="batches")
    first = models.PositiveIntegerField()
    count = models.PositiveIntegerField()
    how = models.CharField(max_length=200)
    local = models.BooleanField(default=False)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["first"]
        verbose_name_plural = "batches"
        constraints = [models.UniqueConstraint(fields=["question", "first"], name="batch_of_its_own_numbers")]

    def __str__(self) -> str:
        return _("Sheets %(first)d to %(last)d") % {"first": self.first, "last": self.first + self.count - 1}

    @classmethod
    @transaction.atomic
    def make(cls, question: Question, count: int, how: str, local: bool, by: Person) -> Batch:
        """Numbers for so many sheets, after those there are. `local` ones vouch for whoever holds them, so they are
        made by those who may vouch: convenors, organisers and keepers."""
        question.check_runner(by)
        if local:
            Vouch.check_giver(by, question.place)
        if not 1 <= count <= MOST:
            raise Refusal(_("Print between 1 and %(most)d at a time.") % {"most": MOST})
        Question.objects.select_for_update().get(pk=question.pk)
        last = question.batches.order_by("-first").first()
        first = last.first + last.count if last else 1
        return cls.objects.create(question=question, first=first, count=count, how=how, local=local, by=by)

    def check_printer(self, by: Person) -> None:
        """NotYours for who may not see the codes: of sheets that vouch for somebody, all but those who may vouch."""
        self.question.check_runner(by)
        if self.local:
            Vouch.check_giver(by, self.question.place)

    def codes(self) -> list[str]:
        """What stands on the sheets: "17-KWBH7D"."""
        return [code_of(self.question_id, number) for number in range(self.first, self.first + self.count)]


def code_of(question: int, number: int) -> str:
    digits = salted_hmac("folkmoot.priorities.sheet", f"{question} {number}", algorithm="sha256").digest()
    return f"{number}-{''.join(LETTERS[byte % len(LETTERS)] for byte in digits[:6])}"


def read_code(question: Question, said: str) -> Speaker:
    """The speaker whose sheet this is; Refusal for a code that is on none."""
    number = said.strip().partition("-")[0].strip()
    if number.isdecimal() and len(number) < 8:
        batch = question.batches.filter(first__lte=int(number)).order_by("-first").first()
        known = batch and int(number) < batch.first + batch.count
        if known and plain(said.partition("-")[2]) == plain(code_of(question.pk, int(number)).partition("-")[2]):
            return Speaker.sheet(f"{question.pk}-{int(number)}", batch.local)
    raise Refusal(_("No sheet of this question has that code. It looks like 17-KWBH7D and stands at the top."))
