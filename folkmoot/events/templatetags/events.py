"""What several pages of events draw alike."""

from __future__ import annotations

from django import template

from folkmoot.events import desk
from folkmoot.events.models import Event
from folkmoot.people.models import Person

register = template.Library()


@register.inclusion_tag("events/_desk.html")
def desk_head(event: Event, on: str, title: str) -> dict:
    """The head of a page of the desk: the way back, the title, and the tabs with the one of key `on` open."""
    return {"event": event, "title": title, "tabs": desk.tabs(event, on)}


@register.filter
def sector(code: str) -> str:
    """The sector of that code, as people call it; what is no code stays as it is."""
    return str(Person.Sector(code).label) if code in Person.Sector.values else code
