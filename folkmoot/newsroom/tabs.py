"""What stands around the pages of a desk: its tabs, for those who may open them."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from folkmoot.newsroom.models import Desk
from folkmoot.people.models import Person

# One line for each page: its key, its words, its route, and for whom: everybody, reporters, editors.
TABS = (
    ("stream", _("Reported"), "newsroom:desk", "everybody"),
    ("new", _("Report something"), "newsroom:new", "reporters"),
    ("board", _("Coverage"), "newsroom:board", "reporters"),
    ("look", _("Look over"), "newsroom:look", "editors"),
    ("rota", _("Rota"), "newsroom:rota", "reporters"),
    ("brief", _("Brief"), "newsroom:brief", "reporters"),
    ("round-ups", _("Round-ups"), "newsroom:round_ups", "editors"),
    ("settings", _("Settings"), "newsroom:settings", "editors"),
)


def around(desk: Desk, person: Person | None, on: str) -> dict:
    """What `newsroom/_head.html` needs: the desk, its event, whether this person writes or edits, and the tabs."""
    edits = desk.may_be_edited_by(person)
    writes = edits or desk.may_be_written_by(person)
    may = {"everybody": True, "reporters": writes, "editors": edits}
    shown = [tab for tab in TABS if may[tab[3]]]
    tabs = [(reverse(route, args=[desk.event_id]), words, key == on) for key, words, route, _who in shown]
    return {"desk": desk, "event": desk.event, "edits": edits, "writes": writes, "tabs": tabs if writes else []}
