"""The menu and what stands around every page: drawn here, so that no app knows the others' pages."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from folkmoot.home import language
from folkmoot.home.waiting import count_for
from folkmoot.newsroom.targets import endpoint_for

MENU = (
    ("/places/", _("Places")),
    ("/who/", _("Who does what")),
    ("/together/", _("Work together")),
    ("/events/", _("Events")),
    ("/listening/", _("Listening")),
    ("/questions/", _("Questions")),
    ("/groups/", _("Groups")),
    ("/decisions/", _("Decisions")),
    ("/promises/", _("Promises")),
    ("/library/", _("Library")),
)


def chrome(request: HttpRequest) -> dict:
    """What kit/base.html needs on every page."""
    return {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "host_name": settings.HOST_NAME,
        "accent": settings.ACCENT,
        "development": settings.DEVELOPMENT,
        "menu": [(address, name, request.path.startswith(address)) for address, name in MENU],
        "other_languages": language.others(),
        "mentions_at": endpoint_for(request),
        "waiting": SimpleLazyObject(lambda: _waiting(request)),
    }


def _waiting(request: HttpRequest) -> int:
    """How many requests wait for the person signed in."""
    return count_for(request.user)
