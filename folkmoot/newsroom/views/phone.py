"""The reporters' form as a phone keeps it: it opens with no signal, and holds nothing of anybody's."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import never_cache

from folkmoot.kit import offline
from folkmoot.newsroom.finding import desk_of, written_by
from folkmoot.newsroom.forms.piece import PieceForm
from folkmoot.people.access import asks_the_noun, everyone

FILES = ("kit/tokens.css", "kit/base.css", "kit/layout.css", "kit/button.css", "kit/card.css", "kit/form.css")
FILES += ("kit/notice.css", "kit/list.css", "kit/tag.css", "newsroom/report.css")
SCRIPTS = ("newsroom/report.js", "kit/mark.svg")


@everyone("GET")
def phone(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of an event's desk without anything of anybody's in it."""
    desk = desk_of(request, pk)
    form = PieceForm(desk=desk)
    known = {"form": form, "sessions": list(form.fields["session"].queryset), "desk": desk, "event": desk.event}
    return HttpResponse(render_to_string("newsroom/desk/phone.html", known | {"files": FILES, "phone": True}, None))


@asks_the_noun("GET")
@never_cache
def ready(request: HttpRequest, pk: int) -> HttpResponse:
    """Who reports with this phone, and the token by which what it kept is sent."""
    written_by(request, pk)
    said = {"whose": request.user.key, "name": request.user.name, "token": get_token(request)}
    return JsonResponse(said, headers={"Cache-Control": "no-store"})


@everyone("GET")
def worker(request: HttpRequest, pk: int) -> HttpResponse:
    """The service worker: keeps this event's form and its files on the phone, and nothing else."""
    desk_of(request, pk)
    page = reverse("newsroom:phone", args=[pk])
    return offline.worker(f"folkmoot-reports-{pk}", page, [static(name) for name in FILES + SCRIPTS])
