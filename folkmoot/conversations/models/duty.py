"""What somebody in a group looks after, by the name the group gives it; which powers come with it; and who holds it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy

from folkmoot.people.models import Person

from .group import Group
from .member import Member

# power → what whoever has it may do, in the order in which they are read.
POWERS = {
    "welcomes": gettext_lazy("lets people in, and invites them"),
    "keeps_pages": gettext_lazy("looks after the group’s folders in the library"),
    "runs_events": gettext_lazy("holds the group’s events"),
    "moderates": gettext_lazy("decides about what is reported, closes and opens discussions"),
}


class DutySet(models.QuerySet):
    def open(self) -> DutySet:
        """Those that were not laid down."""
        return self.filter(laid_down_at=None)

    def held_by(self, people: Iterable[int], power: str | None, day: date) -> DutySet:
        """Those with that power (None: whatever their powers) which one of these people, by id, holds on that day as a
        member of the group. KeyError for a power that is none."""
        if power is not None and power not in POWERS:
            raise KeyError(power)
        held = Holder.objects.inside(day).filter(person__in=list(people))
        wanted = {power: True} if power else {}
        return self.open().filter(pk__in=held.values("duty"), **wanted)

    def people(self, day: date) -> list[Person]:
        """Who holds one of these on that day, the longest first."""
        held = Holder.objects.inside(day).filter(duty__in=self.order_by().values("pk"))
        return [one.person for one in held.select_related("person").order_by("since", "pk")]


class Duty(models.Model):
    """Something in a group that has a name and somebody who looks after it: welcome, librarian, events."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="duties")
    name = models.CharField(max_length=60)
    purview = models.CharField(max_length=300, help_text="what it looks after, in a sentence")
    welcomes = models.BooleanField(default=False)
    keeps_pages = models.BooleanField(default=False)
    runs_events = models.BooleanField(default=False)
    moderates = models.BooleanField(default=False)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    laid_down_at = models.DateTimeField(null=True, blank=True)

    objects = DutySet.as_manager()

    class Meta:
        verbose_name_plural = "duties"
        ordering = ["group", "name", "pk"]
        constraints = [
            models.UniqueConstraint(F("group"), Lower("name"), condition=Q(laid_down_at=None), name="duty_named_once"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(purview=""), name="duty_says_what"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{self.group.get_absolute_url()}duties/"

    def powers(self) -> list[str]:
        """What comes with it, in words."""
        return [str(words) for power, words in POWERS.items() if getattr(self, power)]

    def held_on(self, day: date) -> list[Holder]:
        """Who holds it on that day and is in the group, the longest first."""
        return [one for one in Holder.objects.in_group(self.group, day) if one.duty_id == self.pk]


class HolderSet(models.QuerySet):
    def on(self, day: date) -> HolderSet:
        return self.filter(Q(until=None) | Q(until__gte=day), ended_at=None, since__lte=day, person__is_active=True)

    def inside(self, day: date) -> HolderSet:
        """Those who are in the group whose duty they hold on that day."""
        inside = Member.objects.open().filter(person=models.OuterRef("person"), group=models.OuterRef("duty__group"))
        return self.on(day).filter(models.Exists(inside))

    def in_group(self, group: Group, day: date) -> list[Holder]:
        """All who hold a duty there on that day, the longest first."""
        rows = self.inside(day).filter(duty__group=group, duty__laid_down_at=None)
        return list(rows.select_related("person", "duty").order_by("since", "pk"))


class Holder(models.Model):
    """Somebody holds a duty between two days, the last one included, or until it was taken or handed back. Several may
    hold one, and one may hold several."""

    duty = models.ForeignKey(Duty, models.CASCADE, related_name="holders")
    person = models.ForeignKey(Person, models.CASCADE, related_name="duties_held")
    since = models.DateField(default=timezone.localdate)
    until = models.DateField(null=True, blank=True, help_text="last day, as it was given")
    ended_at = models.DateTimeField(null=True, blank=True, help_text="taken or handed back, or run out and given anew")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", help_text="who asked them to")
    at = models.DateTimeField(default=timezone.now)

    objects = HolderSet.as_manager()

    class Meta:
        ordering = ["duty", "since", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["duty", "person"], condition=Q(ended_at=None), name="holder_open_once"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="holder_ends_after_begins"),
        ]
        indexes = [models.Index(fields=["person", "ended_at"])]

    def __str__(self) -> str:
        return f"{self.person}: {self.duty}"
