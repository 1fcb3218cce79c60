"""Codes that people copy by hand: read aloud, typed from a mail, printed on a slip."""

from __future__ import annotations

import secrets

from django.utils.crypto import salted_hmac

# No vowels, so that no word comes out; no 0/O or 1/I, which look alike.
LETTERS = "BCDFGHJKLMNPQRSTVWXZ23456789"


def new_code(groups: int = 2) -> str:
    """A code in groups of four, "KWBH-7D3T": 38 bits in two groups, 57 in three."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(groups))


def plain(code: str) -> str:
    """As it is compared: without spaces, dashes or small letters."""
    return "".join(letter for letter in code.upper() if letter in LETTERS)


def digest(purpose: str, code: str) -> str:
    """What is kept of a code, 64 letters, useless without the site's secret key."""
    return salted_hmac(f"folkmoot.code.{purpose}", plain(code), algorithm="sha256").hexdigest()
