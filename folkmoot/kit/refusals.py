"""Refusals: domain errors whose words are fit for the person who meets them, and the page that shows them."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

MOST_TEXTS = 20


class Refusal(Exception):
    """Something may not be done. The message says what is wrong and what to do instead.

    Subclass it beside the noun that refuses (`RoundClosed(Refusal)`); `status` is the HTTP answer.
    """

    status = 409
    headers: dict[str, str] = {}
    ways: tuple[tuple[str, str], ...] = ()  # (address, name) of where to go from here

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class NotYours(Refusal):
    """This person may not do this; someone else may."""

    status = 403


class NoSuchAddress(Refusal):
    """The address holds something that no address has."""

    status = 400


class TakesForms(Refusal):
    """What was sent is JSON, which nothing here takes: without this a button with no fields would be pressed by it."""

    status = 415


class Refusals:
    """Turns a Refusal raised anywhere below a view into a page with its words."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):  # PostgreSQL takes no NUL in a text
            return answer(request, NoSuchAddress(_("There is no such address here.")))
        if request.method not in ("GET", "HEAD") and request.content_type in ("application/json", "text/json"):
            return answer(request, TakesForms(_("Nothing here takes JSON. Send a form, as the page itself does.")))
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, OperationalError):
            return away(error)
        if not isinstance(error, Refusal):
            return None
        return answer(request, error, wrote(request))


def answer(request: HttpRequest, error: Refusal, kept: Sequence[str] = ()) -> HttpResponse:
    """The page that says what could not be done, with the way back and what was written, so that nothing is lost."""
    about = {"words": error.words, "ways": error.ways, "back": came_from(request), "wrote": kept}
    page = render(request, "kit/refusal.html", about, status=error.status)
    for name, value in error.headers.items():
        page.headers[name] = value
    return page


def came_from(request: HttpRequest) -> str:
    """The page of ours on which the button stood, where the browser says so; else nothing."""
    page = request.headers.get("Referer", "")
    is_this = request.method == "GET" and page == request.build_absolute_uri()
    return page if not is_this and url_has_allowed_host_and_scheme(page, {request.get_host()}) else ""


def wrote(request: HttpRequest) -> list[str]:
    """What somebody wrote in the form that was refused: whatever holds a space. Ticks, keys and codes hold none."""
    if request.method != "POST":
        return []
    texts = [text.strip() for _name, several in request.POST.lists() for text in several]
    return [text for text in dict.fromkeys(texts) if re.search(r"\s", text)][:MOST_TEXTS]


def away(error: OperationalError) -> HttpResponse:
    """The page for when the database takes nothing: its disk is full, or it is being started again. It asks the
    database nothing itself. Pages that only read go on where the database still answers."""
    logging.getLogger("folkmoot").error("The database refused: %s", error)
    words = _(
        "Nothing of what you sent was kept. The disk of this site may be full, or its database is starting again. "
        "Go back, keep what you wrote, and send it once more in a minute."
    )
    page = {"title": _("The site cannot write just now"), "words": words, "ways": [("/", _("Front page"))]}
    body = render_to_string("kit/error.html", page | {"site_name": settings.SITE_NAME})
    return HttpResponse(body, status=503, headers={"Retry-After": "60"})
