"""How postcodes and area codes are written."""

from __future__ import annotations

import re
from functools import lru_cache

FULL = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})")
OUTWARD = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?")


@lru_cache(maxsize=10_000)
def as_postcode(text: str) -> str:
    """ "dy11ae" → "DY1 1AE"; "" where the text is not a whole postcode."""
    found = FULL.fullmatch(_letters(text))
    return " ".join(found.groups()) if found else ""


def as_outward(text: str) -> str:
    """The outward code a text is, "dy1" → "DY1", or ""."""
    found = OUTWARD.fullmatch(_letters(text))
    return found.group() if found else ""


def _letters(text: str) -> str:
    return re.sub(r"[\s.-]+", "", text[:20]).upper()
