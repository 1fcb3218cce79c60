"""What is said in a mapping hour: one programme for each card or phone form."""

from __future__ import annotations

from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.directory.models import Activity, PeopleServed, TypeOfHelp
from folkmoot.kit.refusals import Refusal
from folkmoot.people.models import Person
from folkmoot.places.models import Place

from .event import Event
from .table import TableCode


class MappedRefused(Refusal):
    """A card of a mapping hour with something missing."""

    status = 422


class MappedSet(models.QuerySet):
    def standing(self) -> MappedSet:
        """Those not struck out, in the order they were entered."""
        return self.filter(struck_at=None).order_by("entered_at", "pk")

    def to_take_in(self) -> MappedSet:
        return self.standing().filter(taken_at=None)

    def with_all(self) -> MappedSet:
        return self.select_related("place", "activity").prefetch_related("types", "people")


class Mapped(models.Model):
    """One programme as it was said in a mapping hour: who does it, what type of help, where, for whom, when.

    The hosts take the hour's cards into the directory together, and can undo that for the whole hour.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="mapped")
    code = models.ForeignKey(TableCode, models.SET_NULL, null=True, blank=True, related_name="mapped")
    body = models.CharField(max_length=200, help_text="who does it, as they call themselves")
    title = models.CharField(max_length=200)
    types = models.ManyToManyField(TypeOfHelp, blank=True, related_name="+")
    place = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+")
    where_said = models.CharField(max_length=120, blank=True)
    people = models.ManyToManyField(PeopleServed, blank=True, related_name="+")
    whom_said = models.CharField(max_length=200, blank=True)
    when_said = models.CharField(max_length=80, blank=True)
    may_be_named = models.BooleanField(default=False, help_text="may be read out by name when two look alike")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)
    struck_at = models.DateTimeField(null=True, blank=True)
    activity = models.ForeignKey(Activity, models.SET_NULL, null=True, blank=True, related_name="+")
    made_body = models.BooleanField(default=False, help_text="its body was new to the directory")
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    once = models.CharField(max_length=100, unique=True)

    objects = MappedSet.as_manager()

    class Meta:
        verbose_name_plural = "mapped"
        ordering = ["entered_at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(title="") & ~Q(body=""), name="mapped_says_who_and_what")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/events/{self.event_id}/mapping/#card-{self.pk}"

    @classmethod
    def enter(cls, code: TableCode, facts: dict, *, once: str, by: Person | None = None) -> Mapped:
        """Keep one programme. `facts`: body, title, types, people (lists), place, where_said, whom_said, when_said,
        may_be_named. The same `once` at the same event is the same card."""
        once = f"{code.event_id}:{once}"[:100]
        known = cls.objects.filter(once=once).first()
        if known:
            return known
        types, people = facts.pop("types", ()), facts.pop("people", ())
        if not facts.get("body", "").strip() or not facts.get("title", "").strip():
            raise MappedRefused(_("Say who does it, and what it is called."))
        try:
            with transaction.atomic():
                TableCode.objects.select_for_update().get(pk=code.pk).check_open()
                card = cls.objects.create(event=code.event, code=code, by=by, once=once, **facts)
                card.types.set(types)
                card.people.set(people)
        except IntegrityError:
            return cls.objects.get(once=once)
        return card

    def strike(self) -> bool:
        """Out of the hour. True the first time; not once it is in the directory."""
        return bool(Mapped.objects.filter(pk=self.pk, struck_at=None, taken_at=None).update(struck_at=timezone.now()))
