"""Break-outs and seating: tables that mix, each person's own table, and the report of how mixed they are."""

from __future__ import annotations

import secrets

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from folkmoot.events.forms.day import SeatingForm
from folkmoot.events.models import Event, Rsvp, Seating
from folkmoot.events.seating import Room, in_the_room, seat, seat_late
from folkmoot.events.sums.came import shown
from folkmoot.events.views.finding import run_by, visible
from folkmoot.kit.links import unsign
from folkmoot.people.access import asks_the_noun, by_link, everyone, person_of


@everyone("GET")
@never_cache
def table(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the person signed in sits; how mixed the room is, small numbers hidden, for everybody."""
    event = visible(request, pk)
    return render(request, "events/day/my_table.html", _my_table(event, person_of(request), None))


@by_link("GET")
@never_cache
def table_by_mail(request: HttpRequest, token: str) -> HttpResponse:
    """The same, for whoever replied without an account."""
    rsvp = get_object_or_404(Rsvp.objects.select_related("event", "person"), pk=unsign("pitches", token))
    return render(request, "events/day/my_table.html", _my_table(visible(request, rsvp.event_id), rsvp.person, rsvp))


@asks_the_noun("GET", "POST")
@never_cache
def mixing(request: HttpRequest, pk: int) -> HttpResponse:
    """Make tables that mix, and see them; for those who hold the event."""
    event = run_by(request, pk)
    form = SeatingForm(request.POST or None, initial={"once": secrets.token_urlsafe(12)})
    if request.method == "POST" and form.is_valid():
        made = seat(event, form.cleaned_data, request.user)
        return redirect("events:seating", pk, made.pk)
    seatings = event.seatings.filter(dropped_at=None)
    many = {of: len(in_the_room(event, of)) for of in Seating.Of.values}
    page = {"event": event, "form": form, "seatings": seatings, "many": many}
    return render(request, "events/day/mixing.html", page, status=422 if form.errors else 200)


@asks_the_noun("GET")
@never_cache
def seating(request: HttpRequest, pk: int, seating: int) -> HttpResponse:
    """One seating: table cards, the mix of the room and of each table beside chance."""
    event = run_by(request, pk)
    found = get_object_or_404(event.seatings, pk=seating, dropped_at=None)
    room = Room(found)
    late = len(in_the_room(event, found.of)) - len(room.people)
    page = {"event": event, "seating": found, "rounds": _with_reports(room), "late": max(0, late)}
    return render(request, "events/day/seating.html", page)


@asks_the_noun("POST")
def late(request: HttpRequest, pk: int, seating: int) -> HttpResponse:
    """Seat those who came since, moving nobody."""
    event = run_by(request, pk)
    many = seat_late(get_object_or_404(event.seatings.select_related("event"), pk=seating, dropped_at=None))
    messages.success(request, _("%(n)s more have a table. Nobody moved.") % {"n": many})
    return redirect("events:seating", pk, seating)


@asks_the_noun("POST")
def drop(request: HttpRequest, pk: int, seating: int) -> HttpResponse:
    """This seating is not used: nobody is shown a table of it."""
    run_by(request, pk).seatings.filter(pk=seating, dropped_at=None).update(dropped_at=timezone.now())
    return redirect("events:mixing", pk)


def _my_table(event: Event, person, rsvp: Rsvp | None) -> dict:
    found = event.seatings.filter(dropped_at=None).first()
    room = Room(found) if found else None
    mine = room.of(person, rsvp) if room else []
    sectors = shown(dict(found.report.get("sectors", []))) if found else {}
    return {"event": event, "seating": found, "mine": mine, "sectors": sectors, "known": bool(person or rsvp)}


def _with_reports(room: Room) -> list[list[tuple]]:
    """Round → (table, seats, the report of that table)."""
    reports = {(one["round"], one["table"]): one for one in room.seating.report.get("tables", [])}
    return [
        [(table, seats, reports.get((number, table))) for table, seats in enumerate(tables, start=1)]
        for number, tables in enumerate(room.rounds, start=1)
    ]
