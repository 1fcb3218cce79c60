"""The desk of those who hold an event: which pages hang together there."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from folkmoot.events.models import Event

# One line for each page that stands: its key, its words, its route (which takes the event's key).
TABS = (
    ("replies", _("Replies"), "events:desk"),
    ("agenda", _("Agenda"), "events:agenda"),
    ("remix", _("Grid"), "events:remix"),
    ("timer", _("Timer"), "events:remote"),
    ("door", _("Door"), "events:door"),
    ("mixing", _("Mixing"), "events:mixing"),
    ("paper", _("Paper"), "events:papers"),
    ("codes", _("Cards"), "events:codes"),
    ("notes", _("Notes"), "events:notes"),
    ("mapping", _("Mapping hour"), "events:mapping"),
    ("record", _("Record"), "events:write_record"),
    ("themes", _("Themes"), "events:themes"),
)


def tabs(event: Event, on: str) -> list[tuple]:
    """The tabs of the desk as `kit/_tabs.html` wants them, the one that is open marked."""
    return [(reverse(route, args=[event.pk]), words, key == on) for key, words, route in TABS]
