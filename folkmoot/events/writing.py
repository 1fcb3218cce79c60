"""Writing to those who come: a few words, mailed to each once."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.events import telling
from folkmoot.events.models import Bulletin, Event
from folkmoot.kit import limits
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.people.models import Person

A_DAY, DAY, LONGEST = 5, 24 * 60 * 60, 4000


def write_to(event: Event, by: Person, to: str, words: str, once: str = "") -> Bulletin:
    """Keep these words and mail them to whom they are for. The same `once` is the same words.

    Refuses strangers, nothing written, too much, nobody to read it, and a sixth within a day.
    """
    if not event.may_be_run_by(by, timezone.localdate()):
        raise NotYours(_("Only those who hold this event can write to those who come."))
    once = once and f"{event.pk} {once}"[:80]
    if once and (found := Bulletin.objects.filter(once=once).first()):
        return found
    if not words.strip() or len(words) > LONGEST or to not in Bulletin.To.values:
        raise Refusal(_("Write something, of 4,000 letters at most, and say to whom."))
    made = Bulletin(event=event, to=to, words=words.strip(), by=by, once=once or None)
    if not made.readers().exists():
        raise Refusal(_("There is nobody to read it: nobody has replied so. Choose others."))
    limits.spend("bulletins of", str(event.pk), A_DAY, DAY)
    with transaction.atomic():
        made.save()
        for rsvp in made.readers().select_related("event", "person"):
            telling.bulletin(rsvp, made)
    return made
