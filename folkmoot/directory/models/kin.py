"""What every page asks about bodies for whoever is signed in, put into SQL once."""

from __future__ import annotations

from datetime import date

from django.apps import apps
from django.db.models import Q, QuerySet

from folkmoot.kit.prepared import Prepared


def _kin(bodies: list[int]) -> QuerySet:
    """(absorbed, by whom) where either is one of these."""
    every = apps.get_model("directory.Organisation").objects
    met = every.filter(Q(pk__in=bodies, same_as__isnull=False) | Q(same_as__in=bodies))
    return met.order_by().values_list("pk", "same_as")


def _spoken_for(people: list[int], day: date) -> QuerySet:
    """The bodies that any of these people speak for on that day."""
    speaking = apps.get_model("directory.Membership").objects.speaking(day)
    return speaking.filter(person__in=people).order_by().values_list("organisation")


KIN, SPOKEN_FOR = Prepared(_kin), Prepared(_spoken_for)
