"""Where pages elsewhere tell us that they link here (W3C Webmention), and how far we are with what they told."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from folkmoot.kit.limits import address_of, household, spend
from folkmoot.newsroom import mentions as taking
from folkmoot.newsroom import whose
from folkmoot.newsroom.models import Mention
from folkmoot.people.access import asks_the_noun, everyone


@csrf_exempt  # other sites post here by design; nothing they say is believed until we looked ourselves
@everyone("GET", "POST")
def mentions(request: HttpRequest) -> HttpResponse:
    """GET: what this is, and a form for people. POST: 201 with the address where its state is told, 400 in words."""
    if request.method == "GET":
        return render(request, "newsroom/mentions.html", {"target": request.GET.get("target", "")[:1000]})
    spend("mentions", household(address_of(request)), 300, 60)
    told = taking.take(request.POST.get("source", ""), request.POST.get("target", ""))
    where = reverse("newsroom:mention", args=[told.key])
    if request.POST.get("by") == "a person":
        return redirect(where)
    words = _("Taken. It is looked at soon; how far it is stands at %(address)s\n") % {
        "address": request.build_absolute_uri(where)
    }
    answer = HttpResponse(words, status=201, content_type="text/plain; charset=utf-8")
    answer.headers["Location"] = request.build_absolute_uri(where)
    return answer


@everyone("GET")
def mention(request: HttpRequest, key: str) -> HttpResponse:
    """How far we are with one mention. Nothing of its page is shown here."""
    found = get_object_or_404(Mention, key=key)
    answer = render(request, "newsroom/mention.html", {"mention": found})
    answer.headers["X-Robots-Tag"], answer.headers["Cache-Control"] = "noindex", "no-store"
    return answer


@asks_the_noun("POST")
def decide(request: HttpRequest, key: str) -> HttpResponse:
    """Show it, or not."""
    found = get_object_or_404(Mention.objects.select_related("event"), key=key)
    found.decide(request.user, request.POST.get("answer") == "yes")
    if found.event_id:
        return redirect("newsroom:look", pk=found.event_id)
    return redirect(f"{found.target}#mentioned" if whose.at(found.target) else found)
