"""The words entries are sorted by, and names to choose from while somebody types."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Case, When
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from folkmoot.directory import whereabouts
from folkmoot.directory.forms.care import WordForm
from folkmoot.directory.models import Organisation, PeopleServed, Programme, Topic, TypeOfHelp
from folkmoot.directory.topics import CREDIT
from folkmoot.people.access import everyone, role
from folkmoot.places.models import Place


@role("keeper", "GET", "POST")
def words(request: HttpRequest) -> HttpResponse:
    """The types of help and people served, and another one where those do not fit."""
    form = WordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        messages.success(request, _("“%(word)s” can be chosen now.") % {"word": form.save()})
        return redirect(request.path)
    known = {"form": form, "types": TypeOfHelp.objects.all(), "people": PeopleServed.objects.all(), "credit": CREDIT}
    known["topics"] = Topic.objects.count()
    return render(request, "directory/words.html", known, status=422 if form.is_bound else 200)


@everyone("GET")
def organisation_names(request: HttpRequest) -> JsonResponse:
    """Names that begin with or hold what was typed, at most eight: {"found": [{"name": …}]}."""
    typed = request.GET.get("words", "").strip()[:120]
    found = Organisation.objects.likely(typed)[:8] if typed else []
    return JsonResponse({"found": [{"name": body.name} for body in found]})


@everyone("GET")
def programme_names(request: HttpRequest) -> JsonResponse:
    """Programmes whose name holds what was typed, those that begin with it first, at most eight."""
    typed = request.GET.get("words", "").strip()[:120]
    named = Programme.objects.live().shown().filter(name__icontains=typed) if typed else Programme.objects.none()
    begins = Case(When(name__istartswith=typed, then=0), default=1)
    return JsonResponse({"found": [{"name": one.name} for one in named.order_by(begins, "name", "pk")[:8]]})


@everyone("GET")
def place_names(request: HttpRequest) -> JsonResponse:
    """Places somebody may mean, likeliest first, at most eight, with what they lie in."""
    typed = request.GET.get("words", "").strip()[:120]
    found = Place.find(typed, most=8) if typed else []
    return JsonResponse({"found": [{"name": whereabouts.full_name(place)} for place in found]})
