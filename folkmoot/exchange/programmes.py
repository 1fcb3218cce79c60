"""The programme a record names: the one its owner has under that name, or a new one."""

from __future__ import annotations

from folkmoot.directory import findable
from folkmoot.directory.models import Programme
from folkmoot.exchange.models import Intake

Named = tuple[str, int]


def named_by(fields: dict, links: list[list], owners: dict[str, int]) -> Named | None:
    """(name, organisation id) of the programme a record speaks of: a funder's before a deliverer's."""
    name = str(fields.get("programme", "")).strip()[:255]
    parts = sorted((role != "funds", owners[key]) for role, key, _ in links if key in owners)
    return (name, parts[0][1]) if name and parts else None


def found_or_made(intake: Intake, wanted: set[Named]) -> tuple[dict[Named, Programme], set[Named]]:
    """Every wanted programme, and which of them were not here before."""
    if not wanted:
        return {}, set()
    names, bodies = {name for name, _ in wanted}, {body for _, body in wanted}
    here = Programme.objects.live().filter(name__in=names, organisation__in=bodies)
    found = {(one.name, one.organisation_id): one for one in here}
    fresh = [
        Programme(name=name, organisation_id=body, entered_by=intake.by, confirmed_on=intake.as_of)
        for name, body in sorted(wanted - found.keys())
    ]
    Programme.objects.bulk_create(fresh)
    findable.refresh_many(fresh)
    made = {(one.name, one.organisation_id): one for one in fresh}
    return found | made, set(made)


def forget_empty(keys: list[int]) -> None:
    """Programmes that an intake made go with it, unless something else is part of them by now."""
    left = Programme.objects.filter(pk__in=keys, activities=None, absorbed=None, same_as=None, standing=None)
    for programme in left:
        findable.search.drop(programme._meta.label_lower, programme.pk)
        programme.delete()
