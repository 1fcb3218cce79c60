"""The plainest page of a person."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from folkmoot.people.access import everyone
from folkmoot.people.models import Person


@everyone("GET")
def person(request: HttpRequest, key: str) -> HttpResponse:
    """The name of somebody with an account."""
    found = get_object_or_404(Person, key=key, is_active=True)
    return render(request, "home/person.html", {"person": found})
