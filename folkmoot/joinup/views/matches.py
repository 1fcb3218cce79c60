"""Entries that may be one organisation: the list, one pair side by side, and the answer."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.joinup.models import Match
from folkmoot.joinup.twins import answered_matches, open_matches
from folkmoot.people.access import asks_the_noun

AT_A_TIME = 40
FACTS = ("name", "about", "address", "postcode", "website", "email", "phone")


@asks_the_noun("GET")
def matches(request: HttpRequest) -> HttpResponse:
    """Forty at a time, the likeliest first, and the last answers so that they can be undone."""
    day = timezone.localdate()
    found = open_matches(request.user, day)
    mine = [each for each in answered_matches()[:40] if each.may_be_answered_by(request.user, day)]
    page = {"matches": found[:AT_A_TIME], "left": max(0, found.count() - AT_A_TIME), "answered": mine[:10]}
    return render(request, "joinup/matches.html", page)


@asks_the_noun("GET")
def match(request: HttpRequest, pk: int) -> HttpResponse:
    """The two side by side, and every reason for and against."""
    found = get_object_or_404(Match.objects.select_related("a", "b", "by"), pk=pk)
    if not found.may_be_answered_by(request.user, timezone.localdate()):
        raise Http404
    return render(request, "joinup/match.html", {"match": found, "rows": rows(found)})


def rows(found: Match) -> list[tuple[str, str, str]]:
    """(what, of the first, of the second), by what each shows of itself; a hidden address stays hidden."""
    names = (_("Name"), _("About"), _("Address"), _("Postcode"), _("Web"), _("Mail"), _("Telephone"))
    shown = [_shown(found.a), _shown(found.b)]
    return [
        (label, shown[0][name], shown[1][name]) for label, name in zip(names, FACTS) if shown[0][name] or shown[1][name]
    ]


def _shown(body) -> dict[str, str]:
    facts = {name: getattr(body, name) for name in FACTS}
    return facts | ({"address": _("kept private"), "postcode": ""} if body.hides_address else {})


@asks_the_noun("POST")
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep "the same", "not the same", or take an answer back."""
    found = get_object_or_404(Match.objects.select_related("a", "b"), pk=pk)
    verdict = request.POST.get("verdict", "-")
    found.answer(request.user, verdict, request.POST.get("because", ""), day=timezone.localdate())
    words = {"same": _("They are one entry now. Nothing is lost, and it can be undone."), "different": _("Kept apart.")}
    messages.success(request, words.get(verdict, _("Your answer is taken back.")))
    return redirect(request.POST.get("back") == "list" and "joinup:matches" or found)
