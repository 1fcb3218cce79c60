"""Named predicates over roles. Each takes the day, so that a power lapses by itself."""

from __future__ import annotations

from datetime import date

from folkmoot.kit.prepared import Prepared
from folkmoot.kit.remembering import asked_once
from folkmoot.people.models import Deputy, Person, Role
from folkmoot.places.models import Place

STOOD_IN_FOR = Prepared(lambda person, day: Deputy.objects.acting_on(day).filter(deputy=person).values_list("person"))
HELD = Prepared(
    lambda people, day: Role.objects.held_on(day).filter(person__in=people).values_list("kind", "place__path")
)


def acts_for(person: Person, day: date) -> list[int]:
    """The ids this person may act as on that day: their own, and those whose deputy they are."""
    if not person.is_authenticated or not person.is_active:
        return []
    return [person.pk, *asked_once(("acts for", person.pk, day), lambda: _absent(person, day))]


def _absent(person: Person, day: date) -> tuple[int, ...]:
    return tuple(absent for (absent,) in STOOD_IN_FOR.rows(person.pk, day))


def holds(person: Person, kind: str, day: date, place: Place | None = None) -> bool:
    """Whether the person, or someone they deputise for, holds that role on that day.

    A role with no place counts everywhere; a role for a place counts in it and inside it, and only
    when a place is asked about.
    """
    where = [path for held, path in _roles(person, day) if held == kind]
    return any(path is None or (place is not None and place.path.startswith(path)) for path in where)


def _roles(person: Person, day: date) -> tuple[tuple[str, str | None], ...]:
    """Every role they hold or stand in for on that day, with the path of its place (None: everywhere)."""
    mine = acts_for(person, day)
    return asked_once(("roles", person.pk, day), lambda: _roles_of(mine, day)) if mine else ()


def _roles_of(people: list[int], day: date) -> tuple[tuple[str, str | None], ...]:
    return tuple(HELD.rows(people, day))


def is_keeper(person: Person, day: date) -> bool:
    return holds(person, Role.Kind.KEEPER, day)


def is_moderator(person: Person, day: date) -> bool:
    return holds(person, Role.Kind.MODERATOR, day) or is_keeper(person, day)
