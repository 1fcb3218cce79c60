"""The front page with the first question, and its answer."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from folkmoot.directory.models import Activity, Programme, Tally
from folkmoot.home.hub import Hub
from folkmoot.home.nearby import Answer, home_place
from folkmoot.people.access import everyone, person_of
from folkmoot.places.models import Place

MOST = 12


@everyone("GET")
def front(request: HttpRequest) -> HttpResponse:
    """The first question, then how the place this site is for is doing; with nothing in, two things to do."""
    story = Programme.objects.of_story().count()
    if not Activity.objects.live().exists():
        return render(request, "home/front.html", {"empty": True, "menu": [], "story": story})
    place, today = home_place(), timezone.localdate()
    hub = Hub(place, person_of(request), today) if place else None
    page = {"hub": hub, "place": place, "busiest": busiest(), "today": today, "story": story}
    return render(request, "home/front.html", page)


@everyone("GET")
def nearby(request: HttpRequest) -> HttpResponse:
    """Who does it near there, who could help, and one next step."""
    what, where = (request.GET.get(name, "").strip()[:200] for name in ("what", "where"))
    if not what:
        return redirect(f"/places/?{urlencode({'q': where})}" if where else "front")
    answer = Answer(what, where, person_of(request), timezone.localdate())
    return render(request, "home/nearby.html", {"answer": answer, "what": what, "where": where})


def busiest() -> list[tuple[Place, int]]:
    """The live places with most known, in order of name: no place is ranked against another."""
    rows = Tally.objects.filter(type="", people="", activities__gt=0, place__story=False).select_related("place")
    rows = rows.exclude(place__kind__in=("country", "nation", "region")).order_by("-activities", "place__name")
    return sorted(((row.place, row.activities) for row in rows[:MOST]), key=lambda pair: pair[0].name)
