"""Who works with whom: the picture, and the same in a table."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from folkmoot.joinup.circle import circle
from folkmoot.people.access import everyone
from folkmoot.places.models import Place


@everyone("GET")
def network(request: HttpRequest) -> HttpResponse:
    """Bodies tied by public shared work, in one place or everywhere; the most tied first where there are too many."""
    place = Place.objects.live().filter(slug=request.GET.get("place", "")).first()
    return render(request, "joinup/network.html", {"circle": circle(place), "place": place})
