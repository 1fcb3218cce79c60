"""What the mails of news need of templates."""

from __future__ import annotations

import textwrap

from django import template

register = template.Library()


@register.filter
def indented(words: str, mark: str) -> str:
    """Plain text wrapped at 72 letters, each line behind the mark.

    >>> indented("one\\n\\ntwo", "  | ")
    '  | one\\n  |\\n  | two'
    """
    lines = [part for line in words.split("\n") for part in (textwrap.wrap(line, 72) or [""])]
    return "\n".join(f"{mark}{line}".rstrip() for line in lines)
