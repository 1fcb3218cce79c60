"""Who may answer for which party word ("directory.organisation:12", "role:keeper"), both ways."""

from __future__ import annotations

from datetime import date

from folkmoot.directory.models import Membership, Organisation
from folkmoot.people.models import Deputy, Person, Role
from folkmoot.people.permissions import acts_for


def parties_of(person: Person, day: date) -> list[str]:
    """The parties this person, or someone they stand in for, answers for on that day: bodies and roles."""
    roles = Role.objects.held_on(day).filter(person__in=acts_for(person, day), place=None)
    kinds = roles.values_list("kind", flat=True).distinct()
    return [*Membership.objects.parties_of(person, day), *(f"role:{kind}" for kind in kinds)]


def people_of(party: str, day: date) -> list[Person]:
    """Whoever answers for the party on that day, by name; an unknown party has nobody."""
    label, _, key = party.partition(":")
    if label == "role":
        return _and_deputies(Role.objects.held_on(day).filter(kind=key, place=None).values("person"), day)
    if label == "directory.organisation" and key.isdigit():
        body = Organisation.objects.filter(pk=key).first()
        return _and_deputies(body.speakers(day).values("pk"), day) if body else []
    if label == "people.person" and key.isdigit():
        return list(Person.objects.filter(pk=key, is_active=True))
    return []


def name_of(party: str) -> str:
    """The party as people call it; "" for one that is not known."""
    label, _, key = party.partition(":")
    if label == "role":
        return Role.Kind(key).label if key in Role.Kind.values else ""
    body = Organisation.objects.filter(pk=key).first() if key.isdigit() and label.startswith("directory.") else None
    return body.name if body else ""


def _and_deputies(people, day: date) -> list[Person]:
    deputies = Deputy.objects.acting_on(day).filter(person__in=people).values("deputy")
    both = Person.objects.filter(pk__in=people) | Person.objects.filter(pk__in=deputies)
    return list(both.filter(is_active=True).order_by("name").distinct())
