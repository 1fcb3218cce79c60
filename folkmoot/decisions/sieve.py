"""Narrowing the lists of what was asked and what was decided."""

from __future__ import annotations

from datetime import date

from django.db.models import F, Q


def narrowed(propositions, wish: dict, day: date):
    """Those of that state, place and decider, unanswered ones first, the most pressing before the others."""
    if wish.get("place"):
        propositions = propositions.at(wish["place"])
    if wish.get("whose"):
        name = wish["whose"]
        propositions = propositions.filter(
            Q(post__name__icontains=name)
            | Q(post__organisation__name__icontains=name)
            | Q(organisation__name__icontains=name)
            | Q(decider_words__icontains=name)
        )
    by_state = {
        "waiting": lambda: propositions.unanswered().filter(due_on__gte=day),
        "silent": lambda: propositions.overdue(day),
        "answered": propositions.answered,
    }
    return by_state.get(wish.get("state", ""), lambda: propositions)().order_by("-put_at", "-pk")


def narrowed_register(decisions, wish: dict, day: date):
    """Those of that state, place and words; the last settled first, open ones before them."""
    if wish.get("place"):
        decisions = decisions.at(wish["place"])
    if wish.get("words"):
        words = wish["words"]
        decisions = decisions.filter(
            Q(title__icontains=words) | Q(settlement__words__icontains=words) | Q(settlement__because__icontains=words)
        )
    by_state = {"open": decisions.open, "settled": decisions.settled, "review": lambda: decisions.to_review(day)}
    found = by_state.get(wish.get("state", ""), lambda: decisions)()
    return found.order_by(F("settlement__settled_on").desc(nulls_first=True), "-made_at", "-pk")
