"""The agenda of an event, for those who hold it: its slots and its rooms."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from folkmoot.events.forms.day import LayForm, RoomForm, SlotForm
from folkmoot.events.grid import Grid
from folkmoot.events.models import Event, Slot
from folkmoot.events.models.rooms import open_room
from folkmoot.events.views.finding import run_by
from folkmoot.people.access import asks_the_noun


@asks_the_noun("GET", "POST")
def agenda(request: HttpRequest, pk: int) -> HttpResponse:
    """The slots there are, and a form for one more."""
    event = run_by(request, pk)
    form = SlotForm(request.POST or None, event=event)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        Slot.add(event, form.span(), said["title"], said["is_open"] == "yes", request.user)
        return redirect("events:agenda", pk)
    return _page(request, event, form=form)


@asks_the_noun("POST")
def lay(request: HttpRequest, pk: int) -> HttpResponse:
    """Several open slots at once."""
    event = run_by(request, pk)
    form = LayForm(request.POST, event=event, prefix="lay")
    if not form.is_valid():
        return _page(request, event, lay=form)
    said = form.cleaned_data
    made = Slot.lay(event, form.span(), (said["each"], said["pause"]), request.user)
    messages.success(request, _("%(n)s open slots.") % {"n": len(made)})
    return redirect("events:agenda", pk)


@asks_the_noun("GET", "POST")
def slot(request: HttpRequest, pk: int, slot: int) -> HttpResponse:
    """Change one slot."""
    event = run_by(request, pk)
    found = get_object_or_404(event.slots.select_related("event"), pk=slot)
    times = {"day": event.local(found.starts_at).date(), "starts": event.local(found.starts_at).time()}
    now = times | {"ends": event.local(found.ends_at).time(), "title": found.title}
    form = SlotForm(request.POST or None, event=event, initial=now | {"is_open": "yes" if found.is_open else "no"})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        found.change(form.span(), said["title"], said["is_open"] == "yes", request.user)
        return redirect("events:agenda", pk)
    page = {"event": event, "slot": found, "form": form}
    return render(request, "events/day/slot.html", page, status=422 if form.errors else 200)


@asks_the_noun("POST")
def remove(request: HttpRequest, pk: int, slot: int) -> HttpResponse:
    """Take one slot out."""
    event = run_by(request, pk)
    found = event.slots.select_related("event").filter(pk=slot).first()
    if found:
        found.remove(request.user)
    return redirect("events:agenda", pk)


@asks_the_noun("POST")
def room(request: HttpRequest, pk: int) -> HttpResponse:
    """One more room, or a corner, for this event alone."""
    event = run_by(request, pk)
    form = RoomForm(request.POST, prefix="room")
    if not form.is_valid():
        return _page(request, event, room=form)
    said = form.cleaned_data
    open_room(event, said["name"], said["seats"], request.user, said["step_free"])
    return redirect("events:agenda", pk)


def _page(request: HttpRequest, event: Event, **forms) -> HttpResponse:
    bound = any(form.errors for form in forms.values())
    page = {
        "event": event,
        "grid": Grid(event),
        "form": SlotForm(event=event),
        "lay": LayForm(event=event, prefix="lay"),
        "room": RoomForm(prefix="room"),
    }
    return render(request, "events/day/agenda.html", page | forms, status=422 if bound else 200)
