"""Small words that templates of the library need."""

from __future__ import annotations

from datetime import date

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from folkmoot.library import drawing, saying
from folkmoot.library.models import Case

register = template.Library()


@register.filter
def plain_words(words: str) -> str:
    """The words of a text without its marks."""
    return drawing.plain_words(words or "")


@register.filter
def said_of_case(case: Case) -> str:
    """How it came out and how sure one can be."""
    return saying.of_case(case)


@register.filter
def iso_day(said: str) -> str:
    """2009-08-03 → 3 August 2009; nothing for what is no day."""
    try:
        return date_format(date.fromisoformat(said), "j F Y")
    except (TypeError, ValueError):
        return ""


@register.filter
def verdict(code: str) -> str:
    """What would come of a page that is brought, in words."""
    said = {"new": _("new"), "changed": _("a new version"), "same": _("here already"), "refused": _("left out")}
    return said.get(code, code)
