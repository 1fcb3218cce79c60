"""The language of the pages, as somebody chose it: kept in a cookie of theirs and nowhere else."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language

from folkmoot.kit.way_back import way_back
from folkmoot.people.access import everyone

YEAR = 365 * 24 * 3600


@everyone("GET")
def language(request: HttpRequest, code: str) -> HttpResponse:
    """From now on in this language, and back to the page that was asked for. Writes nothing to the database."""
    if code not in dict(settings.LANGUAGES):
        raise Http404
    answer = redirect(way_back(request))
    safe = {"secure": settings.SESSION_COOKIE_SECURE, "httponly": True, "samesite": "Lax"}
    answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, code, max_age=YEAR, **safe)
    return answer


def others() -> list[tuple[str, str]]:
    """The languages there are but the one of this page, each by its own name."""
    return [(code, name) for code, name in settings.LANGUAGES if code != get_language()]
