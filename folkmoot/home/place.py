"""A place's page, the hub; and the list of all places, a dated tree that can be searched."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.directory.models import Tally
from folkmoot.home import lately
from folkmoot.home.hub import Hub
from folkmoot.kit import lists
from folkmoot.people.access import everyone, person_of
from folkmoot.people.permissions import is_keeper
from folkmoot.places.models import Boundary, Place

MOST_FOUND = 50


@everyone("GET")
def place(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Place, slug=slug)
    today = timezone.localdate()
    hub = Hub(found, person_of(request), today)
    outline = Boundary.objects.filter(place=found).first()
    dated = {} if found.is_open(today) else {"after": found.successors(), "before": found.predecessors()}
    dated = dated or {"before": found.predecessors()}
    person = person_of(request)
    known = {"hub": hub, "place": found, "outline": outline, "today": today}
    known["is_keeper"] = person is not None and is_keeper(person, today)
    return render(request, "home/place.html", known | dated | ({} if found.story else lately.of(found)))


@everyone("GET")
def places(request: HttpRequest) -> HttpResponse:
    """The tree as it stood on a day (today, unless asked), or the places that some words mean."""
    words, day = request.GET.get("q", "").strip()[:200], day_asked(request)
    totals = Tally.objects.totals()
    known = {"words": words, "day": day, "today": timezone.localdate()}
    if request.GET.get("as") in lists.FILES:
        rows = (
            Place.find(words, most=MOST_FOUND)
            if words
            else Place.objects.live().standing_on(day).select_related("parent").order_by("path")
        )
        return lists.answer(request, _("Places"), rows, columns(totals), "home/places.html")
    known["downloads"] = lists.downloads(request)
    if words:
        found = [(one, totals.get(one.pk, 0)) for one in Place.find(words, most=MOST_FOUND)]
        return render(request, "home/places.html", known | {"found": found})
    return render(request, "home/places.html", known | {"tree": tree(day, totals)})


def columns(totals: dict[int, int]) -> tuple:
    """What a file of places holds: each fact of the place, and how many activities there are in it."""
    return (
        ("name", _("Name"), "name"),
        ("kind", _("What it is"), lambda one: one.get_kind_display()),
        ("code", _("Code"), "code"),
        ("inside", _("Lies in"), lambda one: str(one.parent or "")),
        ("from", _("From"), "opens_on"),
        ("until", _("Until"), "closes_on"),
        ("latitude", _("Latitude"), "latitude"),
        ("longitude", _("Longitude"), "longitude"),
        ("people", _("People"), "population"),
        ("year", _("Counted in"), "population_year"),
        ("activities", _("Activities"), lambda one: totals.get(one.pk, 0)),
        ("source", _("Source"), "source"),
    )


def day_asked(request: HttpRequest) -> date:
    """The day in ?on=2018-03-01; today for none, and for what is no day."""
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return timezone.localdate()


def tree(day: date, totals: dict[int, int]) -> list[dict]:
    """The live places that stood on the day, nested: {"place", "count", "inside"}, in order of name.

    Neighbourhoods, wards and streets are left to the page of what they lie in. A place whose parent did not
    stand on the day hangs at the top.
    """
    shown = (Place.Kind.WARD, Place.Kind.PARISH, Place.Kind.STREET, Place.Kind.NEIGHBOURHOOD)
    rows = Place.objects.live().standing_on(day).exclude(kind__in=shown).order_by("name")
    nodes = {row.pk: {"place": row, "count": totals.get(row.pk, 0), "inside": []} for row in rows}
    tops = []
    for node in nodes.values():
        parent = nodes.get(node["place"].parent_id)
        (parent["inside"] if parent else tops).append(node)
    return tops
