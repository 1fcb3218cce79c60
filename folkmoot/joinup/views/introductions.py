"""Introductions: suggested with a reason, agreed by both, and asked about afterwards."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from folkmoot.directory.models import Organisation
from folkmoot.joinup.bridging import worth_introducing
from folkmoot.joinup.forms import SuggestForm, YieldForm
from folkmoot.joinup.models import Finding, Introduction, Yield
from folkmoot.joinup.models.introduction import honest_yield
from folkmoot.people.access import asks_the_noun, person_of, signed_in


@signed_in("GET")
def introductions(request: HttpRequest) -> HttpResponse:
    """Those of this person's bodies, and what has come of all that were made."""
    day = timezone.localdate()
    mine = Introduction.objects.of(request.user, day).select_related("a", "b").order_by("-at")
    page = {"introductions": mine[:100], "came": honest_yield(day), "worth": worth_introducing(request.user, day)}
    return render(request, "joinup/introductions.html", page)


@asks_the_noun("GET", "POST")
def suggest(request: HttpRequest) -> HttpResponse:
    """Suggest that two bodies meet: ?a=&b=&finding= fill in the form."""
    form = SuggestForm(request.POST or None, initial=_from_address(request.GET))
    if request.method == "POST" and form.is_valid():
        made = Introduction.suggest(by=request.user, **form.cleaned_data)
        messages.success(request, _("Both are asked. No address is shown until both say yes."))
        return redirect(made)
    status = 422 if form.is_bound else 200
    return render(request, "joinup/suggest.html", {"form": form}, status=status)


def _from_address(query) -> dict:
    """The two bodies and the reason of a finding this page was reached from; nothing of what is not a number."""
    given = {name: query.get(name, "") for name in ("one", "other", "finding")}
    known = {name: int(value) for name, value in given.items() if value.isdecimal() and len(value) < 18}
    return known | {"reason": query.get("reason", "")[:400]}


def _seen(request: HttpRequest, pk: int) -> Introduction:
    found = get_object_or_404(Introduction.objects.select_related("a", "b", "request"), pk=pk)
    if not found.is_seen_by(person_of(request), timezone.localdate()):
        raise Http404
    return found


@asks_the_noun("GET")
def introduction(request: HttpRequest, pk: int) -> HttpResponse:
    """The reason, who has said yes, and once both have, how to reach each other."""
    found, day = _seen(request, pk), timezone.localdate()
    body = found.body_of(request.user, day)
    page = {
        "introduction": found,
        "body": body,
        "said": body is not None and body.party in found.said_yes(),
        "contacts": found.contacts() if body else [],
        "form": YieldForm(),
        "told": found.yields.select_related("organisation").order_by("after_days", "at"),
    }
    return render(request, "joinup/introduction.html", page)


@asks_the_noun("POST")
def say(request: HttpRequest, pk: int) -> HttpResponse:
    """One side's yes or no."""
    found, yes = _seen(request, pk), request.POST.get("say") == "yes"
    found.say(request.user, yes, request.POST.get("because", "")[:2000], day=timezone.localdate())
    messages.success(
        request, _("Thank you. We ask again in a month what came of it.") if found.made_at else _("Thank you.")
    )
    return redirect(found)


@asks_the_noun("POST")
def tell(request: HttpRequest, pk: int) -> HttpResponse:
    """What one side says came of it."""
    found, form = _seen(request, pk), YieldForm(request.POST)
    came = form.cleaned_data["came"] if form.is_valid() else ""
    Yield.tell(found, request.user, came, request.POST.get("words", ""), day=timezone.localdate())
    messages.success(request, _("Thank you. It is what tells others whether introductions are worth it."))
    return redirect(found)


def suggestion_address(finding: Finding) -> str:
    """The form filled in from a finding: its two first bodies and its first reason; "" where a side has no body."""
    sides = finding.parties()
    bodies: list[Organisation] = [side[0] for side in sides if side]
    if len(bodies) < 2 or bodies[0] == bodies[1]:
        return ""
    reason = finding.reasons[0]["words"] if finding.reasons else ""
    said = {"one": bodies[0].pk, "other": bodies[1].pk, "finding": finding.pk, "reason": reason}
    return f"{reverse('joinup:suggest')}?{urlencode(said)}"
