"""Keeping a listening: the form on a page, the one on a phone without signal, and what the phone sends."""

from __future__ import annotations

from csp.decorators import csp_update
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from folkmoot.kit import offline
from folkmoot.kit.headers import POLICY
from folkmoot.kit.limits import spend
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.listening.forms.listening import ListeningForm
from folkmoot.listening.keeping import keep
from folkmoot.listening.models import Knock, Listening
from folkmoot.listening.views.finding import check_listener, my_patches
from folkmoot.people.access import asks_the_noun, everyone

PHONE_FILES = ("kit/tokens.css", "kit/base.css", "kit/layout.css", "kit/button.css", "kit/card.css", "kit/form.css")
PHONE_FILES += ("kit/notice.css", "kit/list.css", "kit/tag.css", "listening/phone.css")
PHONE_SCRIPTS = ("listening/phone.js", "listening/safe.js", "listening/voice.js", "kit/mark.svg")
A_MINUTE = 60


@asks_the_noun("GET", "POST")
def new(request: HttpRequest) -> HttpResponse:
    """The form on a page: from paper, or where there is a network. `?sheet=` keys a sheet."""
    check_listener(request)
    first = {"sheet": request.GET.get("sheet", ""), "patch": request.GET.get("patch", "")}
    form = ListeningForm(request.POST or None, by=request.user, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            kept = keep(form.cleaned_data["patch"], request.user, form.said())
        except Refusal as no:
            form.add_error(None, no.words)
        else:
            return _after(request, kept)
    return render(request, "listening/new.html", {"form": form}, status=422 if form.errors else 200)


@asks_the_noun("POST")
def take(request: HttpRequest) -> HttpResponse:
    """What a phone kept: one conversation, once. 200 with its number, or 4xx with words; 403 for somebody else's."""
    try:
        check_listener(request)
        spend("listening", str(request.user.pk), A_MINUTE * 5, 60)
        if request.POST.get("whose") != request.user.key:
            raise NotYours(_("Somebody else wrote this down on this phone. They have to sign in to send it."))
        form = ListeningForm(request.POST, by=request.user)
        if not form.is_valid():
            name, wrong = next(iter(form.errors.items()))
            return JsonResponse({"words": f"{form.fields[name].label}: {wrong[0]}"}, status=422)
        kept = keep(form.cleaned_data["patch"], request.user, form.said())
    except Refusal as no:
        return JsonResponse({"words": no.words}, status=no.status, headers=no.headers)
    slip = kept.heard.first().slip if isinstance(kept, Listening) else None
    return JsonResponse({"kept": True, "code": slip.code if slip else ""}, headers={"Cache-Control": "no-store"})


@asks_the_noun("GET")
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """What a phone takes along: whose it is, the patches with their streets, and the doors seen lately."""
    patches = my_patches(request)
    now = timezone.now()
    doors = [
        {"patch": patch.pk, "door": knock.door, "on": f"{knock.at:%Y-%m-%d}", "outcome": knock.get_outcome_display()}
        for patch in patches
        for knock in Knock.objects.lately(patch, now)[:400]
    ]
    known = [{"pk": patch.pk, "name": patch.name, "streets": patch.street_list()} for patch in patches]
    said = {"whose": request.user.key, "name": request.user.name, "token": get_token(request)}
    return JsonResponse(said | {"patches": known, "doors": doors}, headers={"Cache-Control": "no-store"})


@everyone("GET")
@csp_update({"media-src": ["blob:"]})
def phone(request: HttpRequest) -> HttpResponse:
    """The form without anything of anybody's in it, so that a phone may keep it and open it without signal."""
    form = ListeningForm(by=None, initial={"once": ""})
    answer = HttpResponse(render_to_string("listening/phone.html", {"form": form, "files": PHONE_FILES}, None))
    # Here alone: what an organiser says to themselves, which stays on the phone.
    answer.headers["Permissions-Policy"] = POLICY.replace("microphone=()", "microphone=(self)")
    return answer


@everyone("GET")
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker: keeps the form and its files on the phone, and nothing else."""
    files = [static(name) for name in PHONE_FILES + PHONE_SCRIPTS]
    return offline.worker("folkmoot-listening-2", reverse("listening:phone"), files)


def _after(request: HttpRequest, kept: Listening | Knock) -> HttpResponse:
    if isinstance(kept, Knock):
        messages.success(request, _("Written down, without anything about them."))
        return redirect("listening:new")
    messages.success(request, _("Kept, sealed. Give them their slip, so that they can look at it."))
    return redirect(kept)
