"""What two groups agree with each other: what each shows of the other, who may speak for whom, and until when."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.journal.models import Audience
from folkmoot.moderation.models import Standing
from folkmoot.people.models import Person

from .group import Group


class TermsSet(models.QuerySet):
    def of(self, group: Group) -> TermsSet:
        """Those it proposed and those put to it."""
        return self.filter(Q(proposer=group) | Q(partner=group))

    def between(self, one: Group, other: Group) -> TermsSet:
        return self.of(one).of(other)

    def open(self) -> TermsSet:
        """Proposed, and not answered yet."""
        return self.filter(answer="")

    def in_force(self, day: date | None = None) -> TermsSet:
        """Agreed, not ended, not past their last day, and both groups are shown and here."""
        day = day or timezone.localdate()
        here = Q()
        for side in ("proposer", "partner"):
            fine = Q(**{f"{side}__standing": None}) | Q(**{f"{side}__standing__state": Standing.State.SHOWN})
            here &= fine & Q(**{f"{side}__left_at": None})
        lasting = Q(until=None) | Q(until__gte=day)
        return self.filter(lasting, here, answer=Terms.Answer.AGREED, ended_at=None)

    def seen_by(self, person: Person | None, day: date | None = None) -> TermsSet:
        """Whoever may know of both groups."""
        known = Group.objects.visible_to(person, day).values("pk")
        return self.filter(proposer__in=known, partner__in=known)


class Terms(models.Model):
    """One version of what two groups agree with each other: proposed by one, agreed by the other, ended by either.

    Nothing flows between them but what terms in force say, and terms never widen who may read something.
    """

    class Way(models.TextChoices):
        NO = "", gettext_lazy("Nothing")
        GIVEN = "given", gettext_lazy("Ours, on their page")
        TAKEN = "taken", gettext_lazy("Theirs, on our page")
        BOTH = "both", gettext_lazy("Each on the other’s page")

    class Answer(models.TextChoices):
        AGREED = "agreed", gettext_lazy("agreed")
        DECLINED = "declined", gettext_lazy("not agreed")
        WITHDRAWN = "withdrawn", gettext_lazy("taken back")

    proposer = models.ForeignKey(Group, models.CASCADE, related_name="terms_proposed")
    partner = models.ForeignKey(Group, models.CASCADE, related_name="terms_put_to_it")
    version = models.PositiveSmallIntegerField(help_text="of all that these two put to each other, from 1")
    events = models.CharField(max_length=5, choices=Way, blank=True, help_text="whose events stand on whose page")
    talks = models.CharField(max_length=5, choices=Way, blank=True, help_text="whose discussions, to read and to carry")
    voices = models.TextField(max_length=1000, blank=True, help_text="who may speak for whom, and where")
    words = models.TextField(max_length=4000, blank=True, help_text="whatever else they agree")
    review_on = models.DateField(null=True, blank=True, help_text="when both look at it again")
    until = models.DateField(null=True, blank=True, help_text="last day")
    proposed_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(max_length=9, choices=Answer, blank=True)
    answered_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    because = models.CharField(max_length=1000, blank=True, help_text="why not")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    ended_for = models.ForeignKey(Group, models.SET_NULL, null=True, blank=True, related_name="+")
    ended_because = models.CharField(max_length=1000, blank=True)
    once = models.CharField(max_length=80, null=True, blank=True, unique=True)

    objects = TermsSet.as_manager()

    class Meta:
        verbose_name_plural = "terms"
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                Least("proposer", "partner"), Greatest("proposer", "partner"), F("version"), name="terms_version_once"
            ),
            models.UniqueConstraint(
                Least("proposer", "partner"),
                Greatest("proposer", "partner"),
                condition=Q(answer=""),
                name="terms_proposed_once",
            ),
            models.UniqueConstraint(
                Least("proposer", "partner"),
                Greatest("proposer", "partner"),
                condition=Q(answer="agreed", ended_at=None),
                name="terms_in_force_once",
            ),
            models.CheckConstraint(condition=~Q(proposer=F("partner")), name="terms_between_two"),
            models.CheckConstraint(condition=Q(ended_at=None) | Q(answer="agreed"), name="terms_agreed_before_ended"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="terms_answered_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        names = {"one": self.proposer.said_outside(), "other": self.partner.said_outside(), "n": self.version}
        return _("%(one)s and %(other)s, version %(n)d") % names

    def get_absolute_url(self) -> str:
        return reverse("conversations:terms", args=[self.proposer.slug, self.pk])

    @property
    def sides(self) -> tuple[Group, Group]:
        return self.proposer, self.partner

    def other(self, group: Group) -> Group:
        return self.partner if group.pk == self.proposer_id else self.proposer

    def is_visible_to(self, person: Person | None, day: date | None = None) -> bool:
        """Whoever may know of both groups; before they are agreed, those who look after one of them."""
        if not all(one.is_visible_to(person, day) for one in self.sides):
            return False
        return self.answer == self.Answer.AGREED or any(one.is_moderated_by(person, day) for one in self.sides)

    def is_in_force(self, day: date | None = None) -> bool:
        lasts = self.until is None or (day or timezone.localdate()) <= self.until
        here = all(one.is_shown and one.left_at is None for one in self.sides)
        return self.answer == self.Answer.AGREED and self.ended_at is None and lasts and here

    @property
    def audience(self) -> str:
        return Audience.PUBLIC if all(one.is_public() for one in self.sides) else Audience.PARTIES

    def gives(self, matter: str, group: Group) -> bool:
        """Whether that matter ("events", "talks") of this side goes to the other."""
        mine = self.Way.GIVEN if group.pk == self.proposer_id else self.Way.TAKEN
        return getattr(self, matter) in (mine, self.Way.BOTH)

    def shares(self) -> list[str]:
        """What is shared, each thing in a sentence that names whose and where."""
        said = {"events": _("Events of %(whose)s stand on the page of %(where)s.")}
        said["talks"] = _("Discussions of %(whose)s stand on the page of %(where)s, and may be carried there.")
        found = []
        for matter, words in said.items():
            for side in self.sides:
                if self.gives(matter, side):
                    names = {"whose": side.said_outside(), "where": self.other(side).said_outside()}
                    found.append(words % names)
        return found or [_("No events and no discussions are shared.")]
