"""One session of the grid, and how those who hold the event remix it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from folkmoot.events import remixing, steps
from folkmoot.events.grid import Grid
from folkmoot.events.models import Event, Remix, Requirement
from folkmoot.events.sums import agenda as sums
from folkmoot.events.views.finding import run_by, visible
from folkmoot.people.access import asks_the_noun, everyone, person_of

UNDO_SHOWN = 12
DONE = gettext_lazy("Done. Every screen shows it within two seconds.")


@everyone("GET")
@never_cache
def session(request: HttpRequest, pk: int, session: int) -> HttpResponse:
    """What it is about, who leads it, when and where; for those who hold the event, how to change it."""
    event = visible(request, pk)
    found = get_object_or_404(event.sessions.select_related("slot", "room", "merged_into"), pk=session)
    page = {"event": event, "session": found, "runs": event.may_be_run_by(person_of(request), timezone.localdate())}
    return render(request, "events/day/session.html", page | {"grid": Grid(event)})


@asks_the_noun("POST")
def change(request: HttpRequest, pk: int, session: int, what: str) -> HttpResponse:
    """Move, swap, split, merge, drop or rename it: `what` is one of those."""
    event = run_by(request, pk)
    found = get_object_or_404(event.sessions.select_related("event"), pk=session)
    before = steps.places(event)
    remixing.change(found, what, request.POST, request.user)
    return _done(request, event, before)


@asks_the_noun("POST")
def place(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a pitch on the grid."""
    event = run_by(request, pk)
    before = steps.places(event)
    remixing.place(event, request.POST, request.user)
    return _done(request, event, before)


def _done(request: HttpRequest, event: Event, before: set[tuple[int, int]], words: str = "") -> HttpResponse:
    """Back to the grid; told what changed, and whom steps keep out where it stands now."""
    messages.success(request, words or DONE)
    for warning in steps.warnings(event, before):
        messages.warning(request, warning)
    return redirect("events:remix", event.pk)


@asks_the_noun("GET")
@never_cache
def remix(request: HttpRequest, pk: int) -> HttpResponse:
    """The grid with everything that changes it: what has no place, who is torn, what was changed and how to undo it."""
    event = run_by(request, pk)
    grid = Grid(event)
    people, pulls = sums.torn(grid)
    changes = event.remixes.select_related("by", "undone_by")[:UNDO_SHOWN]
    page = {"event": event, "grid": grid, "torn": people, "pulls": pulls, "changes": changes}
    page |= {"stepped": steps.kept_from(grid), "names_them": Requirement.may_be_read_by(event, request.user)}
    return render(request, "events/day/remix.html", page)


@asks_the_noun("POST")
def undo(request: HttpRequest, pk: int, remix: int) -> HttpResponse:
    """Take one change back."""
    event = run_by(request, pk)
    before = steps.places(event)
    get_object_or_404(Remix, pk=remix, event=event).undo(request.user)
    return _done(request, event, before, _("Undone."))


@asks_the_noun("GET", "POST")
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Place them for me: what the sum would do, and why; done when it is accepted."""
    event = run_by(request, pk)
    if request.method == "POST":
        remixing.accept(event, request.POST.get("proposal", ""), request.user)
        messages.success(request, DONE)
        return redirect("events:remix", pk)
    anew = request.GET.get("anew") == "yes"
    grid = Grid(event)
    proposal = sums.propose(grid, anew=anew)
    page = {"event": event, "proposal": proposal, "anew": anew, "signed": remixing.sign_proposal(event, proposal)}
    page["several_days"] = grid.several_days
    return render(request, "events/day/proposal.html", page | {"new": [p for p in proposal.placings if not p.stays]})
