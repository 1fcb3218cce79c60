"""Plants Thornbeck: every app's seeds, lowest first, into one namespace."""

from __future__ import annotations

from types import SimpleNamespace

from django.db import transaction

from folkmoot.directory import seeds as directory
from folkmoot.exchange import seeds as exchange
from folkmoot.joinup import seeds as joinup
from folkmoot.people import seeds as people
from folkmoot.places import seeds as places
from folkmoot.promises import seeds as promises

LOWEST_FIRST = (places, people, directory, promises, joinup, exchange)


@transaction.atomic
def plant() -> SimpleNamespace:
    """The village: Thornbeck's places, people and what they do. Planting twice changes nothing."""
    village = SimpleNamespace()
    for app in LOWEST_FIRST:
        app.plant(village)
    return village
