"""Who may do what with what was heard. Nobody stands in for anybody here: a deputy reads nothing private."""

from __future__ import annotations

from datetime import date

from folkmoot.people.models import Person, Role
from folkmoot.people.permissions import holds
from folkmoot.places.models import Place

LISTENERS = (Role.Kind.ORGANISER, Role.Kind.COUNCILLOR)


def is_listener(person: Person | None, day: date, place: Place | None = None) -> bool:
    """Organisers, and councillors who listen: the same tools, each for what they heard themselves."""
    return person is not None and any(_own(person, kind, day, place) for kind in LISTENERS)


def listens_somewhere(person: Person, day: date) -> bool:
    """Whether they have one of these roles, wherever."""
    roles = Role.objects.held_on(day).filter(person=person, person__is_active=True, kind__in=LISTENERS)
    return roles.exists()


def is_steward(person: Person | None, day: date, place: Place | None = None) -> bool:
    """Looks after private notes, here or everywhere: reads one when asked to, with a reason that is written down."""
    return person is not None and _own(person, Role.Kind.STEWARD, day, place)


def stewards_somewhere(person: Person, day: date) -> bool:
    """Whether they look after private notes, wherever."""
    roles = Role.objects.held_on(day).filter(person=person, person__is_active=True, kind=Role.Kind.STEWARD)
    return roles.exists()


def sees_to_patches(person: Person | None, day: date, place: Place | None = None) -> bool:
    """Makes patches and says who listens in them: stewards and convenors. They read nothing of what is heard."""
    if person is None:
        return False
    return is_steward(person, day, place) or holds(person, Role.Kind.CONVENOR, day, place)


def _own(person: Person, kind: str, day: date, place: Place | None) -> bool:
    roles = Role.objects.held_on(day).filter(person=person, person__is_active=True, kind=kind)
    where = roles.values_list("place__path", flat=True)
    return any(path is None or (place is not None and place.path.startswith(path)) for path in where)
