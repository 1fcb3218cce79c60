"""How often one address or one person may do something, counted in the cache; and who is asking.

With more than one process each counts for itself, unless FOLKMOOT_CACHE_URL gives them one cache.
"""

from __future__ import annotations

import ipaddress
import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from folkmoot.kit.refusals import Refusal, answer

VISITOR = (("burst", 50, 10), ("minute", 200, 60))
MEMBER = (("burst", 100, 10), ("minute", 600, 60))
# Pages that follow something ask such an address each second, from every phone of a room behind one address, and the
# answer is mostly "still the same": they are counted by themselves.
FOLLOWED = "/live/"
FOLLOWING = (("following", 4000, 10),)


class TooMany(Refusal):
    """Asked too often; `Retry-After` says in how many seconds to try again."""

    status = 429

    def __init__(self, words: str, seconds: int) -> None:
        super().__init__(words)
        self.headers = {"Retry-After": str(max(1, seconds))}


def address_of(request: HttpRequest) -> str:
    """The visitor's own address: the nearest one in X-Forwarded-For that is not a trusted proxy's.

    The header is believed only when the connection comes from settings.TRUSTED_PROXIES (addresses,
    networks, or "unix" for a socket); without them anybody could claim any address.
    """
    nearest = request.META.get("REMOTE_ADDR") or "unix"
    if not _is_trusted(nearest):
        return nearest if nearest != "unix" else "127.0.0.1"
    for claimed in reversed(request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")):
        claimed = claimed.strip()
        if not _is_address(claimed):
            break
        nearest = claimed
        if not _is_trusted(claimed):
            break
    return nearest if nearest != "unix" else "127.0.0.1"


def household(address: str) -> str:
    """What is counted together: one IPv4 address, or the IPv6 /64 that one connection is given."""
    known = ipaddress.ip_address(address)
    if known.version == 4:
        return address
    return str(known.ipv4_mapped or ipaddress.ip_network((int(known) >> 64 << 64, 64)).network_address)


def spend(what: str, who: str, amount: int, seconds: int) -> None:
    """Count one more `what` by `who`; the one past `amount` within `seconds` raises TooMany.

    Windows are fixed (they begin at whole multiples of `seconds`), so twice the amount can pass
    around the turn of one.
    """
    if not settings.LIMITS:
        return
    window, into = divmod(int(time.time()), seconds)
    key = f"{_named(what)}:{seconds}:{window}:{salted_hmac('folkmoot.limits', who).hexdigest()}"
    cache.add(key, 0, timeout=seconds)
    try:
        count = cache.incr(key)
    except ValueError:  # It ran out between the two calls.
        return
    if count > amount:
        raise TooMany(_words(seconds - into), seconds - into)


def _named(what: str) -> str:
    """As any cache takes it: without spaces."""
    return f"limit:{what.replace(' ', '-')}"


def spend_once_each(what: str, who: str, thing: str, amount: int, seconds: int) -> None:
    """As `spend`, but the same thing again within the time costs nothing more."""
    again = f"{_named(what)}:{salted_hmac('folkmoot.limits', f'{who} {thing}').hexdigest()}"
    if settings.LIMITS and cache.add(again, 1, timeout=seconds):
        spend(what, who, amount, seconds)


class Limits:
    """Answers 429, in words, to whoever asks for pages faster than a person would."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.LIMITS:
            try:
                _count_visit(request)
            except TooMany as error:
                return answer(request, error)
        return self.get_response(request)


def _count_visit(request: HttpRequest) -> None:
    if request.method == "GET" and request.path.endswith(FOLLOWED):
        who, limits = household(address_of(request)), FOLLOWING
    elif settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
        who, limits = f"person {request.user.pk}", MEMBER
    else:
        address = household(address_of(request))
        if is_shared(address):
            return
        who, limits = address, VISITOR
    for name, amount, seconds in limits:
        spend(name, who, amount, seconds)


def _words(seconds: int) -> str:
    if seconds < 90:
        return _("That was a lot at once. Please wait a moment and try again.")
    return _("That was a lot at once. Please try again in about %(minutes)s minutes.") % {"minutes": -(-seconds // 60)}


def is_shared(address: str) -> bool:
    """Whether many people are known to come from this address: a library, a school, an office."""
    return _listed(address, settings.SHARED_ADDRESSES)


def _is_trusted(address: str) -> bool:
    return address in settings.TRUSTED_PROXIES or _listed(address, settings.TRUSTED_PROXIES)


def _listed(address: str, networks: list[str]) -> bool:
    if not _is_address(address):
        return False
    known = ipaddress.ip_address(address)
    return any(known in ipaddress.ip_network(network, strict=False) for network in networks if network != "unix")


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
