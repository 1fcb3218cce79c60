"""What in somebody's words may tell who they are: found by its shape, and proposed to be taken out."""

from __future__ import annotations

import re

GONE = "[…]"
SHAPES = tuple(
    re.compile(shape, re.IGNORECASE)
    for shape in (
        r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",  # mail
        r"https?://\S+|\bwww\.\S+",
        r"\b[A-Z]{2}\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D]\b",  # National Insurance
        r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b",  # postcode
        r"(?<!\w)(?:\+44|\(?0)[\d\s().-]{8,14}\d\b",  # phone
        r"\b\d{3}\s?\d{3}\s?\d{4}\b",  # NHS number
        r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b",  # a day, as of birth
        r"\b(?:flat|no\.?|number|apartment)\s+\d+[a-z]?\b",
        r"\b\d{1,4}[a-z]?\s+(?:[A-Z][a-z'’-]+\s+){1,3}(?:street|road|lane|close|avenue|drive|court|terrace|way|crescent|gardens|place)\b",
        r"\b(?:Mr|Mrs|Ms|Miss|Dr|Cllr|Rev)\.?\s+[A-Z][\w'’-]+",
        r"(?<=\bmy name is )[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+)?",
    )
)


def proposed(words: str) -> tuple[str, list[str]]:
    """The words with what looks like an identifier taken out, and what was: for a person to look at, never enough by
    itself.

    >>> proposed("Ring Mrs Bell on 01384 555 014, 12 Mill Lane, DY1 2AB.")
    ('Ring […] on […], […], […].', ['01384 555 014', '12 Mill Lane', 'DY1 2AB', 'Mrs Bell'])
    """
    found: list[str] = []
    for shape in SHAPES:
        found += [match.group(0).strip() for match in shape.finditer(words)]
    for piece in sorted(set(found), key=len, reverse=True):
        words = words.replace(piece, GONE)
    return words, sorted(set(found))
