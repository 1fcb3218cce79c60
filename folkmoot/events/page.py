"""What the page of an event shows beside its parts: how it stands, my reply, who comes, what changed."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.events import coming, replying, telling
from folkmoot.events.forms.reply import ReplyForm
from folkmoot.events.models import Bulletin, Event
from folkmoot.events.sums.seats import RULE
from folkmoot.events.words import when
from folkmoot.kit.refusals import Refusal
from folkmoot.library.models import Use
from folkmoot.people.models import Person


def of(event: Event, person: Person | None) -> dict:
    """Plain values and rows for `events/event.html`."""
    rsvp, over = replying.of(event, person), event.is_over(timezone.now())
    return {
        "over": over,
        "sentence": _("It is over.") if over else coming.sentence(event),
        "when": when(event),
        "rsvp": rsvp,
        "standing": telling.context_of(rsvp) if rsvp else None,
        "bulletins": Bulletin.read_by(rsvp) if rsvp else [],
        "closed": why_closed(event, person),
        "form": ReplyForm(event=event, by=person, rsvp=rsvp),
        "rule": RULE,
        **who_comes(event),
        "changes": event.changes.select_related("by")[:20],
        "chosen": event.rethinks.first(),
        "draws_on": Use.of(event),
    }


def why_closed(event: Event, person: Person | None) -> str:
    """Why nobody can say yes now, in words; nothing when they can."""
    yes = replying.Said("yes", sector=person.sector if person else "")
    try:
        replying.check_open(event, person, yes, by_mail=person is None)
    except Refusal as why:
        return why.words
    return ""


def who_comes(event: Event) -> dict:
    return {"sectors": coming.by_sector(coming.counts(event)), "named": coming.named(event)}
