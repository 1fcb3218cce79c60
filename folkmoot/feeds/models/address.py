"""Private addresses of lists."""

from __future__ import annotations

import secrets
from hashlib import sha256

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.kit.refusals import Refusal
from folkmoot.kit.sealed import SealedText
from folkmoot.people.models import Person

MOST = 50


class TooManyAddresses(Refusal):
    """One person has as many as anybody needs."""


class PrivateAddress(models.Model):
    """An address that nobody can guess, by which one list can be read as its owner would see it, until it is taken
    back. The secret is sealed, and looked up by its digest."""

    class Form(models.TextChoices):
        ATOM = "atom", "Atom"
        JSON = "feed", "JSON Feed"
        CALENDAR = "ics", _("Calendar")

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    title = models.CharField(max_length=300)
    list_address = models.CharField(max_length=300, help_text="the path of the list, with its filters")
    form = models.CharField(max_length=8, choices=Form)
    secret = SealedText(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "private addresses"
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "list_address", "form"], condition=Q(ended_at=None), name="private_address_once"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("feeds:private", args=[self.secret])

    @classmethod
    @transaction.atomic
    def make(cls, person: Person, title: str, list_address: str, form: str) -> PrivateAddress:
        """One for this list; the one there is, where there is one."""
        Person.objects.select_for_update().get(pk=person.pk)
        mine = cls.objects.filter(person=person, ended_at=None)
        known = mine.filter(list_address=list_address, form=form).first()
        if known:
            return known
        if mine.count() >= MOST:
            raise TooManyAddresses(_("You have fifty private addresses. Take one back that you no longer use."))
        secret = secrets.token_urlsafe(30)
        return cls.objects.create(
            person=person, title=title[:300], list_address=list_address, form=cls.Form(form), secret=secret,
            digest=digest_of(secret),
        )  # fmt: skip

    @classmethod
    def found_by(cls, secret: str) -> PrivateAddress | None:
        """The living one with that secret, while its owner is here."""
        living = cls.objects.filter(ended_at=None, person__is_active=True, person__forget_on=None)
        return living.select_related("person").filter(digest=digest_of(secret)).first()

    def end(self) -> None:
        """Take it back: dead from now on. Safe twice."""
        PrivateAddress.objects.filter(pk=self.pk, ended_at=None).update(ended_at=timezone.now(), secret="")

    @transaction.atomic
    def renew(self) -> PrivateAddress:
        """Another secret for the same list; the old one is dead."""
        self.end()
        return PrivateAddress.make(self.person, self.title, self.list_address, self.form)


def digest_of(secret: str) -> str:
    return sha256(secret.encode("utf-8", "replace")).hexdigest()
