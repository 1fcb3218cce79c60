"""What people meet when something is not there, not theirs, too late or broken: what happened, and what to do next."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from folkmoot.home import things
from folkmoot.kit.refusals import came_from
from folkmoot.moderation.models import Standing
from folkmoot.moderation.models.standing import URGENT


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Of what moderators removed it says that, and never how it was called."""
    if standing := things.taken_off(request.path):
        words = _("Moderators took off what stood here. What they decide, and why, is written down for everyone.")
        ways = [_where_decided(standing), ("/", _("Front page"))]
        return _page(request, 404, _("This was taken off"), words, ways=ways)
    words = _("The page may have moved, or the address may be mistyped. Search, or start from the front page.")
    return _page(request, 404, _("There is no page here"), words, find=True)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    words = _(
        "It is for others, or you are signed in as somebody else. Ask a keeper of the site if it should be yours."
    )
    return _page(request, 403, _("This page is not yours to open"), words)


def not_understood(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Also met before anybody is known or the host's name is trusted, so it asks the request nothing."""
    return _bare(400, _("That could not be read"), _("What was sent could not be read. Go back and send it once more."))


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Instead of Django's page about CSRF: nearly always a form left open since before signing in or out."""
    words = _(
        "The page stood open too long, or you have signed in or out since. Nothing was saved. "
        "Go back and copy what you wrote, load the page again, and send it once more."
    )
    return _page(request, 403, _("This form is too old to send"), words, ways=_back(request))


def broken(request: HttpRequest) -> HttpResponse:
    """Drawn without the request's own context: whatever broke may be in there."""
    words = _("Something went wrong on our side, and it has been written down. Try again in a minute.")
    if settings.HOST_EMAIL:
        words += " " + _("If it stays like this, write to %(email)s.") % {"email": settings.HOST_EMAIL}
    return _bare(500, _("That went wrong"), words)


def _where_decided(standing: Standing) -> tuple[str, str]:
    """The ruling itself; the whole log where it looks after somebody's private matters or a child, so that the address
    is not tied to that."""
    ruling = standing.rulings.filter(state=Standing.State.REMOVED).order_by("-pk").first()
    if ruling is None or ruling.rule in URGENT:
        return reverse("moderation:log"), _("What moderators decided")
    return ruling.get_absolute_url(), _("What was decided, and why")


def _bare(status: int, title: str, words: str) -> HttpResponse:
    page = {"title": title, "words": words, "ways": [("/", _("Front page"))], "site_name": settings.SITE_NAME}
    return HttpResponse(render_to_string("kit/error.html", page), status=status)


def _page(request: HttpRequest, status: int, title: str, words: str, **more) -> HttpResponse:
    page = {"title": title, "words": words, "ways": [("/", _("Front page"))], **more}
    return render(request, "kit/error.html", page, status=status)


def _back(request: HttpRequest) -> list[tuple[str, str]]:
    """The page the form stood on, when the browser says so and it is one of ours."""
    form = came_from(request)
    return [(form, _("Back to the form"))] if form else [("/", _("Front page"))]
