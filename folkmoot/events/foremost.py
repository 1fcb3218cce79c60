"""Hosts and speakers: whose seat is never taken away. Who they are is asked anew whenever seats are given or taken."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils import timezone

from folkmoot.directory.models import Membership
from folkmoot.events.models import Event, Opening, Pitch, Rsvp
from folkmoot.events.models.slot import LIVE
from folkmoot.people.models import Person


def is_foremost(rsvp: Rsvp) -> bool:
    """Whether whoever replied holds the event, speaks for a body that does, or leads something on its grid."""
    speaks = leads(rsvp.event)
    if rsvp.pk and speaks.filter(rsvp=rsvp.pk).exists():
        return True
    if rsvp.person_id is None:
        return False
    return speaks.filter(person=rsvp.person_id).exists() or holders(rsvp.event).filter(pk=rsvp.person_id).exists()


def holders(event: Event) -> QuerySet[Person]:
    """Everybody who holds it today, as whatever, and those who speak for the bodies that do."""
    bodies = event.hosts.exclude(organisation=None).values("organisation")
    speakers = Membership.objects.speaking(timezone.localdate()).filter(organisation__in=bodies).values("person")
    mine = Q(pk__in=event.hosts.exclude(person=None).values("person")) | Q(pk__in=speakers)
    return Person.objects.filter(mine | Q(email__in=event.hosts.exclude(email="").values("email")))


def leads(event: Event) -> QuerySet[Pitch]:
    """The pitches that have a place on the grid or open the day, those merged into them included. A pitch alone makes
    nobody a speaker: else a seat could be had by pitching."""
    placed = Pitch.objects.filter(event=event, sessions__state__in=LIVE, sessions__slot__isnull=False)
    opens = Opening.objects.filter(event=event).exclude(pitch=None).values("pitch")
    first = Q(pk__in=placed.values("pk")) | Q(pk__in=opens)
    return Pitch.objects.filter(first | Q(merged_into__in=placed.values("pk")), event=event)


def follow(event: Event) -> None:
    """Whoever has become host or speaker since they replied."""
    speaks = leads(event)
    mine = Q(person__in=holders(event).values("pk")) | Q(person__in=speaks.exclude(person=None).values("person"))
    mine |= Q(pk__in=speaks.exclude(rsvp=None).values("rsvp"))
    event.rsvps.filter(mine, is_host=False).update(is_host=True)
