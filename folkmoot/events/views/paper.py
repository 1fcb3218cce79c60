"""Paper for the day: labels, the grid for the wall, cards for rooms and tables, sheets to sign and to write on."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from folkmoot.events import paper as sheets
from folkmoot.events.grid import Grid
from folkmoot.events.views.finding import run_by
from folkmoot.people.access import asks_the_noun

# What there is: key → (name, what it is for, the function that gives the page what it draws).
KINDS = {
    "labels": (_("Name labels"), _("Name and organisation, ten to a page"), sheets.labels),
    "large-labels": (_("Large name labels"), _("To be read across a room, four to a page"), sheets.large_labels),
    "grid": (_("The grid for the wall"), _("A4 across; enlarge it to A3"), sheets.grid),
    "rooms": (_("Room cards"), _("One for each door, with its day"), sheets.rooms),
    "sign-in": (_("Sign-in sheet"), _("Names in order, and lines for walk-ins"), sheets.sign_in),
    "sessions": (
        _("Session sheets"),
        _("Title, who leads, lines for notes, and the square of the table"),
        sheets.sessions,
    ),
    "tables": (_("Table plan"), _("Who sits where, and a card for each table"), sheets.tables),
    "pitches": (_("Pitch slips"), _("For whoever would rather write than speak"), sheets.slips),
}


@asks_the_noun("GET")
def papers(request: HttpRequest, pk: int) -> HttpResponse:
    """What can be printed."""
    kinds = [(key, name, why) for key, (name, why, _sheet) in KINDS.items()]
    return render(request, "events/day/papers.html", {"event": run_by(request, pk), "kinds": kinds})


@asks_the_noun("GET")
@never_cache
def paper(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """One kind of paper, to be printed as it is."""
    event = run_by(request, pk)
    if what not in KINDS:
        raise Http404
    name, _why, sheet = KINDS[what]
    page = {"event": event, "kind": what, "name": name, "grid": Grid(event), "printed_at": timezone.now()}
    drawn = what.removeprefix("large-").replace("-", "_")
    return render(request, f"events/day/paper/{drawn}.html", page | sheet(event, request.build_absolute_uri))
