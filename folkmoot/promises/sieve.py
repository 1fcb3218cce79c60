"""Narrowing the list of promises."""

from __future__ import annotations

from datetime import date

from django.db.models import Q


def narrowed(promises, wish: dict, day: date):
    """Those of that state, place and holder; what is not said narrows nothing."""
    if wish.get("place"):
        promises = promises.at(wish["place"])
    if wish.get("whose"):
        name = wish["whose"]
        promises = promises.filter(
            Q(organisation__name__icontains=name) | Q(holder__name__icontains=name) | Q(holder_words__icontains=name)
        )
    by_state = {
        "open": promises.open,
        "late": lambda: promises.late(day),
        "kept": promises.kept,
        "dropped": promises.dropped,
    }
    return by_state.get(wish.get("state", ""), lambda: promises)()
