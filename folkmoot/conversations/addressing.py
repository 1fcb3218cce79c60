"""The addresses that mail for a group comes to: one for each person and discussion, which only this site can make.

    talk+7-34-567-1f0c9a…@example.org     person 7 answers post 567 of discussion 34
    talk+7-g12-0-88ab31…@example.org      person 7 begins a discussion in group 12
    talk+7-j12-0-5d0c77…@example.org      person 7 joins group 12, or asks to
    talk+7-a40-0-9e21b0…@example.org      person 7 says yes to the house agreement 40

Whoever has the address has what is in it and no more; what comes in must still be from the person's own address, and
they must still be allowed to speak there.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

LINE = "--- Write above this line ---"
WORD = re.compile(r"(\d{1,12})-([gja]?\d{1,12})-(\d{1,12})-([0-9a-f]{24})")


class Meant(NamedTuple):
    """Who writes, where (the key of a discussion; with `kind` "g" or "j" of a group, with "a" of an agreement), and
    answering which post (0: none)."""

    person: int
    where: int
    post: int
    kind: str = ""

    @property
    def begins(self) -> bool:
        return self.kind == "g"


def of_answer(person, post) -> str:
    """Where this person's answer to that post comes in; "" where no mail is taken."""
    return _address(f"{person.pk}-{post.discussion_id}-{post.pk}")


def of_group(person, group) -> str:
    """Where this person begins a discussion by mail."""
    return _address(f"{person.pk}-g{group.pk}-0")


def of_key(person: int, talk: int, post: int) -> str:
    """The same as `of_answer`, of bare keys."""
    return _address(f"{person}-{talk}-{post}")


def of_joining(person, group) -> str:
    """Where this person asks to come into the group by mail."""
    return _address(f"{person.pk}-j{group.pk}-0")


def of_agreeing(person, agreement) -> str:
    """Where this person says yes to a house agreement by mail."""
    return _address(f"{person.pk}-a{agreement.pk}-0")


def _address(word: str) -> str:
    name, at, host = settings.TALK_MAIL.partition("@")
    return f"{name}+{word}-{_mark(word)}@{host}" if at else ""


def read(word: str) -> Meant | None:
    """What stands after the plus; None for what this site did not make."""
    found = WORD.fullmatch(word.lower())
    if found is None:
        return None
    person, where, post, mark = found.groups()
    if not constant_time_compare(_mark(f"{person}-{where}-{post}"), mark):
        return None
    return Meant(int(person), int(where.lstrip("gja")), int(post), where[0] if where[0].isalpha() else "")


def _mark(word: str) -> str:
    return salted_hmac("folkmoot.talk", word, algorithm="sha256").hexdigest()[:24]
