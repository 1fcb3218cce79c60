"""Tags and filters that every template has."""

from __future__ import annotations

from django import template
from django.http import QueryDict

register = template.Library()


@register.filter
def pounds(pence: int | None) -> str:
    """Whole pence as pounds: 1250 → £12.50, 300000 → £3,000; nothing where nothing is known."""
    if pence is None:
        return ""
    whole, part = divmod(int(pence), 100)
    return f"£{whole:,}.{part:02d}" if part else f"£{whole:,}"


@register.simple_tag(takes_context=True)
def with_query(context, **changes) -> str:
    """The address of this page with some of its query changed; None takes a key out."""
    query: QueryDict = context["request"].GET.copy()
    query.pop("page", None)
    for name, value in changes.items():
        query.pop(name, None)
        if value not in (None, ""):
            query[name] = value
    return f"?{query.urlencode()}" if query else context["request"].path
