"""The front page, and the plainest page of a place and of a person."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from folkmoot.home.entries import listed
from folkmoot.people.access import everyone
from folkmoot.people.models import Person
from folkmoot.places.models import Place


@everyone("GET")
def front(request: HttpRequest) -> HttpResponse:
    """The first question, and something true about this community."""
    return render(request, "home/front.html")


@everyone("GET")
def place(request: HttpRequest, slug: str) -> HttpResponse:
    """Who does what here."""
    found = get_object_or_404(Place, slug=slug)
    activities = listed(request, found.story).at(found).with_all()[:50]
    return render(request, "home/place.html", {"place": found, "activities": activities})


@everyone("GET")
def person(request: HttpRequest, key: str) -> HttpResponse:
    """The name of somebody with an account."""
    found = get_object_or_404(Person, key=key, is_active=True)
    return render(request, "home/person.html", {"person": found})
