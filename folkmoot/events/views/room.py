"""Who is in the room: how many to expect, the ways there are, and the choice; and a change of the seats."""

from __future__ import annotations

import secrets

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from folkmoot.events import changing, coming, rethinking
from folkmoot.events.forms.checking import checked
from folkmoot.events.forms.desk import CapForm, ChooseForm, OnlineForm, SeatsForm, on_the_clock
from folkmoot.events.sums.seats import RULE
from folkmoot.events.views.finding import run_by
from folkmoot.kit.refusals import Refusal
from folkmoot.people.access import asks_the_noun


@asks_the_noun("GET")
def room(request: HttpRequest, pk: int) -> HttpResponse:
    """How many to expect, and every way there is with who is squeezed out."""
    event = run_by(request, pk)
    context = {"event": event, "rule": RULE, "once": secrets.token_urlsafe(9), "sentence": coming.sentence(event)}
    context |= {"form": ChooseForm(), "seats_form": SeatsForm(initial={"capacity": event.capacity})}
    context |= {
        "online_form": OnlineForm(initial={"places": event.remote_seats}, auto_id="online_%s"),
        "cap_form": CapForm(initial={"most": event.per_organisation}, auto_id="cap_%s"),
    }
    context |= {"rethinks": event.rethinks.select_related("by", "sibling")}
    return render(request, "events/room.html", context | rethinking.look(event))


@asks_the_noun("POST")
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the choice and its reason, and do what follows."""
    event, form = run_by(request, pk), ChooseForm(request.POST)
    if not form.is_valid():
        raise Refusal(_("Choose one of the ways, and say why."))
    said = form.cleaned_data | {"second": on_the_clock(form.cleaned_data["second"], event)}
    made = rethinking.choose(event, request.user, said["kind"], said, request.POST.get("once", ""))
    messages.success(request, _("Kept: %(title)s.") % {"title": made.title})
    return redirect("events:room", pk=event.pk)


@asks_the_noun("POST")
def resize(request: HttpRequest, pk: int) -> HttpResponse:
    """More seats or fewer; whoever loses theirs is told."""
    event, form = run_by(request, pk), SeatsForm(request.POST)
    if not form.is_valid():
        raise Refusal(_("Say how many seats there are, 0 or more, and why."))
    change = changing.resize(event, request.user, form.cleaned_data["capacity"], form.cleaned_data["because"])
    if change and change.moved_out:
        words = _("%(n)d people lost their seat. They stand first in the waiting list and are told.")
        messages.warning(request, words % {"n": change.moved_out})
    elif change:
        messages.success(request, _("There are %(n)s seats now.") % {"n": change.after})
    return redirect("events:room", pk=event.pk)


@asks_the_noun("POST")
def online(request: HttpRequest, pk: int) -> HttpResponse:
    """More places online, or fewer."""
    event, said = run_by(request, pk), checked(OnlineForm(request.POST))
    if changing.open_online(event, request.user, said["places"], said["because"]):
        messages.success(request, _("There are %(n)s places online now.") % {"n": said["places"]})
    return redirect("events:room", pk=event.pk)


@asks_the_noun("POST")
def cap(request: HttpRequest, pk: int) -> HttpResponse:
    """The most seats one organisation may have; or as many as come."""
    event, said = run_by(request, pk), checked(CapForm(request.POST))
    change = changing.cap(event, request.user, said["most"], said["because"])
    if change and change.moved_out:
        words = _("%(n)d people lost their seat. They keep their place in the waiting list and are told.")
        messages.warning(request, words % {"n": change.moved_out})
    return redirect("events:room", pk=event.pk)
