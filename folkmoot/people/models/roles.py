"""What a person may do, and who acts for them while they are away."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.places.models import Place

from .person import Person


class NoRole(Refusal):
    """This role cannot be given or ended."""


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
                fields=["person", "kind", "place"],
                condition=Q(until=None, place__isnull=False),
                name="role_once_in_a_place",
            ),
            models.UniqueConstraint(fields=["person", "kind"], condition=Q(until=None, place=None), name="role_once"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(since=None) | Q(until__gte=F("since")), name="role_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_kind_display()}" + (f", {self.place}" if self.place else "")

    @classmethod
    def give(cls, person: Person, kind: str, *, by: Person, place: Place | None = None, today: date) -> Role:
        """Give a role from today on; giving it twice gives the one they have.

        Only a keeper in their own right makes keepers: somebody who stands in for one cannot stay on that way.
        """
        if kind == cls.Kind.KEEPER and not cls.own(by, cls.Kind.KEEPER, today):
            raise NotYours(_("A new keeper is made by a keeper, not by somebody who stands in for one."))
        if not person.is_here:
            raise NoRole(_("This account is closed, or about to be."))
        role, _made = cls.objects.get_or_create(
            person=person, kind=kind, place=place, until=None, defaults={"since": today, "given_by": by}
        )
        return role

    @transaction.atomic
    def end(self, by: Person, today: date) -> None:
        """The role ends today; the last keeper of a site stays one. Safe twice."""
        if self.kind == self.Kind.KEEPER:
            if not Role.own(by, self.Kind.KEEPER, today):
                raise NotYours(_("A keeper's role is ended by a keeper, not by somebody who stands in for one."))
            others = Role.objects.select_for_update().held_on(today).filter(kind=self.Kind.KEEPER, place=None)
            if not others.exclude(person=self.person).exists():
                raise NoRole(_("This is the only keeper. Give the role to somebody else first."))
        yesterday = today - timedelta(days=1)
        if self.since and self.since > yesterday:
            self.delete()
        elif self.until is None or self.until > yesterday:
            self.until = yesterday
            self.save(update_fields=["until"])

    @classmethod
    def own(cls, person: Person, kind: str, day: date) -> bool:
        """Whether the person holds this role everywhere in their own right, not as somebody's deputy."""
        return person.is_active and cls.objects.held_on(day).filter(person=person, kind=kind, place=None).exists()


class NoDeputy(Refusal):
    """This person cannot stand in on those days."""


class DeputySet(models.QuerySet):
    def acting_on(self, day: date) -> DeputySet:
        return self.filter(from_on__lte=day, until_on__gte=day)

    def of(self, person: Person) -> DeputySet:
        """Those this person is one of the two in."""
        return self.filter(Q(person=person) | Q(deputy=person))


class Deputy(models.Model):
    """Who acts for a person while they are away; the powers lapse by themselves after the last day."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="deputies")
    deputy = models.ForeignKey(Person, models.CASCADE, related_name="stands_in_for")
    from_on = models.DateField()
    until_on = models.DateField(help_text="last day")
    LONGEST = timedelta(days=366)

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

    @classmethod
    @transaction.atomic
    def appoint(cls, person: Person, deputy: Person, days: tuple[date, date], today: date) -> Deputy:
        """`deputy` stands in for `person` from the first to the last of `days`, both included."""
        first, last = days
        if deputy.pk == person.pk or not deputy.is_here:
            raise NoDeputy(_("Choose somebody else who is here to stand in for you."))
        if last < first or last < today:
            raise NoDeputy(_("The last day comes after the first, and is not over yet."))
        if last - first > cls.LONGEST:
            raise NoDeputy(_("For longer than a year, hand the role over instead."))
        Person.objects.select_for_update().get(pk=person.pk)
        if cls.objects.filter(person=person, deputy=deputy, from_on__lte=last, until_on__gte=first).exists():
            raise NoDeputy(_("%(name)s already stands in for you on some of these days.") % {"name": deputy})
        return cls.objects.create(person=person, deputy=deputy, from_on=first, until_on=last)

    def end(self, today: date) -> None:
        """Powers end with yesterday; one that has not begun is taken back. Safe twice."""
        if self.from_on >= today:
            self.delete()
        elif self.until_on >= today:
            self.until_on = today - timedelta(days=1)
            self.save(update_fields=["until_on"])
