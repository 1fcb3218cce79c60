"""What was changed between two texts, word by word."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

WORDS = re.compile(r"\s+|\w+|[^\w\s]")
MOST_WORDS = 4000


def difference(before: str, after: str) -> SafeString:
    """The text with <del> and <ins> around what was taken out and put in; everything in it is escaped.

    Past 4,000 words on either side the whole is shown as replaced: comparing word by word would take seconds.
    """
    old, new = WORDS.findall(before), WORDS.findall(after)
    if max(len(old), len(new)) > MOST_WORDS:
        return mark_safe(_out(before) + _in(after))  # noqa: S308 - both escape
    pieces = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        same = kind == "equal"
        pieces.append(escape("".join(old[a:b])) if same else _out("".join(old[a:b])) + _in("".join(new[c:d])))
    return mark_safe("".join(pieces))  # noqa: S308 - every piece is escaped above


def _out(text: str) -> str:
    return f"<del>{escape(text)}</del>" if text else ""


def _in(text: str) -> str:
    return f"<ins>{escape(text)}</ins>" if text else ""
