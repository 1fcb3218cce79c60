"""What a page asks again and again is asked of the database once: answers are kept while one page is read."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from contextvars import ContextVar
from typing import TypeVar

from django.http import HttpRequest, HttpResponse

READING = ("GET", "HEAD")
Answer = TypeVar("Answer")
_kept: ContextVar[dict[Hashable, object] | None] = ContextVar("kept", default=None)


class Remember:
    """Keeps what `asked_once` found until the page is drawn. A request that may change something keeps nothing: what it
    asks the second time may be different by then."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in READING:
            return self.get_response(request)
        token = _kept.set({})
        try:
            return self.get_response(request)
        finally:
            _kept.reset(token)


def asked_once(key: Hashable, ask: Callable[[], Answer]) -> Answer:
    """What `ask` gives, asked once for each page that is read; outside one (jobs, forms that are sent) every time.

    `key` says all that the answer hangs on: whom it is about, and the day. Whoever gets the answer leaves it as it is.
    """
    kept = _kept.get()
    if kept is None:
        return ask()
    if key not in kept:
        kept[key] = ask()
    return kept[key]  # type: ignore[return-value]
