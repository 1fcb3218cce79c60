"""Plants Thornbeck: every app's seeds, lowest first, into one namespace."""

from __future__ import annotations

from types import SimpleNamespace

from django.db import transaction

from folkmoot.conversations import seeds as conversations
from folkmoot.conversations.models import Group
from folkmoot.decisions import seeds as decisions
from folkmoot.directory import seeds as directory
from folkmoot.directory.models import Topic
from folkmoot.events import seeds as events
from folkmoot.exchange import seeds as exchange
from folkmoot.joinup import seeds as joinup
from folkmoot.library import seeds as library
from folkmoot.listening import seeds as listening
from folkmoot.newsroom import seeds as newsroom
from folkmoot.people import seeds as people
from folkmoot.places import seeds as places
from folkmoot.priorities import seeds as priorities
from folkmoot.promises import seeds as promises

LOWEST_FIRST = (places, people, directory, promises, conversations, library)
LOWEST_FIRST += (events, listening, priorities, decisions, joinup, newsroom, exchange)


@transaction.atomic
def plant() -> SimpleNamespace:
    """The village: Thornbeck's places, people and what they do. Planting twice changes nothing."""
    village = SimpleNamespace()
    for app in LOWEST_FIRST:
        app.plant(village)
    library.plant_uses(village)
    return village


def sort_by_topic(village: SimpleNamespace) -> None:
    """One topic that every app knows something of, once UK-CAT's are there. Safe twice."""
    older = Topic.objects.filter(code="BE108").first()
    if older is None:
        return
    for thing in (village.lunches, village.winter, village.lunch_case):
        thing.topics.add(older)
    Group.objects.filter(pk=village.sundays.pk, topic=None).update(topic=older)
