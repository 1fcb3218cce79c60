"""The gallery: every component with Thornbeck's own data, for whoever builds a page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from folkmoot.people.access import everyone


@everyone("GET")
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component once."""
    return render(request, "home/gallery.html")
