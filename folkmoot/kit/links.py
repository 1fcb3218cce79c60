"""Signed links: whoever holds one may open one page for one purpose until it runs out.

A link leads to a page with one button: mail scanners follow links, so a GET writes nothing.
"""

from __future__ import annotations

from datetime import timedelta

from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.kit.refusals import Refusal


class LinkRanOut(Refusal):
    """The link was changed, was made for something else, or is too old."""

    status = 404


def sign(purpose: str, value, *, days: int = 14) -> str:
    """A token for the address of a page. `value` is plain JSON and can be read by its holder: no secrets in it."""
    until = int((timezone.now() + timedelta(days=days)).timestamp())
    return signing.dumps([value, until], salt=f"folkmoot.link.{purpose}")


def unsign(purpose: str, token: str):
    """The value signed for that purpose; LinkRanOut otherwise, with no hint at which way it is wrong."""
    words = _("This link has run out, or was cut short on its way. Ask for a new one.")
    try:
        value, until = signing.loads(token, salt=f"folkmoot.link.{purpose}")
    except (signing.BadSignature, ValueError, TypeError) as wrong:
        raise LinkRanOut(words) from wrong
    if until < timezone.now().timestamp():
        raise LinkRanOut(words)
    return value
