"""Who is in a group, as what and from when to when; and who has been asked by mail to come in."""

from __future__ import annotations

import secrets
from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from folkmoot.people.models import Person

from .group import Group


class MemberSet(models.QuerySet):
    def open(self) -> MemberSet:
        """Those who are in it now."""
        return self.filter(until=None, person__is_active=True)


class Member(models.Model):
    """Somebody is in a group. Another role is another row, so that who could do what on which day stays known."""

    class Role(models.TextChoices):
        MEMBER = "member", gettext_lazy("Member")
        MODERATOR = "moderator", gettext_lazy("Looks after it")

    class Came(models.TextChoices):
        BEGAN = "began", gettext_lazy("began it")
        JOINED = "joined", gettext_lazy("joined")
        ASKED = "asked", gettext_lazy("asked and was let in")
        INVITED = "invited", gettext_lazy("was invited")

    group = models.ForeignKey(Group, models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, models.CASCADE, related_name="groups_in")
    role = models.CharField(max_length=10, choices=Role, default=Role.MEMBER)
    came = models.CharField(max_length=8, choices=Came, default=Came.JOINED)
    since = models.DateField(default=timezone.localdate)
    until = models.DateField(null=True, blank=True, help_text="last day")
    removed = models.BooleanField(default=False, help_text="put out by a moderator: comes back only by invitation")
    goes_along = models.BooleanField(default=False, help_text="name and address may leave with the group")

    objects = MemberSet.as_manager()

    class Meta:
        ordering = ["group", "since", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["group", "person"], condition=Q(until=None), name="member_open_once"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="member_ends_after_begins"),
        ]
        indexes = [models.Index(fields=["person", "until"])]

    def __str__(self) -> str:
        return f"{self.person}, {self.group}"

    @property
    def moderates(self) -> bool:
        return self.role == self.Role.MODERATOR

    def end(self, day: date, *, removed: bool = False) -> None:
        self.until, self.removed = max(day, self.since), removed
        self.save(update_fields=["until", "removed"])


def new_word() -> str:
    return secrets.token_urlsafe(12)


def in_two_weeks() -> date:
    return timezone.localdate() + timedelta(days=14)


class InvitationSet(models.QuerySet):
    def open(self) -> InvitationSet:
        return self.filter(used_at=None, withdrawn_at=None, until__gte=timezone.localdate())


class Invitation(models.Model):
    """Somebody was asked by mail to come in: once, for two weeks. The address goes when it is used or has run out."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="invitations")
    email = models.EmailField(blank=True)
    words = models.CharField(max_length=600, blank=True)
    word = models.CharField(max_length=24, default=new_word, editable=False, help_text="what its link must carry")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    until = models.DateField(default=in_two_weeks)
    used_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationSet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "email"],
                condition=Q(used_at=None, withdrawn_at=None) & ~Q(email=""),
                name="invitation_open_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.at:%Y-%m-%d}"
