"""Named predicates over roles. Each takes the day, so that a power lapses by itself."""

from __future__ import annotations

from datetime import date

from folkmoot.people.models import Deputy, Person, Role
from folkmoot.places.models import Place


def acts_for(person: Person, day: date) -> list[int]:
    """The ids this person may act as on that day: their own, and those whose deputy they are."""
    if not person.is_authenticated or not person.is_active:
        return []
    return [person.pk, *Deputy.objects.acting_on(day).filter(deputy=person).values_list("person", flat=True)]


def holds(person: Person, kind: str, day: date, place: Place | None = None) -> bool:
    """Whether the person, or someone they deputise for, holds that role on that day.

    A role with no place counts everywhere; a role for a place counts in it and inside it, and only
    when a place is asked about.
    """
    roles = Role.objects.held_on(day).filter(person__in=acts_for(person, day), kind=kind)
    where = roles.values_list("place__path", flat=True)
    return any(path is None or (place is not None and place.path.startswith(path)) for path in where)


def is_keeper(person: Person, day: date) -> bool:
    return holds(person, Role.Kind.KEEPER, day)


def is_moderator(person: Person, day: date) -> bool:
    return holds(person, Role.Kind.MODERATOR, day) or is_keeper(person, day)
