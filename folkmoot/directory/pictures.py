"""Pictures of very many activities are counted by the worker; a page shows what was counted last, and says as of when.

Few are counted in the request: that takes under a fifth of a second. What is kept are numbers and ids: names,
and who shows an address, are looked up when the page is drawn, so nothing hidden since then is shown.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from django.core.cache import caches
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.directory import mapping, money
from folkmoot.directory.matrix import AXES, counts_of
from folkmoot.directory.models import Activity
from folkmoot.directory.models.keeping import newest_line
from folkmoot.directory.sieve import NOW, Sieve
from folkmoot.kit.jobs import job
from folkmoot.kit.refusals import Refusal

MANY = 5_000
WEEK, HALF_A_MINUTE = 7 * 24 * 3600, 30
COUNT: dict[str, Callable[..., Any]] = {
    "matrix": counts_of,
    "map": lambda activities, _sieve: mapping.counts_of(activities),
    "money": lambda activities, _sieve: money.told_of(activities),
}


class StillCounting(Refusal):
    """Nobody asked for this of so many before: it will be there in a moment."""

    status = 503
    headers = {"Retry-After": "10"}


class Kept(NamedTuple):
    """What was counted, when, and at which line of the journal."""

    value: Any
    at: datetime
    line: str


class Counted(NamedTuple):
    """What was counted; `at` None where it is as of now."""

    value: Any
    at: datetime | None


def counted_matrix(activities, sieve: Sieve, rows: str, columns: str) -> Counted:
    """The matrix of these axes; it is counted once for both ways round."""
    first, second = sorted((rows, columns))
    known = counted("matrix", activities, sieve, first, second)
    return known if first == rows else Counted(known.value.turned(), known.at)


def counted(kind: str, activities, sieve: Sieve, *axes: str) -> Counted:
    """The numbers of a picture ("matrix", "map" or "money") of these activities.

    Few, or with somebody's own private plans among them, are counted now; many may be as of a little earlier.
    """
    few = activities.order_by()[: MANY + 1].count() <= MANY
    if few or activities.filter(private_for_now=True).exists():
        return Counted(COUNT[kind](activities, sieve, *axes), None)
    query = sieve.address()
    kept = caches["kept"].get(_key(kind, query, axes))
    if kept and kept.line == newest_line():
        return Counted(kept.value, None)
    _ask_for(kind, query, axes)
    if kept is None:
        raise StillCounting(_("So much is known here that counting it takes a moment. Open this page again shortly."))
    return Counted(kept.value, kept.at)


def _ask_for(kind: str, query: str, axes: tuple[str, ...]) -> None:
    """Let the worker count it, once in half a minute however many ask."""
    if caches["kept"].add(f"{_key(kind, query, axes)}-asked", 1, HALF_A_MINUTE):
        count.enqueue(kind, query, list(axes))


@job
def count(kind: str, query: str, axes: list[str]) -> None:
    """Count what everybody may see of it, and keep that for every process."""
    line, at, sieve = newest_line(), timezone.now(), Sieve(QueryDict(query))
    value = COUNT[kind](sieve.sift(_public()), sieve, *axes)
    caches["kept"].set(_key(kind, query, tuple(axes)), Kept(value, at, line), WEEK)


def count_all() -> int:
    """Count anew each picture without filters, where there are many; returns how many were counted."""
    if _public()[: MANY + 1].count() <= MANY:
        return 0
    now = f"stage={NOW}"
    wanted = [("matrix", now, (rows, columns)) for rows in AXES for columns in AXES if rows < columns]
    wanted += [("map", "", ()), ("money", "", ())]
    newest = newest_line()
    stale = [each for each in wanted if getattr(caches["kept"].get(_key(*each)), "line", None) != newest]
    for kind, query, axes in stale:
        count.call(kind, query, list(axes))
    return len(stale)


def _public():
    return Activity.objects.live().shown().public()


def _key(kind: str, query: str, axes: tuple[str, ...]) -> str:
    return "picture-" + hashlib.sha256(f"{kind} {query} {axes}".encode()).hexdigest()
