"""What machines look for at fixed addresses: robots.txt, and security.txt (RFC 9116)."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from folkmoot.kit.headers import NOT_FOR_SEARCH_ENGINES
from folkmoot.people.access import everyone


@everyone("GET")
def robots(request: HttpRequest) -> HttpResponse:
    """Keep search engines off people and forms, and off endless filters."""
    closed = "".join(f"Disallow: {path}\n" for path in (*NOT_FOR_SEARCH_ENGINES, "/search/", "/*?"))
    return HttpResponse(f"User-agent: *\n{closed}Crawl-delay: 2\n", content_type="text/plain; charset=utf-8")


@everyone("GET")
def security(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a hole; good for half a year from the start of this month, so that it changes once a month."""
    first = timezone.localdate().replace(day=1)
    expires = datetime.combine(first + timedelta(days=180), time(), UTC)
    contact = f"mailto:{settings.HOST_EMAIL}" if settings.HOST_EMAIL else f"{settings.SITE_URL}/report/"
    lines = (
        f"Contact: {contact}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en, cy",
        f"Canonical: {settings.SITE_URL}/.well-known/security.txt",
        f"Policy: {settings.SITE_URL}/about/",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
