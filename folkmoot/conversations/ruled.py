"""How a group has arranged itself, as its file tells it: duties, limits, and what it agreed with other groups."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from folkmoot.conversations.models import POWERS, Group, Terms

LIMITS = ("closes_after", "new_for", "new_posts", "new_links", "new_files", "carried")


def arranged(group: Group, name_of: Callable) -> dict:
    """`name_of`: how a person is called in the file."""
    return {
        "limits": {name: getattr(group, name) for name in LIMITS},
        "duties": [_duty(one, name_of) for one in group.duties.order_by("pk").prefetch_related("holders__person")],
        "terms": [_terms(one, group) for one in _public(group)],
    }


def _duty(duty, name_of: Callable) -> dict:
    return {
        "name": duty.name,
        "purview": duty.purview,
        "powers": [power for power in POWERS if getattr(duty, power)],
        "laid_down_at": _day(duty.laid_down_at),
        "holders": [
            {"name": name_of(one.person), "since": _day(one.since), "until": _day(one.ended_at or one.until)}
            for one in duty.holders.all()
        ],
    }


def _public(group: Group):
    """Every version that was agreed; the other's name as it may be said outside."""
    rows = Terms.objects.of(group).filter(answer=Terms.Answer.AGREED)
    return rows.select_related("proposer", "partner", "ended_for").order_by("pk")


def _terms(terms: Terms, group: Group) -> dict:
    return {
        "with": terms.other(group).said_outside(),
        "version": terms.version,
        "shared": terms.shares(),
        "who_speaks_for_whom": terms.voices,
        "words": terms.words,
        "agreed_at": _day(terms.answered_at),
        "review_on": _day(terms.review_on),
        "until": _day(terms.until),
        "ended_at": _day(terms.ended_at),
        "ended_because": terms.ended_because,
    }


def _day(said: date | datetime | None) -> str | None:
    return said.isoformat() if said else None
