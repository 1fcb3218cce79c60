"""Names of bodies in one cell: who funds a thing, who hosts it. What names nobody, and who is a person, stays out."""

import re

from . import values
from .words import NOTHING

MOST, MOST_WORDS = 10, 10
SPLIT = re.compile(r"[;|\n]")
PART = re.compile(r".+\((delivers|funds|commissions|hosts|evaluates|accredits)\b.*\)")
NOBODY = NOTHING | {"no", "nobody", "various", "yes"}
NOBODY |= {"self", "self funded", "self-funded", "self funding", "self-funding", "own funds", "own", "us", "ourselves"}
NOBODY |= {"donations", "fees", "free", "fundraising", "members", "membership fees", "subs", "subscriptions"}


def names_in(cell: str) -> list[str]:
    """The bodies a cell names, each once, at most ten; ";", "|" and new lines stand between two. Never a comma, since
    names hold them.

    >>> names_in("National Lottery; Beck Trust | n/a"), names_in("£2,000"), names_in("Mrs Jean Smith")
    (['National Lottery', 'Beck Trust'], [], [])
    """
    return list(dict.fromkeys(name for name in _said(cell) if is_body(name) and not values.is_person(name)))[:MOST]


def people_in(cell: str) -> list[str]:
    """What reads as the name of a person, and so is left out."""
    return [name for name in _said(cell) if values.is_person(name)]


def without_people(cell: str) -> str:
    """The cell as it may be kept.

    >>> without_people("Mrs Jean Smith; Beck Trust"), without_people("Smith, Jones and Co.")
    ('Beck Trust', 'Smith, Jones and Co.')
    """
    return "; ".join(name for name in _said(cell) if not values.is_person(name)) if people_in(cell) else cell


def are_parts(cell: str) -> bool:
    """Whether the cell says who has which part, as the lists that we give out do.

    >>> are_parts("Beck Trust (funds, £500, 2026); Age Well (delivers)"), are_parts("Beck Trust; Age Well (Thornbeck)")
    (True, False)
    """
    return all(map(PART.fullmatch, _said(cell)))


def is_body(name: str) -> bool:
    """Whether this may be the name of a body: letters, no amount, no sentence, no way to say that nobody does."""
    words = name.casefold().strip(" .-?")
    if len(words) < 2 or words in NOBODY or len(words.split()) > MOST_WORDS or ". " in words:
        return False
    return any(map(str.isalpha, words)) and values.pence(name) is None


def _said(cell: str) -> list[str]:
    return [name.strip()[:255] for name in SPLIT.split(cell) if name.strip()]
