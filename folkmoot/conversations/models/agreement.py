"""How people in a group treat each other: its text, version by version, and who accepted which."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.kit.refusals import NotYours
from folkmoot.moderation.models import Standing
from folkmoot.people.models import Person

from .group import Group


class AgreementAsked(NotYours):
    """The house agreement, or its newest version, waits for this person's yes; reading goes on without."""


class AgreementSet(models.QuerySet):
    def shown(self) -> AgreementSet:
        """Neither held nor removed by moderators."""
        return self.filter(Q(standing=None) | Q(standing__state=Standing.State.SHOWN))


class HouseAgreement(models.Model):
    """One version of a group's own rules, accepted at the door. A new version asks everybody again."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="agreements")
    version = models.PositiveSmallIntegerField()
    words = models.TextField(max_length=10_000)
    review_on = models.DateField(null=True, blank=True, help_text="when the group looks at it again")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    standing = models.OneToOneField(Standing, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = AgreementSet.as_manager()

    class Meta:
        ordering = ["group", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["group", "version"], name="agreement_version_once"),
            models.CheckConstraint(condition=~Q(words=""), name="agreement_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.group}, {self.version}"

    def get_absolute_url(self) -> str:
        return reverse("conversations:agreement", args=[self.group.slug])

    def is_visible_to(self, person: Person | None, day: date | None = None) -> bool:
        return self.group.is_visible_to(person, day)

    def said_outside(self) -> str:
        return _("the house agreement of %(group)s") % {"group": self.group.said_outside()}

    def moderated_by(self, person: Person, day: date) -> bool:
        return self.group.may(person, "moderates", day)

    def is_accepted_by(self, person: Person) -> bool:
        return self.acceptances.filter(person=person).exists()

    def accept(self, person: Person) -> Acceptance:
        """Safe twice."""
        return self.acceptances.get_or_create(person=person)[0]


class Acceptance(models.Model):
    """Somebody accepted one version of a house agreement."""

    agreement = models.ForeignKey(HouseAgreement, models.CASCADE, related_name="acceptances")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "person"], name="acceptance_once")]

    def __str__(self) -> str:
        return f"{self.person}: {self.agreement}"
