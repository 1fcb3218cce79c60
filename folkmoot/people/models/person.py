"""A person, and the other names they go by."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse

from folkmoot.places.models import Place


def new_key() -> str:
    """A key that cannot be guessed by counting: people are never listed by number."""
    return secrets.token_urlsafe(9)


def no_password() -> str:
    """Nobody has a password here; this is what the column holds instead, and nothing typed in can match it."""
    return make_password(None)


class PersonSet(BaseUserManager):
    def create_user(self, email: str, **fields) -> Person:
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.save()
        return person

    def create_superuser(self, email: str, **fields) -> Person:
        return self.create_user(email, **{"is_staff": True, "is_superuser": True} | fields)

    def cast(self) -> models.QuerySet:
        """The people of the sample town, in development only."""
        return (
            self.filter(email__endswith="@thornbeck.example", is_active=True).order_by("pk")
            if settings.DEVELOPMENT
            else self.none()
        )

    def get_by_natural_key(self, email: str) -> Person:
        return self.get(email__iexact=email)


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody with an account. Only the name is seen by others unless they choose to show more."""

    class Sector(models.TextChoices):
        COMMUNITY = "community", "Community or voluntary group"
        COUNCIL = "council", "Council or other public body"
        GOVERNMENT = "government", "Central government"
        BUSINESS = "business", "Business or social enterprise"
        FUNDER = "funder", "Funder"
        RESEARCH = "research", "Research or press"
        NONE = "none", "Just me"
        UNKNOWN = "", "Not said"

    class Audience(models.TextChoices):
        EVERYONE = "everyone", "Everyone"
        SIGNED_IN = "signed-in", "People who are signed in"
        NOBODY = "nobody", "Only me"

    FIELDS = ("email", "other_names", "sector", "place", "offers", "wants", "about", "organisations")

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    password = models.CharField(max_length=128, default=no_password, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    sector = models.CharField(max_length=16, choices=Sector, blank=True, default="")
    place = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+")
    offers = models.TextField(blank=True, max_length=2000)
    wants = models.TextField(blank=True, max_length=2000)
    about = models.TextField(blank=True, max_length=2000)
    shown_to = models.JSONField(default=dict, blank=True, help_text="field → audience; a field not named is private")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    joined_at = models.DateTimeField(auto_now_add=True)
    forget_on = models.DateField(null=True, blank=True, help_text="asked to be forgotten; until then it can be undone")

    objects = PersonSet()
    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name_plural = "people"
        constraints = [models.UniqueConstraint(Lower("email"), name="person_email_once")]

    def __str__(self) -> str:
        return self.name or "Somebody"

    def get_absolute_url(self) -> str:
        return reverse("person", args=[self.key])

    @property
    def is_here(self) -> bool:
        """Whether others can find this person: the account is open and is not about to be forgotten."""
        return self.is_active and self.forget_on is None

    def shows(self, field: str, to: Person | None) -> bool:
        """Whether `to` (None for someone not signed in) may see this field of mine."""
        if to is not None and to.pk == self.pk:
            return True
        audience = self.shown_to.get(field, self.Audience.NOBODY)
        return audience == self.Audience.EVERYONE or (audience == self.Audience.SIGNED_IN and to is not None)


class OtherName(models.Model):
    """Another spelling of a person's name: the seeds write one man Antonio and Anthonio."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="other_names")
    name = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint("person", Lower("name"), name="person_other_name_once")]

    def __str__(self) -> str:
        return self.name
