"""What flows between groups today, as their terms in force say, and nothing else."""

from __future__ import annotations

from datetime import date

from folkmoot.conversations.models import Discussion, Group, Terms
from folkmoot.people.models import Person


def in_force(group: Group, person: Person | None, day: date | None = None) -> list[Terms]:
    """The terms of this group in force that this visitor may know of, by the name of the other."""
    rows = Terms.objects.of(group).in_force(day).seen_by(person, day)
    found = list(rows.select_related("proposer__standing", "partner__standing"))
    for terms in found:
        terms.with_whom = terms.other(group)
        terms.shared = terms.shares()
    return sorted(found, key=lambda terms: terms.with_whom.name)


def givers(group: Group, matter: str, day: date | None = None) -> list[Group]:
    """The groups whose events or discussions ("events", "talks") stand on this one's page."""
    rows = Terms.objects.of(group).in_force(day).select_related("proposer", "partner")
    return [terms.other(group) for terms in rows if terms.gives(matter, terms.other(group))]


def takers(group: Group, matter: str, day: date | None = None) -> list[Group]:
    """The groups on whose pages this one's stand."""
    rows = Terms.objects.of(group).in_force(day).select_related("proposer", "partner")
    return [terms.other(group) for terms in rows if terms.gives(matter, group)]


def talks(group: Group, person: Person | None, most: int) -> list[Discussion]:
    """What is being said in groups that share it with this one, as far as this visitor may read it there; the latest
    word first."""
    shared = Discussion.objects.shown().visible_to(person).filter(group__in=givers(group, "talks"))
    return list(shared.select_related("group", "by", "as_body").newest_first()[:most])


def may_be_carried(talk: Discussion, to: list[Group]) -> list[Group]:
    """Those of these groups into which the group of this discussion lets it be carried."""
    if talk.group.carried == Group.Carried.ANYWHERE:
        return to
    agreed = takers(talk.group, "talks")
    return [group for group in to if group in agreed]
