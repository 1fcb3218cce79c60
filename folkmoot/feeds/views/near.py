"""What happens round a postcode, or in a part of the map, and the ways to follow it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from folkmoot.feeds import areas, following, streams
from folkmoot.feeds.forms import NearForm
from folkmoot.journal.models import Watch
from folkmoot.people.access import everyone, person_of

FEW = 20


@everyone("GET")
def near(request: HttpRequest) -> HttpResponse:
    """`?postcode=&km=`, or `?box=` with the west, south, east and north of a part of the map; with neither, a form."""
    boxed, asked = bool(request.GET.get("box")), bool(request.GET.get("postcode"))
    found = areas.at(request.get_full_path())
    context = {"form": NearForm(request.GET if asked and not boxed else None), "found": found}
    context["lost"] = boxed and found is None
    if found:
        reader = person_of(request)
        mine = Watch.objects.filter(person=reader, kind=found.kind, key=found.key).first() if reader else None
        happened = streams.with_content(list(streams.lines_of(found)[:FEW]), reader)
        context |= {"mine": mine, "happened": happened}
        context |= {"follows": following.streams(found), "follow_address": found.address}
    return render(request, "feeds/near.html", context, status=404 if context["lost"] else 200)
