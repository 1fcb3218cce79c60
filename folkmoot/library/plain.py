"""Help with plain words, for easy-read pages: which sentences are long."""

from __future__ import annotations

import re

MOST_WORDS = 15
READ = 20_000
SENTENCE = re.compile(r"[^.!?\n]{1,600}[.!?]?")


def hard_sentences(words: str, most: int = 8) -> list[str]:
    """The first few sentences of more than fifteen words, in order. Headings, lists and links are read as they are.

    Fifteen is the upper end of what easy-read guidance asks for (Inclusion Europe, Information for all, 2009: "keep
    sentences short", one idea each).

    >>> hard_sentences("Come in. " + "word " * 16 + "end.")
    ['word word word word word word word word word word word word word word word word end.']
    """
    found = (sentence.strip() for sentence in SENTENCE.findall(words[:READ]))
    return [sentence for sentence in found if len(sentence.split()) > MOST_WORDS][:most]
