"""What was noted in a session, on whatever page shows the session."""

from __future__ import annotations

from django import template

from folkmoot.events import recording
from folkmoot.events.models import Session
from folkmoot.events.notebook import notebook

register = template.Library()


@register.inclusion_tag("events/_noted.html", takes_context=True)
def noted(context, session: Session) -> dict:
    """Its notes, once the event's record is open to whoever asks; nothing before."""
    user = context["request"].user
    record = recording.record_for(session.event, user if user.is_authenticated else None)
    if not recording.may_read(record):
        return {"page": None}
    pages = notebook(session.event, public=not record.whole)
    return {"page": next((page for page in pages if page.session == session), None), "event": session.event}
