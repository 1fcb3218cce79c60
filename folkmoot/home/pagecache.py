"""Pages kept for visitors who are not signed in, until anything in the journal is written.

A page is kept under the newest journal line, the day, and all that may change it: host, address, language and
htmx's headers. Whatever changes what the public sees writes a line in the same transaction, so a removed thing is
gone from every kept page at once. Nobody with a session, a message waiting or any cookie of ours but two is served
from here. Each process keeps its own, in memory that is bounded. Facts that write no line (places taken in by
a command) show after five minutes at most; a page that says otherwise, by `s-maxage`, for so many seconds.
"""

from __future__ import annotations

import re
import threading
import time
from collections import OrderedDict
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from folkmoot.journal.models import Line

MOST_BYTES = 32 * 2**20
LARGEST = 512 * 2**10
OLDEST_SECONDS = 300


class Kept(NamedTuple):
    body: bytes
    headers: list[tuple[str, str]]
    until: float


class Shelf:
    """Pages by key, the least lately asked for thrown out first. Safe for many threads."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self.most, self.held = most, 0
        self.pages: OrderedDict[tuple, Kept] = OrderedDict()
        self.lock = threading.Lock()

    def get(self, key: tuple) -> Kept | None:
        with self.lock:
            kept = self.pages.get(key)
            if kept is None:
                return None
            if time.monotonic() > kept.until:
                self._drop(key)
                return None
            self.pages.move_to_end(key)
            return kept

    def put(self, key: tuple, body: bytes, headers: list[tuple[str, str]], seconds: int = OLDEST_SECONDS) -> None:
        if len(body) > min(LARGEST, self.most):
            return
        with self.lock:
            if key in self.pages:
                self._drop(key)
            self.pages[key] = Kept(body, headers, time.monotonic() + seconds)
            self.held += len(body)
            while self.held > self.most:
                self._drop(next(iter(self.pages)))

    def clear(self) -> None:
        with self.lock:
            self.pages.clear()
            self.held = 0

    def _drop(self, key: tuple) -> None:
        self.held -= len(self.pages.pop(key).body)


shelf = Shelf()


class PageCache:
    """Stands inside LocaleMiddleware, which has chosen the language, and outside all that knows people."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not may_be_kept(request):
            return self.get_response(request)
        key = key_of(request)
        if kept := shelf.get(key):
            return _answer(kept)
        answer = self.get_response(request)
        if is_for_everyone(request, answer):
            headers = [item for item in answer.items() if item[0] != "Content-Length"]
            shelf.put(key, answer.content, headers, _seconds(answer))
        return answer


def version() -> tuple:
    """What a kept page goes stale by: the newest line of the journal and the day. One indexed query."""
    return Line.objects.order_by("-pk").values_list("pk", flat=True).first() or 0, timezone.localdate()


def may_be_kept(request: HttpRequest) -> bool:
    """A plain GET by somebody of whom we know nothing."""
    known = {settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME}
    return request.method == "GET" and not set(request.COOKIES) - known and "Authorization" not in request.headers


def key_of(request: HttpRequest) -> tuple:
    headers = tuple(request.headers.get(name, "") for name in ("Host", "HX-Request", "HX-Target", "HX-Boosted"))
    return (*version(), request.scheme, *headers, translation.get_language(), request.get_full_path())


def is_for_everyone(request: HttpRequest, answer: HttpResponse) -> bool:
    """Whether an answer may be given to the next visitor: whole, good, and with nothing of one person's in it.

    A form is one person's: its token is theirs, and so is the key that makes it safe to send twice.
    """
    used_token = request.META.get("CSRF_COOKIE_NEEDS_UPDATE", False)
    private = any(word in answer.get("Cache-Control", "") for word in ("no-store", "private", "no-cache"))
    return (
        answer.status_code == 200
        and not (answer.streaming or answer.cookies or used_token or private)
        and b"csrfmiddlewaretoken" not in answer.content
        and not getattr(getattr(request, "user", None), "is_authenticated", False)
    )


def _seconds(answer: HttpResponse) -> int:
    """For how long this one may be kept."""
    said = re.search(r"\bs-maxage=(\d{1,9})\b", answer.get("Cache-Control", ""))
    return min(OLDEST_SECONDS, int(said[1])) if said else OLDEST_SECONDS


def _answer(kept: Kept) -> HttpResponse:
    answer = HttpResponse(kept.body)
    del answer.headers["Content-Type"]
    for name, value in kept.headers:
        answer.headers[name] = value
    return answer
