"""What apps above an app add to its pages: one list from a spot on a page to what is drawn there.

A page of a lower app leaves a spot with `{% woven "record" event %}`; it knows nobody who fills it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from folkmoot.home import around, bringing, gathered, group_calendar, lately, talking, trail, uses
from folkmoot.newsroom import parts as newsroom
from folkmoot.people.models import Person

Part = tuple[str, Callable[[Any, Person | None], dict]]

PARTS: dict[str, tuple[Part, ...]] = {
    "event": (
        ("newsroom/_on_event.html", newsroom.on_event),
        ("home/_follows.html", lately.follow),
        ("home/_groups_for.html", talking.groups_for),
    ),
    "record": (
        ("newsroom/_memory.html", gathered.record),
        ("home/_groups_for.html", talking.groups_for),
    ),
    "mentioned": (("newsroom/_mentioned.html", newsroom.mentioned),),
    "uses": (("home/_uses.html", uses.of_entry),),
    "draws on": (("library/_drawn_on.html", uses.of_thing),),
    "group": (("home/_group_is_for.html", talking.is_for),),
    "group calendar": (("home/_group_calendar.html", group_calendar.on_page),),
    "group page": (("home/_follows.html", lately.follow_open),),
    "promise": (("home/_on_trail.html", trail.on_promise), ("home/_follows.html", lately.follow)),
    "theme": (("home/_on_trail.html", trail.on_theme),),
    "post": (("home/_bring_in.html", bringing.on_post),),
    "programme": (("home/_around.html", around.of_programme),),
    "place": (("home/_around.html", around.of_place),),
}


def weaving(request: HttpRequest) -> dict:
    """A context processor: how the tag `woven` draws what belongs at a spot, for whoever asks."""

    def woven(spot: str, thing: Any) -> SafeString:
        person = request.user if request.user.is_authenticated else None
        # What has nothing to say is not drawn: a page of fifty posts has a spot in each.
        said = [(page, facts) for page, of in PARTS.get(spot, ()) if (facts := of(thing, person))]
        drawn = [render_to_string(page, facts, request) for page, facts in said]
        return mark_safe("".join(drawn))  # noqa: S308 - each is a template of ours

    return {"woven": woven}
