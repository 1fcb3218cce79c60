"""Whether whoever reads a page watches what it is about."""

from __future__ import annotations

from django import template

from folkmoot.journal.models import Watch

register = template.Library()


@register.simple_tag(takes_context=True)
def watch_of(context, thing) -> Watch | None:
    """The reader's own watch of this thing, a muted one too; None where there is none, and for a stranger, of whom the
    database is asked nothing."""
    reader = context.get("user")
    return Watch.of(reader, thing) if reader is not None and reader.is_authenticated else None
