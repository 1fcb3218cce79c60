"""The page of an event, and its desk."""

from __future__ import annotations

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from folkmoot.conversations.views.talking import drawn_below
from folkmoot.events import page
from folkmoot.events.parts import before, day, notes
from folkmoot.events.views.finding import visible
from folkmoot.people.access import everyone, person_of


@everyone("GET")
def event(request: HttpRequest, pk: int) -> HttpResponse:
    """One event: what for, when, where, who holds it."""
    found = visible(request, pk)
    prefetch_related_objects([found], "kinds", "topics")
    person, today = person_of(request), timezone.localdate()
    parts = {part.__name__.rpartition(".")[2]: part.part(found, person, today) for part in (before, day, notes)}
    hosts = found.hosts.select_related("person", "organisation")
    context = {"event": found, "runs": found.may_be_run_by(person, today), "hosts": hosts}
    context["of_group"] = found.group_for(person)
    context["below"] = drawn_below(request, found)
    return render(request, "events/event.html", context | page.of(found, person) | parts)
