"""The matrix's examples for replies, seats and the desk."""

from __future__ import annotations

from types import SimpleNamespace

from folkmoot.kit.links import sign

EXAMPLES: dict = {
    "events:reply_by_mail": lambda village: {"token": sign("reply to an event", {"rsvp": _reply(village)})},
    "events:unsay": lambda village: {"pk": village.winter.pk, "post": 0},
    "events:release": lambda village: {"pk": village.winter.pk, "held": village.winter.helds.get().pk},
}
SENT: dict = {
    "events:bulletins": {"to": "all", "words": "x"},
    "events:asked": {"people": "jo@thornbeck.example"},
    "events:choose": {"kind": "keep", "because": "x"},
    "events:resize": {"capacity": "30", "because": "x"},
    "events:online": {"places": "3", "because": "x"},
    "events:cap": {"most": "3", "because": "x"},
}
# The keepers of the site look after events, and do not read what people need.
LETS_IN: dict = {"events:needs": ("amina", "deputy")}


def _reply(village: SimpleNamespace) -> int:
    return village.winter.rsvps.get(person=village.bram).pk
