"""The headers that every answer carries, and no-store on whatever is for one person's eyes."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

POLICY = (
    "accelerometer=(), autoplay=(), camera=(), display-capture=(), geolocation=(self), gyroscope=(), "
    "magnetometer=(), microphone=(), midi=(), payment=(), usb=()"
)
NOT_FOR_SEARCH_ENGINES = ("/people/", "/me/", "/account/", "/waiting/", "/report/", "/moderation/")


class Headers:
    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        answer.headers.setdefault("Permissions-Policy", POLICY)
        answer.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if request.path.startswith(NOT_FOR_SEARCH_ENGINES):
            answer.headers["X-Robots-Tag"] = "noindex, noarchive"
        if _knows_who(request, answer):
            answer.headers["Cache-Control"] = "no-store, private"
        return answer


def _knows_who(request: HttpRequest, answer: HttpResponse) -> bool:
    """Whether a session came or goes with it; asking for the person would make every public page vary by cookie."""
    cookie = settings.SESSION_COOKIE_NAME
    return cookie in request.COOKIES or cookie in answer.cookies
