"""Who may be asked about a case, by their own consent."""

from __future__ import annotations

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.journal.models import Audience, Line
from folkmoot.kit.refusals import NotYours
from folkmoot.people.models import Person
from folkmoot.people.permissions import acts_for
from folkmoot.requests.models import Request

from .case import Case


class AskMe(models.Model):
    """A person who may be asked about a case: named once they said yes, and no longer when they take it back."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="ask_me")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    proposed_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    yes_at = models.DateTimeField(null=True, blank=True)
    no_at = models.DateTimeField(null=True, blank=True)

    KIND = "library.ask-me"

    class Meta:
        verbose_name_plural = "ask me"
        constraints = [
            models.UniqueConstraint(fields=["case", "person"], name="ask_me_once"),
            models.CheckConstraint(condition=Q(yes_at=None) | Q(no_at=None), name="ask_me_yes_or_no"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.case}"

    def get_absolute_url(self) -> str:
        return f"{self.case.get_absolute_url()}#ask"

    @property
    def once(self) -> str:
        return f"ask {self.case_id} {self.person_id}"

    @classmethod
    @transaction.atomic
    def propose(cls, case: Case, person: Person, by: Person) -> AskMe:
        """Oneself at once; somebody else is asked first and not named until they say yes. Safe twice."""
        case.locked().check_editor(by)
        row, new = cls.objects.get_or_create(case=case, person=person, defaults={"proposed_by": by})
        if person.pk in acts_for(by, timezone.localdate()):
            row.answer(by, True)
        elif new:
            words = _("May people ask you about “%(case)s”? Your name would stand there.") % {"case": case.title}
            Request.put(cls.KIND, words, case, to=[person], asked_by=by, once=row.once, payload={"ask_me": row.pk})
            Line.record(by, "asked who can be asked about", case, place=case.place, audience=Audience.PARTIES)
        return row

    @transaction.atomic
    def answer(self, by: Person, yes: bool) -> None:
        """The person themself says yes or no, and may say otherwise later."""
        row = AskMe.objects.select_for_update().get(pk=self.pk)
        if row.person_id not in acts_for(by, timezone.localdate()):
            raise NotYours(_("Only they themselves can say whether they may be asked."))
        if bool(row.yes_at) == yes and (row.yes_at or row.no_at):
            return
        now = timezone.now()
        row.yes_at, row.no_at = (now, None) if yes else (None, now)
        row.save(update_fields=["yes_at", "no_at"])
        asked = Request.objects.filter(kind=self.KIND, once=self.once, closed_at=None).first()
        if asked:
            asked.answer(by, "yes" if yes else "no")
            asked.close()
