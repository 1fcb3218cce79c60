"""The host's accent colour, as its own stylesheet."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from folkmoot.kit import colour
from folkmoot.people.access import everyone


@everyone("GET")
def accent(request: HttpRequest) -> HttpResponse:
    """Tokens for both schemes. The page asks for it with the colour in the query, so that it can be kept for long."""
    answer = HttpResponse(colour.stylesheet(settings.ACCENT), content_type="text/css; charset=utf-8")
    answer.headers["Cache-Control"] = "public, max-age=86400"
    return answer
