"""Two lists: what "give me my data" gives, and what "forget me" does, one line for each place a person stands in.

A test walks every table: a new column that points at a person, or looks as if it described one, fails the build
until it stands here, or in NOT_ABOUT_A_PERSON with the reason.
"""

from __future__ import annotations

from folkmoot.people.models import Merge, Person

from . import conversations, decisions, events, feeds, forgotten, given, library, listening, newsroom, priorities
from .lines import rows_of

PARTS = (conversations, decisions, events, feeds, library, listening, newsroom, priorities)

GIVEN = (*given.GIVEN, *(line for part in PARTS for line in part.GIVEN))
FORGOTTEN = (*forgotten.FORGOTTEN, *(line for part in PARTS for line in part.FORGOTTEN))
NOT_ABOUT_A_PERSON = forgotten.NOT_ABOUT_A_PERSON | {
    label: why for part in PARTS for label, why in part.NOT_ABOUT_A_PERSON.items()
}

__all__ = ["FORGOTTEN", "GIVEN", "NOT_ABOUT_A_PERSON", "data_of", "rows_of", "what_stays"]


def data_of(person: Person) -> dict[str, list[dict]]:
    """Everything kept about this person: heading → rows; headings with nothing under them are left out. What could not
    be moved from an account that became part of theirs is with it."""
    merges = Merge.objects.standing().filter(survivor=person).select_related("absorbed")
    everyone = [person, *(merge.absorbed for merge in merges)]
    found = {str(line.heading): [row for one in everyone for row in line.rows(one)] for line in GIVEN}
    return {heading: rows for heading, rows in found.items() if rows}


def what_stays() -> list[str]:
    """In words, each reason once, what remains when somebody is forgotten."""
    return list(dict.fromkeys(str(line.why) for line in FORGOTTEN if line.why))
