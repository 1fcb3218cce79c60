"""The words by which a type of help or a group of people is known, as they stand in notes and names.

They are kept in reckon/data/vocabulary.csv, a row for each, so that anyone can mend them.
"""

import csv
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "data"


def _words(field: str) -> Mapping[str, str]:
    with (DATA / "vocabulary.csv").open(newline="", encoding="utf-8") as handle:
        return {row["value"]: row["words"] for row in csv.DictReader(handle) if row["field"] == field}


KINDS = _words("kind")
PEOPLE = _words("people")


@cache
def pattern(words: str) -> re.Pattern[str]:
    """Whole words only, capitals or not."""
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)


@cache
def groups_of(said: str) -> tuple[str, ...]:
    """The groups of people that a saying names.

    >>> groups_of("voluntary groups under 10 people")
    ('voluntary groups', 'small groups')
    """
    return tuple(name for name, words in PEOPLE.items() if pattern(words).search(said))
