"""The clock of the opening talks: a big screen that counts, and its remote control on a host's phone."""

from __future__ import annotations

from hashlib import sha256

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from folkmoot.events.forms.day import OpeningForm
from folkmoot.events.models import Event, Timer
from folkmoot.events.views.finding import run_by, visible
from folkmoot.people.access import asks_the_noun, everyone, person_of


@everyone("GET")
@never_cache
def timer(request: HttpRequest, pk: int) -> HttpResponse:
    """The screen: who opens, how long is left, who is next."""
    event = visible(request, pk)
    runs = event.may_be_run_by(person_of(request), timezone.localdate())
    page = {"event": event, "timer": Timer.of(event), "openings": event.openings.all(), "runs": runs}
    return render(request, "events/day/timer.html", page | {"left": Timer.of(event).left_at(timezone.now())})


@everyone("GET")
def live(request: HttpRequest, pk: int) -> HttpResponse:
    """How the timer stands, for screens that ask each second: 304 until somebody presses something."""
    event = visible(request, pk)
    stands = Timer.of(event)
    order = str(list(event.openings.values_list("pk", "name", "title", "seconds")))
    tag = f'"{pk}-{stands.version}-{sha256(order.encode()).hexdigest()[:12]}"'
    answer = HttpResponse(status=304)
    if request.headers.get("If-None-Match") != tag:
        answer = JsonResponse(_plain(event, stands))
    answer.headers["ETag"], answer.headers["Cache-Control"] = tag, "no-cache"
    return answer


@asks_the_noun("GET", "POST")
@never_cache
def remote(request: HttpRequest, pk: int) -> HttpResponse:
    """The remote control, and the list of those who open; a POST adds one to it."""
    event = run_by(request, pk)
    form = OpeningForm(request.POST or None, event=event)
    if request.method == "POST" and form.is_valid():
        form.add(event)
        return redirect("events:remote", pk)
    page = {"event": event, "timer": Timer.of(event), "openings": event.openings.all(), "form": form}
    return render(request, "events/day/remote.html", page, status=422 if form.errors else 200)


@asks_the_noun("POST")
def press(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """One press: start, pause, again, next, back, sound; "seconds" sets how long each has."""
    event = run_by(request, pk)
    if what == "seconds":
        said = request.POST.get("seconds", "")
        Timer.set_seconds(event, int(said) if said.isdecimal() and len(said) < 6 else 0)
    else:
        Timer.press(event, what)
    return redirect("events:remote", pk)


@asks_the_noun("POST")
def opening(request: HttpRequest, pk: int, opening: int, what: str) -> HttpResponse:
    """One who opens: earlier in the list ("earlier"), or off it ("off")."""
    event = run_by(request, pk)
    found = get_object_or_404(event.openings, pk=opening)
    found.rise() if what == "earlier" else found.delete()
    return redirect("events:remote", pk)


def _plain(event: Event, stands: Timer) -> dict:
    """What a screen needs to count by itself."""
    openings = list(event.openings.all())
    at = next((n for n, one in enumerate(openings) if one.pk == stands.opening_id), -1)
    after = openings[at + 1] if at + 1 < len(openings) else None
    return {
        "left": round(stands.left_at(timezone.now()), 2),
        "lasts": stands.lasts(),
        "running": stands.started_at is not None,
        "sound": stands.sound,
        "name": stands.opening.name if stands.opening else "",
        "title": stands.opening.title if stands.opening else "",
        "after": after.name if after else "",
    }
