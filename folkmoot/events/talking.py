"""The discussion below an event: who may speak there, and until when."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.conversations import findable, newcomers, speaking, telling
from folkmoot.conversations.models import Discussion, Post
from folkmoot.conversations.speaking import Said
from folkmoot.events.models import Event, Rsvp
from folkmoot.kit import limits
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.people.models import Person

BY_MAIL_AN_HOUR = 5


def why_not(event: Event, person: Person | None, rsvp: Rsvp | None = None) -> str:
    """Why this person, or whoever gave this reply without an account, cannot speak there now, in words; nothing when
    they can."""
    if rsvp is None:
        return event.why_silent(person)
    why = event.why_closed_to(person, by_link=True)
    if why or event.talk_of != Event.Talk.REPLIED or rsvp.answer != Rsvp.Answer.NO:
        return why
    return "" if event.may_be_run_by(person, timezone.localdate()) else event.only_those_who_replied()


def say(event: Event, person: Person, words: str, once: str = "") -> Post:
    """Say something; the discussion begins with the first words. Refuses who may not speak, and when it is closed."""
    return speaking.say(spoken_in(event, person), person, Said(words, once=once))


def spoken_in(event: Event, person: Person | None) -> Discussion:
    """The discussion for somebody who may speak in it, begun if there is none; NotYours for others."""
    why = why_not(event, person)
    if why:
        raise NotYours(why)
    return begun(event)


def say_by_mail(rsvp: Rsvp, words: str, once: str = "") -> Post:
    """The same, by whoever holds the link of a reply given without an account; the name of the reply stands beside it.
    Few in an hour, so that a link that went astray does little harm."""
    why = why_not(rsvp.event, rsvp.person, rsvp)
    if why:
        raise NotYours(why)
    if newcomers.links_in(words) > newcomers.LINKS:
        raise Refusal(_("Two links are as many as can be said here without an account."))
    limits.spend("words by reply", str(rsvp.pk), BY_MAIL_AN_HOUR, 3600)
    post = begun(rsvp.event).say(rsvp.person, words, name=rsvp.called(), once=once)
    findable.refresh_post(post)
    telling.tell(post, [])
    return post


@transaction.atomic
def begun(event: Event) -> Discussion:
    """The discussion of an event, begun if there is none."""
    locked = Event.objects.select_for_update().get(pk=event.pk)
    if locked.talk is None:
        address = locked.get_absolute_url()
        locked.talk = Discussion.objects.create(title=locked.title, address=address, place=locked.place)
        locked.save(update_fields=["talk"])
    event.talk = locked.talk
    event.talk.owner = event
    return locked.talk


def set_rules(event: Event, talk_of: str, closes_on) -> None:
    """Who may speak below it, and until which day (None: no end)."""
    discussion = begun(event)
    Event.objects.filter(pk=event.pk).update(talk_of=talk_of)
    Discussion.objects.filter(pk=discussion.pk).update(closes_on=closes_on)
