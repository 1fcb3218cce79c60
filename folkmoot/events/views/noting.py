"""For those who hold an event: the cards of its tables, its notes, and the lines that a host has still to look at."""

from __future__ import annotations

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from folkmoot.events import landing
from folkmoot.events.models import Event, Note, Session, TableCode
from folkmoot.events.notebook import notebook
from folkmoot.events.views.finding import run_by
from folkmoot.people.access import asks_the_noun, person_of


@asks_the_noun("GET", "POST")
def codes(request: HttpRequest, pk: int) -> HttpResponse:
    """The cards of an event's tables. POST: a card for each session that has none, one for the whole room, or one more
    for a table of that name."""
    event = run_by(request, pk)
    if request.method == "POST":
        _make(event, request.POST.get("for", ""), request.POST.get("table", ""))
        return redirect("events:codes", pk=pk)
    cards = event.codes.select_related("session__slot", "session__room", "event")
    live = [(card, _square(card)) for card in cards if card.is_open]
    return render(request, "events/codes.html", {"event": event, "live": live, "gone": len(cards) - len(live)})


@asks_the_noun("POST")
def close_code(request: HttpRequest, pk: int, card: int) -> HttpResponse:
    """Nothing more can be written with this card."""
    found = get_object_or_404(TableCode, pk=card, event=run_by(request, pk))
    found.close(person_of(request))
    messages.success(request, _("Closed. What was written stays."))
    return redirect("events:codes", pk=pk)


@asks_the_noun("GET")
def notes(request: HttpRequest, pk: int) -> HttpResponse:
    """All notes of an event by session, for its hosts."""
    event = run_by(request, pk)
    left = event.notes.to_look_at().count()
    return render(request, "events/notes.html", {"event": event, "sessions": notebook(event), "left": left})


@asks_the_noun("POST")
def keep_inside(request: HttpRequest, pk: int, note: int) -> HttpResponse:
    """A line for those who came alone, or, the second time, for everyone again."""
    line = get_object_or_404(run_by(request, pk).notes, pk=note)
    Note.objects.filter(pk=line.pk).update(attendees_only=not line.attendees_only)
    return redirect(f"{reverse('events:notes', args=[pk])}#note-{line.pk}")


@asks_the_noun("GET", "POST")
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Forty lines at a time: which of them become offers, asks and promises."""
    event = run_by(request, pk)
    if request.method == "POST":
        shown, ticked = _keys(request, "line"), _keys(request, "take")
        taken = landing.look_through(event, person_of(request), shown, ticked)
        messages.success(request, _("Thank you: %(n)d taken in, the others stay in the notes.") % {"n": taken})
        return redirect("events:review", pk=pk)
    waiting = event.notes.to_look_at().select_related("session", "event")
    shown = {"event": event, "lines": waiting[: landing.FORTY], "left": waiting.count()}
    return render(request, "events/review.html", shown)


def _make(event: Event, what: str, table: str) -> None:
    if what == "sessions":
        live = [Session.State.PLANNED, Session.State.RUNNING, Session.State.ENDED]
        for session in event.sessions.filter(state__in=live, slot__isnull=False):
            TableCode.make(event, session=session)
    else:
        purpose = TableCode.Purpose.MAPPING if what == "mapping" else TableCode.Purpose.SCRIBE
        TableCode.make(event, purpose=purpose, table=table)


def _square(card: TableCode) -> SafeString:
    """The card's address as a QR picture."""
    code = segno.make(f"{settings.SITE_URL}{card.get_absolute_url()}", error="m")
    title = _("Opens the notes of %(what)s") % {"what": card.about()}
    return mark_safe(code.svg_inline(scale=4, dark="#000", light="#fff", title=title, lineclass=None, omitsize=True))  # noqa: S308 drawn here


def _keys(request: HttpRequest, name: str) -> list[int]:
    return [int(key) for key in request.POST.getlist(name) if key.isdecimal() and len(key) < 18][: landing.FORTY]
