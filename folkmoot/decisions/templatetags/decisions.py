"""The little label beside what was asked."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from folkmoot.decisions import saying
from folkmoot.decisions.models import Proposition

register = template.Library()


@register.simple_tag
def asked_tag(one: Proposition) -> SafeString:
    """How it stands today, as a tag."""
    words, kind = saying.TAGS[saying.state_of(one)]
    return format_html('<span class="tag{}">{}</span>', f" {kind}" if kind else "", words)
