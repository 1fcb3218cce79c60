"""Keeping what took long to count until anything is written in the journal."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from django.core.cache import cache

from folkmoot.journal.models import Line

KEEP_SECONDS = 300


def kept(words: str, count: Callable[[], Any], is_worth: Callable[[Any], bool]) -> Any:
    """What `count` gives, kept under these words (all it depends on) until the next line, where `is_worth` says so.

    Whatever changes what anybody sees writes a line, so nothing stale is told; facts that write none show after
    five minutes. The newest line's digest is part of the key, which no other history has.
    """
    key = "kept:" + hashlib.sha256(f"{newest_line()} {words}".encode()).hexdigest()
    found = cache.get(key)
    if found is None:
        found = count()
        if is_worth(found):
            cache.set(key, found, KEEP_SECONDS)
    return found


def newest_line() -> str:
    """The digest of the journal's newest line, which no other history has: what is kept goes stale by it."""
    return Line.objects.order_by("-pk").values_list("digest", flat=True).first() or ""
