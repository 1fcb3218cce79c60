"""Who may open a page: every view says so with one of these, and a view that says nothing fails the build.

The first arguments are the methods it answers; others get 405. `rule` and `methods` stay on the view, and
the matrix in tests/test_access.py is made from them.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from urllib.parse import urlsplit

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.kit.refusals import NotYours
from folkmoot.people.models import Person
from folkmoot.people.permissions import holds

View = Callable[..., HttpResponse]


def person_of(request: HttpRequest) -> Person | None:
    """The person signed in, or None."""
    return request.user if request.user.is_authenticated else None


def _guarded(view: View, methods: tuple[str, ...], rule: str, check: Callable) -> View:
    allowed = {*methods, "HEAD"} if "GET" in methods else set(methods)

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.method not in guarded.allowed:
            return _wrong_way(request, sorted(guarded.allowed))
        return guarded.check(request) or view(request, *args, **kwargs)

    # Read at each request, so that the tests can take a guard away and see whether that is noticed.
    guarded.rule, guarded.methods, guarded.allowed, guarded.check = rule, tuple(sorted(methods)), allowed, check
    return guarded


def everyone(*methods: str) -> Callable[[View], View]:
    """Open to all, signed in or not; the view shows each only what they may see."""
    return lambda view: _guarded(view, methods, "everyone", lambda request: None)


def signed_in(*methods: str) -> Callable[[View], View]:
    """Needs an account; others are sent to sign in and come back."""
    return lambda view: _guarded(view, methods, "signed in", _to_sign_in)


def role(kind: str, *methods: str) -> Callable[[View], View]:
    """Needs a role ("keeper", "moderator"), held today or as a deputy; a stranger is told it is not theirs."""

    def check(request: HttpRequest) -> HttpResponse | None:
        away = _to_sign_in(request)
        if away or holds(request.user, kind, timezone.localdate()):
            return away
        raise NotYours(f"This page is for people with the role of {kind} here. A keeper of the site can give it.")

    return lambda view: _guarded(view, methods, f"role {kind}", check)


def asks_the_noun(*methods: str) -> Callable[[View], View]:
    """Needs an account, and the view asks the thing itself whether this person may."""
    return lambda view: _guarded(view, methods, "asks the noun", _to_sign_in)


def by_link(*methods: str) -> Callable[[View], View]:
    """Whoever holds a signed link may; the view checks it and answers 404 otherwise."""
    return lambda view: _guarded(view, methods, "by link", lambda request: None)


class NeedsPasskey(NotYours):
    """Somebody trusted has no passkey yet; the page that says so leads to adding one."""

    ways = (("/account/keys/passkeys/add/", gettext_lazy("Add a passkey")),)


def lately(view: View) -> View:
    """Inside one of the others: needs to have shown within 15 minutes that it is really them.

    For exports of people, roles and deletion. A keeper, moderator or steward of a real site needs a passkey for it.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if needs_passkey(request):
            raise NeedsPasskey(_("People who look after this site do this with a passkey. Add one, then come back."))
        return view(request, *args, **kwargs) if proved_lately(request) else _to_prove(request)

    guarded.lately = True
    return guarded


def lately_anyhow(view: View) -> View:
    """As `lately`, without asking for a passkey: for the page where the first one is added."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return view(request, *args, **kwargs) if proved_lately(request) else _to_prove(request)

    guarded.lately = True
    return guarded


def proved_lately(request: HttpRequest) -> bool:
    """Whether the person showed within 15 minutes that it is them, by the strongest way they have."""
    since = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    ways = {way["method"] for way in get_authentication_records(request, request.user) if way["at"] > since}
    if is_mfa_enabled(request.user, [Authenticator.Type.WEBAUTHN]):
        return "mfa" in ways
    if settings.DEVELOPMENT and "development" in ways:
        return True
    return bool(ways)


def _to_prove(request: HttpRequest) -> HttpResponse:
    return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': _whence(request)})}")


def needs_passkey(request: HttpRequest) -> bool:
    """Whether this person looks after others here and has not added a passkey: staff act by passkey on a real site."""
    today = timezone.localdate()
    trusted = any(holds(request.user, kind, today) for kind in ("keeper", "moderator", "steward"))
    return trusted and not settings.DEVELOPMENT and not is_mfa_enabled(request.user, [Authenticator.Type.WEBAUTHN])


def development(*methods: str) -> Callable[[View], View]:
    """Exists on a developer's machine only; 404 elsewhere."""

    def check(request: HttpRequest) -> None:
        if not settings.DEVELOPMENT:
            raise Http404

    return lambda view: _guarded(view, methods, "development", check)


def _to_sign_in(request: HttpRequest) -> HttpResponse | None:
    if request.user.is_authenticated:
        return None
    # Whoever was signed out while they wrote is told so: their browser still holds what they wrote, we do not.
    lost = "" if request.method in ("GET", "HEAD") else "?unsaved=1"
    return redirect_to_login(_whence(request), login_url=f"{reverse('account_login')}{lost}")


def _whence(request: HttpRequest) -> str:
    """Where to come back to: here, or the page of ours on which the form stood, since nobody can come back to a form
    that was sent."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    came_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came_from, {request.get_host()}):
        return "/"
    parts = urlsplit(came_from)
    return f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"


def _wrong_way(request: HttpRequest, allowed: list[str]) -> HttpResponse:
    """For somebody who opens an address that only takes a form, as after going back and forth: a page, not a blank."""
    if request.method != "GET" or "text/html" not in request.headers.get("Accept", ""):
        return HttpResponseNotAllowed(allowed)
    words = _("It only takes what a form sends. Nothing was changed. Go back to the page you came from, or start anew.")
    page = {"title": _("There is nothing to see at this address"), "words": words, "ways": [("/", _("Front page"))]}
    answer = render(request, "kit/error.html", page, status=405)
    answer.headers["Allow"] = ", ".join(allowed)
    return answer
