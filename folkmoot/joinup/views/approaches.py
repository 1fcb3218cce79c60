"""Two plans that are alike, one or both private: each side is asked, without a name, whether both may be named."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.joinup.models import Approach, Finding
from folkmoot.people.access import asks_the_noun


@asks_the_noun("POST")
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """The owner of a private plan asks the other side, without giving a name."""
    day = timezone.localdate()
    finding = get_object_or_404(Finding.objects.heard_by(request.user, day), pk=pk)
    made = Approach.begin(finding, request.user, day=day)
    messages.success(request, _("They are asked, without your name or your plan. You hear what they say."))
    return redirect(made)


@asks_the_noun("GET")
def approach(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own plan, and what the other side has said; of the other nothing, until both have said yes."""
    found, day = _seen(request, pk), timezone.localdate()
    page = {
        "approach": found,
        "own": found.own_side(request.user, day),
        "said": found.party_of(request.user, day) in found.said_yes(),
        "closed": found.request is None or found.request.closed_at,
    }
    return render(request, "joinup/approach.html", page)


@asks_the_noun("POST")
def say(request: HttpRequest, pk: int) -> HttpResponse:
    """One side's yes or no."""
    found = _seen(request, pk)
    found.say(request.user, request.POST.get("say") == "yes", day=timezone.localdate())
    words = _("You are named to each other now.") if found.made_at else _("Thank you. Nothing was shown to anybody.")
    messages.success(request, words)
    return redirect(found)


def _seen(request: HttpRequest, pk: int) -> Approach:
    found = get_object_or_404(Approach.objects.select_related("request", "finding"), pk=pk)
    if not found.party_of(request.user, timezone.localdate()):
        raise Http404
    return found
