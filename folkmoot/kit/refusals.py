"""Refusals: domain errors whose words are fit for the person who meets them, and the page that shows them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


class Refusal(Exception):
    """Something may not be done. The message says what is wrong and what to do instead.

    Subclass it beside the noun that refuses (`RoundClosed(Refusal)`); `status` is the HTTP answer.
    """

    status = 409
    headers: dict[str, str] = {}

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class NotYours(Refusal):
    """This person may not do this; someone else may."""

    status = 403


class NoSuchAddress(Refusal):
    """The address holds something that no address has."""

    status = 400


class Refusals:
    """Turns a Refusal raised anywhere below a view into a page with its words."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):  # PostgreSQL takes no NUL in a text
            return answer(request, NoSuchAddress(_("There is no such address here.")))
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Refusal):
            return None
        return answer(request, error)


def answer(request: HttpRequest, error: Refusal) -> HttpResponse:
    """The page that says what could not be done."""
    page = render(request, "kit/refusal.html", {"words": error.words}, status=error.status)
    for name, value in error.headers.items():
        page.headers[name] = value
    return page
