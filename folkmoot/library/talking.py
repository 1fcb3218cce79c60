"""What is said below a case: by anybody with an account. What failed is often known to others than who wrote it up."""

from __future__ import annotations

from django.db import transaction

from folkmoot.conversations import speaking
from folkmoot.conversations.models import Discussion, Post
from folkmoot.conversations.speaking import Said
from folkmoot.kit.refusals import NotYours
from folkmoot.library.models import Case
from folkmoot.people.models import Person


def say(case: Case, person: Person, words: str, once: str = "") -> Post:
    """Say something; the discussion begins with the first words."""
    return speaking.say(spoken_in(case, person), person, Said(words, once=once))


def spoken_in(case: Case, person: Person | None) -> Discussion:
    """The discussion for somebody who may speak in it, begun if there is none; NotYours for others."""
    why = case.why_silent(person)
    if why:
        raise NotYours(why)
    return begun(case)


@transaction.atomic
def begun(case: Case) -> Discussion:
    """The discussion of a case, begun if there is none."""
    locked = case.locked()
    if locked.talk is None:
        address = case.get_absolute_url()
        locked.talk = Discussion.objects.create(title=case.title, address=address, place=case.place)
        Case.objects.filter(pk=case.pk).update(talk=locked.talk)
    case.talk = locked.talk
    case.talk.owner = case
    return locked.talk
