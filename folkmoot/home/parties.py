"""Who may answer for which party word ("directory.organisation:12", "role:keeper"), both ways."""

from __future__ import annotations

from datetime import date

from django.db.models import CharField, QuerySet, Value

from folkmoot.directory.models import Membership, Organisation
from folkmoot.kit.prepared import Prepared
from folkmoot.people.models import Deputy, Person, Role


def parties_of(people: list[int], day: date) -> list[str]:
    """The parties that somebody who acts as these people, by id, answers for on that day: bodies, roles, themselves.

    It is asked on every page, so what they speak for and what they hold come in one query.
    """
    rows = ANSWERED_FOR.rows(people, day) if people else []
    merged = sorted(Organisation.objects.merged_with(body for body, kind in rows if not kind))
    said = [f"role:{kind}" for _body, kind in rows if kind]
    return [*(f"directory.organisation:{pk}" for pk in merged), *said, *(f"people.person:{pk}" for pk in people)]


def _answered_for(people: list[int], day: date) -> QuerySet:
    """(body, "") for each they speak for, (0, role) for each they hold everywhere."""
    spoken = Membership.objects.speaking(day).filter(person__in=people)
    held = Role.objects.held_on(day).filter(person__in=people, place=None)
    bodies = spoken.values_list("organisation", Value("", CharField())).order_by()
    return bodies.union(held.values_list(Value(0), "kind").order_by())


ANSWERED_FOR = Prepared(_answered_for)


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
