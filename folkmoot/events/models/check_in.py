"""Who came."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.db import models, transaction
from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.directory.models import Organisation
from folkmoot.kit.refusals import Refusal
from folkmoot.people.models import Person
from folkmoot.places.models import Place

from .event import Event
from .rsvp import Rsvp


class CheckIn(models.Model):
    """Somebody came: with a reply, or walked in. Who came is not who replied."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="check_ins")
    rsvp = models.OneToOneField(Rsvp, models.SET_NULL, null=True, blank=True, related_name="check_in")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=120, blank=True)
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+")
    organisation_said = models.CharField(max_length=200, blank=True)
    sector = models.CharField(max_length=16, choices=Person.Sector, blank=True, default="")
    place = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+")
    party = models.PositiveSmallIntegerField(default=1)
    came_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    once = models.CharField(max_length=80, null=True, blank=True, unique=True)

    class Meta:
        ordering = ["event", "came_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "person"], condition=Q(person__isnull=False), name="check_in_once_each"
            ),
            models.CheckConstraint(condition=Q(party__gte=1), name="check_in_party_of_one_at_least"),
        ]

    def __str__(self) -> str:
        return str(self.person) if self.person else self.name

    @classmethod
    @transaction.atomic
    def let_in(cls, rsvp: Rsvp, *, by: Person | None = None, party: int | None = None) -> CheckIn:
        """Somebody who replied is here, with as many as they said or as came. Twice is once; a party that grew or
        shrank is put right. The caller keeps the door."""
        event = Event.objects.select_for_update().get(pk=rsvp.event_id)
        _check_party(party)
        names = ("person", "name", "organisation", "organisation_said", "sector", "place")
        facts = {name: getattr(rsvp, name) for name in names} | {"party": party or rsvp.party, "by": by}
        if rsvp.person_id and (walked := event.check_ins.filter(person=rsvp.person_id, rsvp=None).first()):
            cls.objects.filter(pk=walked.pk).update(rsvp=rsvp)
        came, new = cls.objects.get_or_create(event=event, rsvp=rsvp, defaults=facts)
        if not new and party and came.party != party:
            came.party = party
            came.save(update_fields=["party"])
        return came

    @classmethod
    @transaction.atomic
    def walk_in(cls, event: Event, name: str, *, by: Person | None = None, once: str = "", **more) -> CheckIn:
        """Somebody came without a reply. `more`: organisation_said, sector, place, party, came_at (when it was
        kept on a phone first). The same `once` gives the one there is. The caller keeps the door."""
        locked = Event.objects.select_for_update().get(pk=event.pk)
        if once and (found := cls.objects.filter(once=once).first()):
            return found
        if not name.strip():
            raise Refusal(_("Write a name, or “somebody”: so that they are counted."))
        _check_party(more.get("party"))
        if more.get("sector", "") not in Person.Sector.values:
            raise Refusal(_("Choose one of the sectors on the page, or none."))
        more["came_at"] = _when(more.get("came_at"))
        return cls.objects.create(event=locked, name=name.strip()[:120], by=by, once=once or None, **more)

    @transaction.atomic
    def take_back(self) -> bool:
        """It was a mistake: they are not here. True the first time. The caller keeps the door."""
        Event.objects.select_for_update().get(pk=self.event_id)
        return bool(CheckIn.objects.filter(pk=self.pk).delete()[0])

    def called(self) -> str:
        """The name that those who hold the event call them by."""
        return str(self.person) if self.person else self.name or _("Somebody")

    def body(self) -> str:
        return str(self.organisation or self.organisation_said)


class Came:
    """Who came, counted against who replied. People, not rows: a party of three is three."""

    def __init__(self, event: Event) -> None:
        seats = event.rsvps.seated().aggregate(people=Sum("party"))["people"]
        self.replied = seats or 0
        came = list(event.check_ins.values_list("party", "sector", "rsvp"))
        self.people = sum(party for party, _sector, _rsvp in came)
        self.walked_in = sum(party for party, _sector, rsvp in came if rsvp is None)
        self.with_reply = self.people - self.walked_in
        sectors: Counter[str] = Counter()
        for party, sector, _rsvp in came:
            sectors[sector] += party
        self.sectors = [(Person.Sector(code).label, n) for code, n in sectors.most_common()]


def _check_party(party: int | None) -> None:
    if party is not None and not 1 <= party <= 50:
        raise Refusal(_("How many came together? Between 1 and 50, themselves included."))


def _when(said: datetime | None) -> datetime:
    """When they came: as the phone says, when that is not in the future."""
    now = timezone.now()
    return min(said, now) if said else now
