"""The log of who read private words, for stewards: all of it, or what was read of their own places."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from folkmoot.listening.models import Heard, Listening, Organiser, Pairing, PassedOn, Patch, Project, Safeguard
from folkmoot.listening.permissions import is_steward
from folkmoot.people.models import Person, Role
from folkmoot.points.models import Reading, Theming


def readings_for(steward: Person, day: date):
    """The newest first: every reading for who is a steward everywhere; of listenings, people, worries, themes and desks
    in their places for the others; none for who is no steward."""
    rows = Reading.objects.select_related("person")
    if is_steward(steward, day):
        return rows
    held = Role.objects.held_on(day).filter(person=steward, person__is_active=True, kind=Role.Kind.STEWARD)
    inside = Q(pk__in=[])
    for path in held.values_list("place__path", flat=True):
        inside |= Q(place__path__startswith=path)
    patches = Patch.objects.filter(inside).values("pk")
    read = Q(pk__in=[])
    for found in _things(patches, inside):
        keys = [str(key) for key in found.values_list("pk", flat=True)]
        read |= Q(kind=found.model._meta.label_lower, key__in=keys)
    return rows.filter(read)


def _things(patches, inside: Q):
    organisers = Organiser.objects.filter(patch__in=patches)
    return (
        Listening.objects.filter(patch__in=patches),
        Heard.objects.filter(listening__patch__in=patches),
        Pairing.objects.filter(Q(a__listening__patch__in=patches) | Q(b__listening__patch__in=patches)),
        PassedOn.objects.filter(heard__listening__patch__in=patches),
        Project.objects.filter(patch__in=patches),
        Safeguard.objects.filter(patch__in=patches),
        Theming.objects.filter(inside),
        Person.objects.filter(pk__in=organisers.values("person")),
    )
