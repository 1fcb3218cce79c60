"""The posts of a page, for the templates that show a discussion."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from folkmoot.conversations import drawing
from folkmoot.conversations.models import Post
from folkmoot.conversations.reading import Reading

register = template.Library()


@register.simple_tag(takes_context=True)
def posts(context, shown: Reading) -> SafeString:
    """Every post of this page, in order."""
    return drawing.posts(shown, context["request"], context.get("woven"))


@register.filter
def cited(posts: list[Post]) -> SafeString:
    """Links to the posts that a line of a summary rests on, by their numbers."""
    return drawing.cited(posts)
