"""Who is reached when somebody is away."""

from __future__ import annotations

from datetime import date

from folkmoot.people.models import Deputy, Person


def stands_in(person: Person, day: date) -> Deputy | None:
    """Who stands in for this person on that day (the one appointed last), with the dates; None when nobody does."""
    acting = Deputy.objects.acting_on(day).filter(person=person, deputy__is_active=True, deputy__forget_on=None)
    return acting.select_related("deputy").order_by("-pk").first()
