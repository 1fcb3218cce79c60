"""Making an event, and looking after what is said of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from folkmoot.events import cohosting, editing, holding, venues, words
from folkmoot.events.forms.belonging import BelongsForm, HoldForm, HostForm
from folkmoot.events.forms.checking import checked
from folkmoot.events.forms.event import RestForm, WhatForm, WhenForm
from folkmoot.events.forms.venue import VenueForm, VenueRoomForm
from folkmoot.events.models import Event, Host, Venue
from folkmoot.events.views.finding import run_by
from folkmoot.kit.refusals import NotYours
from folkmoot.people.access import asks_the_noun, by_link, person_of, signed_in
from folkmoot.places.models import Place
from folkmoot.requests.models import Request

VENUES_SHOWN = 30


@signed_in("GET", "POST")
def new(request: HttpRequest) -> HttpResponse:
    """The first step: what."""
    place = Place.objects.live().filter(slug=request.GET.get("place", "")[:120]).first()
    form = WhatForm(request.POST or None, by=request.user, initial={"place": place})
    if request.method == "POST" and form.is_valid():
        return redirect("events:when", form.make().pk)
    return render(request, "events/new.html", {"form": form})


@asks_the_noun("GET", "POST")
def when(request: HttpRequest, pk: int) -> HttpResponse:
    """The second step: when and where. Afterwards the way to move it."""
    event = run_by(request, pk)
    form = WhenForm(request.POST or None, event=event)
    if request.method == "POST" and form.is_valid():
        return redirect(form.keep(request.user))
    known = Venue.objects.filter(story=False)
    near = list(known.nearest_to(event.place)[:VENUES_SHOWN])
    page = {"form": form, "event": event, "venues": near, "more": known.count() - len(near)}
    return render(request, "events/when.html", page)


@asks_the_noun("GET", "POST")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The rest of it."""
    event = run_by(request, pk)
    form = RestForm(request.POST or None, event=event, by=request.user)
    if request.method == "POST" and form.is_valid():
        return redirect(form.keep(request.user))
    return render(request, "events/edit.html", _edit(request, event, form, HostForm()))


def _edit(request: HttpRequest, event: Event, form: RestForm, host_form: HostForm) -> dict:
    hosts = {"hosts": event.hosts.all(), "asked": cohosting.waiting(event), "host_form": host_form}
    hosts["willing"] = cohosting.could_host(event)
    return {"form": form, "event": event, "belongs": BelongsForm(event=event, by=request.user)} | hosts


@asks_the_noun("POST")
def belongs(request: HttpRequest, pk: int) -> HttpResponse:
    """Of which stage and which series it is."""
    event = run_by(request, pk)
    said = checked(BelongsForm(request.POST, event=event, by=request.user))
    now = {"stage": said.get("stage"), "series": said.get("series")}
    if editing.put_into(event, request.user, **now):
        messages.success(request, _("Kept."))
    return redirect("events:edit", event.pk)


@asks_the_noun("POST")
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    event = run_by(request, pk)
    if editing.publish(event, request.user):
        messages.success(request, _("Published. Everybody can see it and reply."))
    return redirect(event)


@asks_the_noun("GET", "POST")
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Call it off, with a reason; or throw a draft away."""
    event = run_by(request, pk)
    if request.method == "POST" and request.POST.get("do") == "discard":
        editing.discard(event, request.user)
        messages.success(request, _("Thrown away. Nobody else had seen it."))
        return redirect("events:events")
    if request.method == "POST":
        editing.cancel(event, request.user, request.POST.get("because", ""))
        messages.success(request, _("Called off. Everybody who replied is told."))
        return redirect(event)
    return render(request, "events/cancel.html", {"event": event})


@asks_the_noun("POST")
def add_host(request: HttpRequest, pk: int) -> HttpResponse:
    event, form = run_by(request, pk), HostForm(request.POST)
    if key := request.POST.get("willing", ""):
        made = holding.ask_one(event, request.user, key)
    elif form.is_valid():
        made = form.ask(event, request.user)
    else:
        return render(
            request, "events/edit.html", _edit(request, event, RestForm(event=event, by=request.user), form), status=400
        )
    if made and not isinstance(made, Host):
        messages.success(request, _("Asked. They are a host once they say yes."))
    return redirect("events:edit", pk)


@by_link("GET", "POST")
@never_cache
def hold(request: HttpRequest, token: str) -> HttpResponse:
    """Will you hold it? For whoever was asked by mail; signed in with that address they look after it."""
    asked, person = holding.behind(token), person_of(request)
    theirs = holding.come_in(asked, person) if person else None
    form = HoldForm(request.POST or None, initial={"name": asked.name})
    choice = request.POST.get("choice", "")
    if choice == "no" or (choice == "yes" and form.is_valid()):
        host = holding.answer(asked, choice, form.data.get("name", ""))
        messages.success(request, _("Thank you. You hold it now, too.") if host else _("Thank you. They are told."))
        return redirect(request.path)
    page = {"asked": asked, "event": asked.event, "theirs": theirs, "form": form, "when": words.when(asked.event)}
    return render(request, "events/hold.html", page, status=400 if form.is_bound else 200)


@asks_the_noun("GET", "POST")
def host_asked(request: HttpRequest, pk: int) -> HttpResponse:
    """Will you hold it too? For whoever was asked; `pk` is the request's."""
    asked = get_object_or_404(Request.objects.select_related("asked_by"), pk=pk, kind=cohosting.KIND)
    cohosting.check_asked(asked, request.user)
    event = get_object_or_404(Event, pk=asked.about_key)
    if request.method == "GET":
        role = Host.Role(asked.payload["role"]).label
        page = {"asked": asked, "event": event, "role": role, "when": words.when(event)}
        return render(request, "events/host_asked.html", page)
    host = cohosting.answer(asked, request.user, request.POST.get("choice", ""))
    messages.success(request, _("Thank you. You hold it now, too.") if host else _("Thank you. They are told."))
    return redirect(event if event.published_at or host else "waiting")


@asks_the_noun("POST")
def drop_host(request: HttpRequest, pk: int) -> HttpResponse:
    event = run_by(request, pk)
    key = request.POST.get("host", "")
    host = get_object_or_404(event.hosts, pk=key if key.isdecimal() and len(key) < 12 else 0)
    editing.drop_host(event, request.user, host)
    return redirect("events:edit", pk)


@asks_the_noun("GET", "POST")
def venue(request: HttpRequest, pk: int) -> HttpResponse:
    """What is known of the building it is held in, and of its rooms."""
    event, found = _building(request, pk)
    form = VenueForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        told = venues.revise(Venue.objects.get(pk=found.pk), request.user, form.cleaned_data)
        if told:
            messages.success(request, _("Kept. Everybody who comes to something there is told, and calendars follow."))
        return redirect(event)
    rooms = found.rooms.filter(event=None)
    page = {"form": form, "event": event, "venue": found, "rooms": rooms, "room": VenueRoomForm()}
    return render(request, "events/venue.html", page)


@asks_the_noun("POST")
def venue_room(request: HttpRequest, pk: int) -> HttpResponse:
    """A room of that building: one more, or, by its name, the same one put right; or (`drop`) none any more."""
    event, found = _building(request, pk)
    if key := request.POST.get("drop", ""):
        rooms = found.rooms.filter(event=None)
        venues.drop_room(get_object_or_404(rooms, pk=key if key.isdecimal() and len(key) < 18 else 0), request.user)
    else:
        venues.add_room(found, request.user, **checked(VenueRoomForm(request.POST)))
    return redirect("events:venue", event.pk)


def _building(request: HttpRequest, pk: int) -> tuple[Event, Venue]:
    event = run_by(request, pk)
    found = get_object_or_404(Venue, pk=event.venue_id)
    if not found.may_be_edited_by(request.user, timezone.localdate()):
        raise NotYours(
            _("What is said of %(venue)s is for %(body)s to say.") % {"venue": found, "body": found.organisation}
        )
    return event, found
