"""Somebody goes out alone to listen: back by when, and who is told if they are not."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.journal.models import Notice, Pace
from folkmoot.kit import mail
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.kit.sealed import SealedText
from folkmoot.people.models import Person

from .patch import Organiser

LONGEST = timedelta(hours=12)
KEPT_FOR = timedelta(days=30)


class Outing(models.Model):
    """One time out. Where they are is sealed, and shown to the one who is told, once they are late."""

    organiser = models.ForeignKey(Organiser, models.CASCADE, related_name="outings")
    where = SealedText(max_length=300, help_text="which streets, in which order; a phone number")
    tell = models.ForeignKey(Person, models.CASCADE, related_name="+")
    out_at = models.DateTimeField(default=timezone.now)
    back_by = models.DateTimeField()
    back_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-out_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(back_by__gt=F("out_at")), name="outing_back_after_out"),
            models.UniqueConstraint(fields=["organiser"], condition=Q(back_at=None), name="outing_one_at_a_time"),
        ]

    def __str__(self) -> str:
        return _("Out in %(patch)s") % {"patch": self.organiser.patch}

    def get_absolute_url(self) -> str:
        return reverse("listening:outing", args=[self.pk])

    @classmethod
    @transaction.atomic
    def begin(cls, organiser: Organiser, where: str, back_by: datetime, tell: Person) -> Outing:
        """Out from now. Going out again while out moves the hour."""
        now = timezone.now()
        if tell.pk == organiser.person_id:
            raise Refusal(_("Name somebody else, who would notice."))
        if not now < back_by <= now + LONGEST:
            raise Refusal(_("Say by when you are back: within twelve hours from now."))
        facts = {"where": where.strip()[:300], "back_by": back_by, "tell": tell, "told_at": None}
        Organiser.objects.select_for_update(of=("self",)).get(pk=organiser.pk)
        return cls.objects.update_or_create(organiser=organiser, back_at=None, defaults=facts)[0]

    def back(self, by: Person) -> bool:
        """They are back; whoever was told hears it. True the first time."""
        if by.pk not in (self.organiser.person_id, self.tell_id):
            raise NotYours(_("They themselves, or the one they named, can say that."))
        done = Outing.objects.filter(pk=self.pk, back_at=None).update(back_at=timezone.now())
        self.refresh_from_db()
        if done and self.told_at:
            who = self.organiser.person
            words = _("%(name)s is back.") % {"name": who}
            Notice.tell(self.tell, words, self.get_absolute_url(), pace=Pace.AT_ONCE)
        return bool(done)

    def where_for(self, person: Person) -> str:
        """Where they are: for themselves, and for the one they named once they are late. "" otherwise."""
        if person.pk == self.organiser.person_id:
            return self.where
        late = self.back_at is None and self.back_by <= timezone.now()
        return self.where if late and person.pk == self.tell_id else ""

    @classmethod
    def tell_of_late(cls, now: datetime) -> int:
        """Tell whoever is named of each who is not back, once; how many."""
        late = cls.objects.filter(back_at=None, told_at=None, back_by__lte=now)
        return sum(outing._tell(now) for outing in late.select_related("organiser__person", "tell"))

    @transaction.atomic
    def _tell(self, now: datetime) -> bool:
        if not Outing.objects.filter(pk=self.pk, told_at=None, back_at=None).update(told_at=now):
            return False
        who = self.organiser.person
        by = timezone.localtime(self.back_by)
        words = _("%(name)s was to be back by %(hour)s and has not said so.") % {"name": who, "hour": f"{by:%H:%M}"}
        Notice.tell(self.tell, words, self.get_absolute_url(), pace=Pace.AT_ONCE)
        context = {"name": self.tell.name, "words": words, "address": self.get_absolute_url()}
        mail.send(self.tell.email, mail.one_line(words), "listening/mail/not_back", context)
        return True

    @classmethod
    def forget_past(cls, now: datetime) -> int:
        return cls.objects.filter(back_at__lt=now - KEPT_FOR).delete()[0]
