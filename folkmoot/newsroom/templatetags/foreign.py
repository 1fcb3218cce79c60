"""HTML that others wrote, on a page of ours."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from folkmoot.kit.foreign import clean

register = template.Library()


@register.filter
def foreign(text: str) -> SafeString:
    """Cleaned again as it is shown: what was kept under older rules is held to today's."""
    return clean(text or "")
