"""The front page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from folkmoot.people.access import everyone


@everyone("GET")
def front(request: HttpRequest) -> HttpResponse:
    """The first question, and something true about this community."""
    return render(request, "home/front.html")
