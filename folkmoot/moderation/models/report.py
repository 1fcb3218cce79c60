"""Somebody says that something should be looked at."""

from __future__ import annotations

from datetime import date

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.kit.codes import new_code
from folkmoot.kit.refusals import Refusal
from folkmoot.moderation import telling
from folkmoot.people.models import Person

from .standing import URGENT, Standing, hides


def new_reference() -> str:
    """A short reference that can be read out over the telephone."""
    return new_code()


class Report(models.Model):
    """Somebody, perhaps with no account, says that something should be looked at."""

    class Reason(models.TextChoices):
        WRONG = "wrong", gettext_lazy("It is not true")
        PRIVATE = "private", gettext_lazy("It shows something private")
        ABUSE = "abuse", gettext_lazy("It is abusive or threatening")
        ILLEGAL = "illegal", gettext_lazy("It may be against the law")
        SPAM = "spam", gettext_lazy("It is advertising or spam")
        CHILD = "child", gettext_lazy("A child may be at risk")
        OTHER = "other", gettext_lazy("Something else")

    standing = models.ForeignKey(Standing, models.CASCADE, related_name="reports")
    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    reason = models.CharField(max_length=8, choices=Reason)
    words = models.TextField(blank=True, max_length=4000)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    reply_to = models.EmailField(blank=True)
    at = models.DateTimeField(default=timezone.now)
    ruling = models.ForeignKey("Ruling", models.SET_NULL, null=True, blank=True, related_name="reports")

    class Meta:
        indexes = [models.Index(fields=["ruling", "at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["standing", "by", "reason"], condition=Q(ruling=None, by__isnull=False), name="report_open_once"
            )
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("moderation:report_received", args=[self.reference])

    @classmethod
    @transaction.atomic
    def file(cls, standing: Standing, reason: str, words: str, *, hold: bool, **who) -> Report:
        """See `Standing.report`."""
        by, reply_to = who["by"], who["reply_to"]
        if reason not in cls.Reason.values:
            raise Refusal(_("Choose what is wrong."))
        locked = Standing.objects.select_for_update().get(pk=standing.pk)
        mine = locked.reports.filter(ruling=None, reason=reason, by=by)
        known = mine.first() if by else mine.filter(words=words, reply_to=reply_to).first()
        if known:
            return known
        first = not locked.reports.filter(ruling=None).exists()
        made = locked.reports.create(reason=reason, words=words, by=by, reply_to=reply_to)
        if hold and made._holds():
            because = _("Held at once until a moderator has looked: somebody reported “%(reason)s”.")
            locked._set_down(Standing.State.HELD, because % {"reason": made.get_reason_display()}, None, reason)
        if first or reason in URGENT:
            telling.moderators(locked, made)
        standing.refresh_from_db()
        return made

    def _holds(self) -> bool:
        """An urgent reason, for something shown that was never held or cleared for that reason before."""
        if self.reason not in URGENT or self.standing.state != Standing.State.SHOWN:
            return False
        return hides(self.standing.kind) and not self.standing.rulings.filter(rule=self.reason).exists()

    def days_open(self, day: date) -> int:
        """Days from the report to the ruling, or to `day` while there is none."""
        until = timezone.localdate(self.ruling.at) if self.ruling else day
        return (until - timezone.localdate(self.at)).days
