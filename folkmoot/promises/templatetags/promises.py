"""The little label beside a promise."""

from __future__ import annotations

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from folkmoot.promises import saying
from folkmoot.promises.models import Promise

register = template.Library()


@register.simple_tag
def promise_tag(promise: Promise) -> SafeString:
    """How it stands today, as a tag."""
    words, kind = saying.tag(promise, timezone.localdate())
    return format_html('<span class="tag{}">{}</span>', f" {kind}" if kind else "", words)
