"""What happened lately to a thing or in a place, for its own page, with the ways to follow it."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from folkmoot.feeds import following, streams
from folkmoot.feeds.models.follower import Followed
from folkmoot.places.models import Place

FEW = 6


def of(thing) -> dict:
    """`lately`: its last public lines; `follows` and `follow_address`: for kit/_follow.html and the page's head."""
    found = _followed(thing)
    return {"lately": list(streams.lines_of(found)[:FEW])} | ways(found)


def follow(thing, _person) -> dict:
    """The ways to follow it alone, for `home/_follows.html`; none for what only the 2009 story holds."""
    return {} if getattr(thing, "story", False) else ways(_followed(thing))


def follow_open(group, person) -> dict:
    """The same for a group that everybody reads; its members say on its page how often they hear of it."""
    return follow(group, person) if group.is_public() and group.is_shown else {}


def _followed(thing) -> Followed:
    path = thing.path if isinstance(thing, Place) else ""
    return Followed(thing._meta.label_lower, str(thing.pk), str(thing), thing.get_absolute_url(), path)


def ways(found: Followed) -> dict:
    follows = following.streams(found)
    if found.place_path:
        slug = found.address.rstrip("/").rpartition("/")[2]
        follows.append((_("Calendar"), reverse("events:calendar_of_place", args=[slug]), "text/calendar"))
    return {"follows": follows, "follow_address": found.address}
