"""Guesses, confirmed forty at a time: a person says which are right and which are not."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from folkmoot.directory.models import Activity, Revision, Source
from folkmoot.directory.wording import LABELS
from folkmoot.exchange import indexing
from folkmoot.exchange.models.intake import looks_after_all
from folkmoot.journal.models import Line
from folkmoot.people.models import Person
from folkmoot.people.permissions import acts_for

FORTY = 40
FACTS = {"types": "types", "topics": "topics", "people": "people", "places": "served"}


def guessed_for(person: Person, day: date, source: Source | None = None):
    """Activities with guesses that this person may confirm, in the order they were entered."""
    found = Activity.objects.live().shown().exclude(guessed=[])
    if source is not None:
        found = found.filter(records__source=source).distinct()
    if not looks_after_all(person, day):
        mine = acts_for(person, day)
        found = found.filter(Q(entered_by__in=mine) | Q(records__source__keeper__in=mine)).distinct()
    return found.order_by("pk")


@transaction.atomic
def confirm(by: Person, day: date, said: dict[int, dict[str, list]], source: Source | None = None) -> int:
    """Set these activities' guesses as said, each {"types": codes, …}; what is left out was wrong. Safe twice.

    Gives how many were confirmed; those that are not guessed any more, or not this person's, are passed over.
    """
    mine = guessed_for(by, day, source).filter(pk__in=list(said)).values_list("pk", flat=True)
    rows = Activity.objects.select_for_update(of=("self",)).filter(pk__in=list(mine)).exclude(guessed=[])
    deeds, revisions = list(rows), []
    for deed in deeds:
        revisions += _settle(by, deed, said[deed.pk])
        deed.guessed, deed.changed_at = [], timezone.now()
    Activity.objects.bulk_update(deeds, ["guessed", "changed_at"], batch_size=FORTY)
    Revision.objects.bulk_create(revisions)
    for deed in deeds:
        deed.count_facts()
    indexing.refresh([], deeds)
    if deeds:
        _tell(by, deeds, source)
    return len(deeds)


def _settle(by: Person, deed: Activity, said: dict[str, list]) -> Iterable[Revision]:
    """Keep of each guess what the person ticked; a change of the entry where something was wrong."""
    before = deed.facts()
    for name in deed.guessed:
        if name == "places":
            deed.served.exclude(place__in=said.get(name, [])).delete()
        elif name in FACTS:
            stay = [pk for pk in before[name] if str(pk) in set(map(str, said.get(name, [])))]
            getattr(deed, name).set(stay)
    deed._prefetched_objects_cache = {}
    after = deed.facts()
    changes = {name: [before[name], after[name]] for name in FACTS.values() if before[name] != after[name]}
    if changes:
        yield Revision(kind=deed._meta.label_lower, key=str(deed.pk), changes=changes, by=by, why="a guess was wrong")


def _tell(by: Person, deeds: list[Activity], source: Source | None) -> None:
    thing = source or deeds[0]
    Line.record(by, "confirmed guesses about", thing, place=deeds[0].whereabouts(), detail={"entries": len(deeds)})


def read(posted) -> dict[int, dict[str, list[str]]]:
    """What a page of guesses says: for each entry on it ("entry"), its ticked guesses ("types-12": codes)."""
    keys = [int(pk) for pk in posted.getlist("entry") if pk.isdecimal() and len(pk) < 18][:FORTY]
    return {pk: {name: posted.getlist(f"{name}-{pk}") for name in FACTS} for pk in keys}


def as_choices(deeds: Iterable[Activity]) -> list[dict]:
    """Each entry with its guesses: (name of the field, what it is called, [(value, words)])."""
    return [
        {"entry": deed, "guesses": [(name, LABELS[FACTS[name]], _choices(deed, name)) for name in deed.guessed]}
        for deed in deeds
    ]


def _choices(deed: Activity, name: str) -> list[tuple[str, str]]:
    if name == "places":
        return [(str(row.place_id), str(row.place)) for row in deed.served.all()]
    return [(str(thing.pk), str(thing)) for thing in getattr(deed, name).all()]
