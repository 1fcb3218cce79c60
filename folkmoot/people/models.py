"""A person, the names they go by, what they may do, who acts for them, and what they agreed to."""

from __future__ import annotations

import secrets
from datetime import date

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse

from folkmoot.places.models import Place


def new_key() -> str:
    """A key that cannot be guessed by counting: people are never listed by number."""
    return secrets.token_urlsafe(9)


class PersonSet(BaseUserManager):
    def create_user(self, email: str, **fields) -> Person:
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_unusable_password()
        person.save()
        return person

    def create_superuser(self, email: str, **fields) -> Person:
        return self.create_user(email, **{"is_staff": True, "is_superuser": True} | fields)

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

    FIELDS = ("email", "sector", "place", "offers", "wants", "about", "organisations")

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    sector = models.CharField(max_length=16, choices=Sector, blank=True, default="")
    place = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+")
    offers = models.TextField(blank=True, max_length=2000, help_text="what I can offer")
    wants = models.TextField(blank=True, max_length=2000, help_text="what I would like")
    about = models.TextField(blank=True, max_length=2000)
    shown_to = models.JSONField(default=dict, blank=True, help_text="field → audience; a field not named is private")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    joined_at = models.DateTimeField(auto_now_add=True)
    seen_on = models.DateField(null=True, blank=True)
    forgotten_at = models.DateTimeField(null=True, blank=True)

    objects = PersonSet()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name_plural = "people"
        constraints = [models.UniqueConstraint(Lower("email"), name="person_email_once")]

    def __str__(self) -> str:
        return self.name or "Somebody"

    def get_absolute_url(self) -> str:
        return reverse("person", args=[self.key])

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


class RoleSet(models.QuerySet):
    def held_on(self, day: date) -> RoleSet:
        return self.filter(Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gte=day))


class Role(models.Model):
    """What a person may do beyond taking part, everywhere or in one place, between two dates."""

    class Kind(models.TextChoices):
        KEEPER = "keeper", "Keeper of this site"
        CONVENOR = "convenor", "Convenor"
        MODERATOR = "moderator", "Moderator"
        STEWARD = "steward", "Steward of private notes"
        ORGANISER = "organiser", "Community organiser"
        COUNCILLOR = "councillor", "Councillor"

    person = models.ForeignKey(Person, models.CASCADE, related_name="roles")
    kind = models.CharField(max_length=16, choices=Kind)
    place = models.ForeignKey(Place, models.CASCADE, null=True, blank=True, related_name="+")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True, help_text="last day")
    given_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = RoleSet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "place"], name="role_once", nulls_distinct=False, condition=Q(until=None)
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(since=None) | Q(until__gte=F("since")), name="role_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_kind_display()}"


class DeputySet(models.QuerySet):
    def acting_on(self, day: date) -> DeputySet:
        return self.filter(from_on__lte=day, until_on__gte=day)


class Deputy(models.Model):
    """Who acts for a person while they are away; the powers lapse by themselves after the last day."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="deputies")
    deputy = models.ForeignKey(Person, models.CASCADE, related_name="stands_in_for")
    from_on = models.DateField()
    until_on = models.DateField(help_text="last day")

    objects = DeputySet.as_manager()

    class Meta:
        verbose_name_plural = "deputies"
        constraints = [
            models.CheckConstraint(condition=~Q(person=F("deputy")), name="deputy_is_another"),
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="deputy_ends_after_it_begins"),
            models.UniqueConstraint(fields=["person", "deputy", "from_on"], name="deputy_once"),
        ]

    def __str__(self) -> str:
        return f"{self.deputy} for {self.person}"


class Consent(models.Model):
    """What a person agreed to, for one purpose, in the words they saw; withdrawn, never deleted."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=60)
    words = models.TextField()
    given_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose"], condition=Q(withdrawn_at=None), name="consent_given_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.purpose}"
