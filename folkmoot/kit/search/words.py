"""Words as the index holds them: folded and stemmed once, here, so that every engine finds the same things."""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import lru_cache

import snowballstemmer

WORD = re.compile(r"[^\W_]+")
POSSESSIVE = re.compile(r"'s\b")
LONGEST = 60
MOST_ASKED = 12
SMALL = (
    "a an and are as at be but by can do does for from has have how i in is it of on or our that the their there they "
    "this to was we what when where which who will with you your"
)
STOP = frozenset(WORD.findall(SMALL))
_kept = threading.local()


def fold(text: str) -> str:
    """Lower case without accents: "Ynys Môn" → "ynys mon". Letters that do not come apart (ø, ł) stay."""
    if text.isascii():
        return text.replace("\x00", " ").lower()
    apart = unicodedata.normalize("NFKD", text.replace("\x00", " ").replace("ß", "ss")).casefold()
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def plain_words(text: str) -> list[str]:
    """The folded words of a text in order, in a-z and 0-9 alone.

    A letter from elsewhere is written as its number, so that no engine's own idea of a letter matters.
    An apostrophe joins ("don't" → "dont") and a closing 's falls away ("Amina's" → "amina").
    """
    folded = fold(text).replace("’", "'")
    if "'" in folded:
        folded = POSSESSIVE.sub("", folded).replace("'", "")
    if folded.isascii():
        return [word[:LONGEST] for word in WORD.findall(folded)]
    return [_ascii(word)[:LONGEST] for word in WORD.findall(folded)]


def stem(word: str) -> str:
    """The English stem of one folded word; a word with a digit stays whole."""
    if not word.isalpha():
        return word
    if not hasattr(_kept, "stemmer"):
        _kept.stemmer, _kept.known = snowballstemmer.stemmer("english"), {}
    known = _kept.known
    if word not in known:
        if len(known) > 50_000:
            known.clear()
        known[word] = _kept.stemmer.stemWord(word)
    return known[word]


def indexed(text: str) -> str:
    """What the index keeps of a text: each word and, where it differs, its stem, with spaces between."""
    return " ".join(map(_with_stem, plain_words(text)))


@lru_cache(maxsize=50_000)
def _with_stem(word: str) -> str:
    root = stem(word)
    return word if root == word else f"{word} {root}"


def asked(text: str) -> list[str]:
    """The words of a question that are looked for: small words left out, unless there are no others."""
    words = plain_words(text[:1000])
    return ([word for word in words if word not in STOP] or words)[:MOST_ASKED]


def _ascii(word: str) -> str:
    if word.isascii():
        return word
    return "".join(letter if letter.isascii() else f"0x{ord(letter):x}x" for letter in word)
