"""Whether links to the world outside still lead somewhere: a few at a time, and never many at one host."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlsplit

from django.db.models import F, Q
from django.utils.translation import gettext as _

from folkmoot.kit import fetch
from folkmoot.library.models import OutsideLink

A_RUN, A_HOST, SECONDS, EACH = 60, 3, 120, 8
LARGEST = 512 * 1024
NOT_THERE = (404, 410)
State = OutsideLink.State


def check(now: datetime, get=fetch.get) -> int:
    """Look at up to sixty addresses, three of one host, for two minutes at most; gives how many were looked at.

    An address is looked at once however many pages link to it, and again after two weeks.
    """
    until, looked = time.monotonic() + SECONDS, 0
    for address in _in_turn(_due(now)):
        if time.monotonic() > until:
            break
        OutsideLink.note(address, *_seen(address, get))
        looked += 1
    return looked


def _due(now: datetime) -> Iterable[str]:
    """Addresses not looked at for two weeks, the longest ago first; some more than a run takes."""
    rows = OutsideLink.objects.filter(
        Q(checked_at=None) | Q(checked_at__lt=now - OutsideLink.AGAIN), page__gone_at=None
    )
    oldest = rows.order_by(F("checked_at").asc(nulls_first=True), "pk").values_list("address", flat=True)
    return dict.fromkeys(oldest[: A_RUN * 20])


def _in_turn(addresses: Iterable[str]) -> Iterable[str]:
    """As many as a run takes, at most three of each host: one slow host never holds up the others."""
    hosts: Counter[str] = Counter()
    for address in addresses:
        host = _host(address)
        if hosts[host] < A_HOST and hosts.total() < A_RUN:
            hosts[host] += 1
            yield address


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or address
    except ValueError:
        return address


def _seen(address: str, get) -> tuple[str, str]:
    """What stands at an address, and in words what is wrong. What is larger than we read is there."""
    try:
        answer = get(address, limit=LARGEST, seconds=EACH)
    except fetch.FetchRefused as refused:
        return State.NONE, refused.words
    except fetch.FetchFailed as failed:
        large = _("What stands there is larger than we take (%(limit)s bytes).") % {"limit": LARGEST}
        return (State.FINE, "") if failed.words == large else (State.SILENT, failed.words)
    if answer.status in NOT_THERE:
        return State.GONE, _("The host answers that it is not there (%(status)d).") % {"status": answer.status}
    if answer.status >= 500:
        return State.SILENT, _("The host answers that it cannot (%(status)d).") % {"status": answer.status}
    return State.FINE, ""
