"""Showing what was found: the words asked for, marked, in a piece of the text around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

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
    first = next(_spots(text, stems, beginning), (0, 0))[0]
    start = text.rfind(" ", 0, max(0, first - WIDE // 3)) + 1 if first > WIDE // 2 else 0
    end = len(text) if len(text) - start <= WIDE else (text.rfind(" ", start + 1, start + WIDE) + 1 or start + WIDE)
    piece = marked(text[start:end].strip(), stems, beginning)
    return mark_safe(("… " if start else "") + piece + (" …" if end < len(text) else ""))  # noqa: S308


def _spots(text: str, stems: Sequence[str], beginning: str) -> Iterator[tuple[int, int]]:
    wanted = set(stems)
    for found in WORD.finditer(text):
        for word, root in _roots(found.group()):
            if word in wanted or root in wanted or (beginning and word.startswith(beginning)):
                yield found.span()
                break


@lru_cache(maxsize=50_000)
def _roots(word: str) -> tuple[tuple[str, str], ...]:
    """What a word of a text is to the index: each folded word in it with its stem. The same words come again and
    again, and fifty snippets hold thousands of them."""
    return tuple((folded, stem(folded)) for folded in plain_words(word))
