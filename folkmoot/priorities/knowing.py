"""Vouching for somebody, and what it does to what they have said already in questions that are open."""

from __future__ import annotations

from django.db import transaction

from folkmoot.people.models import Person
from folkmoot.places.models import Place
from folkmoot.priorities.models import Voice, Vouch


@transaction.atomic
def answer(vouch: Vouch, by: Person, yes: bool) -> None:
    """A body says whether it knows them; with a yes, their voices in open questions are local from now on."""
    vouch.answer(by, yes)
    if yes:
        Voice.mark_local(vouch.person, vouch.place)


@transaction.atomic
def give(person: Person, place: Place, by: Person, how: str = Vouch.How.MET) -> Vouch:
    """A convenor, organiser or keeper has met them here."""
    made = Vouch.give(person, place, by, how)
    Voice.mark_local(person, place)
    return made


@transaction.atomic
def end(vouch: Vouch, by: Person) -> bool:
    """It no longer holds: their voices in open questions are local no longer. True the first time."""
    ended = vouch.end(by)
    if ended and vouch.vouched_on:
        Voice.unmark_local(vouch.person, vouch.place)
    return ended
