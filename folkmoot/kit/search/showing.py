"""Showing what was found: the words asked for, marked, in a piece of the text around them."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from .words import WORD, plain_words, stem

WIDE = 180
READ = 6_000


def marked(text: str, stems: Sequence[str], beginning: str = "") -> SafeString:
    """The text, escaped, with every word that was asked for inside <mark>."""
    shown, last = [], 0
    for start, end in _spots(text, stems, beginning):
        shown += [escape(text[last:start]), "<mark>", escape(text[start:end]), "</mark>"]
        last = end
    return mark_safe("".join([*shown, escape(text[last:])]))  # noqa: S308 (every piece is escaped above)


def snippet(text: str, stems: Sequence[str], beginning: str = "") -> SafeString:
    """About 180 letters around the first word that was asked for, cut between words."""
    text = " ".join(text[:READ].split())
    first = next(iter(_spots(text, stems, beginning)), (0, 0))[0]
    start = text.rfind(" ", 0, max(0, first - WIDE // 3)) + 1 if first > WIDE // 2 else 0
    end = len(text) if len(text) - start <= WIDE else (text.rfind(" ", start + 1, start + WIDE) + 1 or start + WIDE)
    piece = marked(text[start:end].strip(), stems, beginning)
    return mark_safe(("… " if start else "") + piece + (" …" if end < len(text) else ""))  # noqa: S308


def _spots(text: str, stems: Sequence[str], beginning: str) -> list[tuple[int, int]]:
    wanted = set(stems)
    spots = []
    for found in WORD.finditer(text):
        folded = plain_words(found.group())
        if any(word in wanted or stem(word) in wanted or (beginning and word.startswith(beginning)) for word in folded):
            spots.append(found.span())
    return spots
