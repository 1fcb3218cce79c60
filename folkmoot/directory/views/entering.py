"""Entering and changing."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.directory.forms import BY_NOUN
from folkmoot.directory.views.finding import entry_at
from folkmoot.directory.whereabouts import full_name
from folkmoot.people.access import asks_the_noun, person_of, signed_in
from folkmoot.places.models import Place

TITLES = {
    "who": (gettext_lazy("What do you do, or want to do?"), gettext_lazy("Change what is said of it")),
    "organisations": (gettext_lazy("A group or organisation"), gettext_lazy("Change what is said of it")),
    "programmes": (gettext_lazy("A programme"), gettext_lazy("Change what is said of it")),
    "offers": (gettext_lazy("Something to share"), gettext_lazy("Change this offer")),
    "asks": (gettext_lazy("Something you want"), gettext_lazy("Change what you ask for")),
    "needs": (gettext_lazy("A figure of need"), gettext_lazy("Change this figure")),
}


@signed_in("GET", "POST")
def new(request: HttpRequest, noun: str) -> HttpResponse:
    form = BY_NOUN[noun](request.POST or None, by=person_of(request), initial=given(request))
    if request.method == "POST" and form.is_valid() and (entry := form.entered(request.POST.get("interest", ""))):
        messages.success(request, _("Thank you. It is entered, and you can change it whenever you like."))
        return redirect(entry)
    return page(request, noun, form, TITLES[noun][0])


@asks_the_noun("GET", "POST")
def edit(request: HttpRequest, noun: str, pk: int) -> HttpResponse:
    entry = entry_at(request, noun, pk)
    entry.check_editor(request.user)
    form = BY_NOUN[noun](request.POST or None, by=request.user, entry=entry)
    if request.method == "POST" and form.is_valid():
        changed = form.revise(request.POST.get("why", ""), request.POST.get("interest", ""))
        messages.success(request, _("Changed.") if changed else _("Nothing was different, so nothing was changed."))
        return redirect(entry)
    return page(request, noun, form, TITLES[noun][1], entry=entry)


@asks_the_noun("POST")
def close(request: HttpRequest, noun: str, pk: int) -> HttpResponse:
    entry = entry_at(request, noun, pk)
    entry.close(request.user, request.POST.get("why", "")[:300])
    messages.success(request, _("Closed. You can open it again."))
    return redirect(entry)


@asks_the_noun("POST")
def reopen(request: HttpRequest, noun: str, pk: int) -> HttpResponse:
    entry = entry_at(request, noun, pk)
    entry.reopen(request.user)
    return redirect(entry)


def page(request: HttpRequest, noun: str, form, title: str, entry=None) -> HttpResponse:
    known = {"form": form, "noun": noun, "title": title, "entry": entry, "today": timezone.localdate()}
    own = "directory/activity_form.html" if noun == "who" else "directory/entry_form.html"
    return render(request, own, known, status=422 if form.is_bound else 200)


def given(request: HttpRequest) -> dict:
    """What the address of an empty form says already: ?place=mill-lane&types=train; a place by its slug or its name."""
    texts = ("title", "where", "place", "thing", "words", "name")
    plain = {name: request.GET[name][:200] for name in texts if name in request.GET}
    if place := Place.objects.live().select_related("parent").filter(slug=plain.get("place", "")).first():
        plain |= {"place": place, "where": full_name(place)}
    ticks = {name: request.GET.getlist(name) for name in ("types", "people") if name in request.GET}
    who = {"party_rows": [{"name": request.GET["who"][:255]}]} if "who" in request.GET else {}
    return plain | ticks | who
