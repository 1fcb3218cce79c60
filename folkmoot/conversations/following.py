"""Hearing of a discussion: following it at one's pace, muting it, and stopping from a mail."""

from __future__ import annotations

from django.db import transaction

from folkmoot.conversations import posted
from folkmoot.conversations.models import Discussion, Group, Mute
from folkmoot.journal.models import Pace, Watch
from folkmoot.people.models import Person

MUTED, NOT = "mute", ""


def keep_following(talk: Discussion, person: Person) -> None:
    """Whoever speaks hears of answers: as often as they hear of what it belongs to, else on the site. A mute stands."""
    if talk.group_id is None and Mute.objects.filter(person=person, discussion=talk).exists():
        return
    wider = Watch.objects.filter(posted.of_owner(talk), person=person).first()
    Watch.start(person, talk, pace=wider.pace if wider else Pace.SITE)


@transaction.atomic
def choose(talk: Discussion, person: Person, how: str) -> None:
    """A pace ("at-once", "daily", "weekly", "site"), "mute", or "" for neither. ValueError for anything else."""
    if how in (MUTED, NOT):
        Watch.stop(person, "conversations.discussion", talk.pk)
    if how == MUTED:
        Mute.objects.get_or_create(person=person, discussion=talk)
        return
    Mute.objects.filter(person=person, discussion=talk).delete()
    if how != NOT:
        Watch.start(person, talk, pace=Pace(how)).change_pace(how)


def of(talk: Discussion, person: Person | None) -> str:
    """How this person hears of it, as in `choose`; of the group's own watch nothing is said here."""
    if person is None:
        return NOT
    if Mute.objects.filter(person=person, discussion=talk).exists():
        return MUTED
    watch = Watch.objects.filter(person=person, kind="conversations.discussion", key=str(talk.pk)).first()
    return watch.pace if watch else NOT


def of_group(group: Group, person: Person | None) -> str:
    if person is None:
        return NOT
    watch = Watch.objects.filter(person=person, kind="conversations.group", key=str(group.pk)).first()
    return watch.pace if watch else NOT


def choose_for_group(group: Group, person: Person, how: str) -> None:
    """The same for a whole group; "" stops it. ValueError for what is no pace."""
    if how == NOT:
        Watch.stop(person, "conversations.group", group.pk)
    else:
        Watch.start(person, group, pace=Pace(how)).change_pace(how)


def stop(talk: Discussion, person: Person) -> None:
    """No more mail of this discussion, whatever else is followed. Safe twice."""
    choose(talk, person, MUTED)
