"""The grid as everybody sees it, on a page, a wall and a phone; and what asks each second whether it changed."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache

from folkmoot.events.grid import Grid
from folkmoot.events.models import Event, Rsvp
from folkmoot.events.pitches import PitchList
from folkmoot.events.views.finding import visible
from folkmoot.kit.links import unsign
from folkmoot.moderation.models import Standing
from folkmoot.people.access import by_link, everyone, person_of

FRAGMENTS = {"grid": "events/day/_grid.html", "wall": "events/day/_wall.html"}


@everyone("GET")
@never_cache
def grid(request: HttpRequest, pk: int) -> HttpResponse:
    """What runs when and where; for those who hold the event, what has no place yet and who is torn."""
    event = visible(request, pk)
    runs = event.may_be_run_by(person_of(request), timezone.localdate())
    return render(request, "events/day/grid.html", {"event": event, "grid": Grid(event), "runs": runs})


@everyone("GET")
@never_cache
def wall(request: HttpRequest, pk: int) -> HttpResponse:
    """For a screen on the wall: what is on now and next, large."""
    event = visible(request, pk)
    return render(request, "events/day/wall.html", {"event": event, "grid": Grid(event)})


@everyone("GET")
def live(request: HttpRequest, pk: int) -> HttpResponse:
    """The grid alone, for pages that ask each second: 304 when it is still the one they have. One query then."""
    known = _public_version(pk)
    version = known if known is not None else visible(request, pk).grid_version
    what = request.GET.get("as", "grid")
    tag = f'"{pk}-{version}-{what}-{get_language()}"'
    if what not in FRAGMENTS:
        raise Http404
    if request.headers.get("If-None-Match") == tag:
        return _fresh(HttpResponse(status=304), tag)
    event = get_object_or_404(Event.objects.select_related("venue"), pk=pk)
    return _fresh(render(request, FRAGMENTS[what], {"event": event, "grid": Grid(event)}), tag)


@everyone("GET")
@never_cache
def my_day(request: HttpRequest, pk: int) -> HttpResponse:
    """What the person signed in leads or would come to, slot by slot; for others, the whole day."""
    event = visible(request, pk)
    return render(request, "events/day/my_day.html", _my_day(event, PitchList(event, person_of(request))))


@by_link("GET")
@never_cache
def my_day_by_mail(request: HttpRequest, token: str) -> HttpResponse:
    """The same, for whoever replied without an account."""
    rsvp = get_object_or_404(Rsvp.objects.select_related("event", "person"), pk=unsign("pitches", token))
    event = visible(request, rsvp.event_id)
    return render(request, "events/day/my_day.html", _my_day(event, PitchList(event, None, rsvp)) | {"token": token})


def _my_day(event: Event, shown: PitchList) -> dict:
    whole = Grid(event)
    rows = whole.of_person(shown.person, shown.mine)
    return {"event": event, "grid": whole, "rows": rows, "known": shown.voter is not None}


def _public_version(pk: int) -> int | None:
    """The version of a grid that everyone may see; None for any other."""
    shown = Event.objects.filter(pk=pk, published_at__isnull=False)
    found = shown.values_list("grid_version", "standing__state").first()
    return found[0] if found and found[1] in (None, Standing.State.SHOWN) else None


def _fresh(answer: HttpResponse, tag: str) -> HttpResponse:
    answer.headers["ETag"] = tag
    answer.headers["Cache-Control"] = "no-cache"
    return answer
