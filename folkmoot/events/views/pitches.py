"""What people would talk about: pitching, wanting, merging."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from folkmoot.events.forms.day import PitchForm
from folkmoot.events.models import Event, Merging, Pitch, Rsvp
from folkmoot.events.models.merging import KIND, take_apart
from folkmoot.events.pitches import PitchList
from folkmoot.events.views.finding import run_by, visible
from folkmoot.kit.links import unsign
from folkmoot.people.access import asks_the_noun, by_link, everyone, person_of, signed_in
from folkmoot.requests.models import Request
from folkmoot.rounds.models import Say


@everyone("GET")
@never_cache
def pitches(request: HttpRequest, pk: int) -> HttpResponse:
    """What was pitched, how many want it, and a form to pitch."""
    event = visible(request, pk)
    shown = PitchList(event, person_of(request))
    return render(request, "events/day/pitches.html", {"event": event, "list": shown, "form": shown.form()})


@asks_the_noun("POST")
def pitch(request: HttpRequest, pk: int) -> HttpResponse:
    """Pitch something, for oneself or for somebody who would rather not."""
    event = visible(request, pk)
    shown = PitchList(event, request.user)
    form = PitchForm(request.POST, runs=shown.runs)
    if not form.is_valid():
        return render(request, "events/day/pitches.html", {"event": event, "list": shown, "form": form}, status=422)
    made = Pitch.put(event, by=request.user, **form.said())
    messages.success(request, _("Pitched. Others can now say that they would come."))
    return redirect(made)


@signed_in("POST")
def want(request: HttpRequest, pk: int, pitch: int) -> HttpResponse:
    """One tap: I would come to this; or no longer."""
    found = _pitch(visible(request, pk), pitch)
    person = request.user
    who = {"person": person, "sector": person.sector, "place": person.place}
    found.want(Say.voter_of(person), request.POST.get("want", "yes") == "yes", **who)
    return redirect(found)


@asks_the_noun("POST")
def withdraw(request: HttpRequest, pk: int, pitch: int) -> HttpResponse:
    """Take a pitch off the list, or put it back."""
    found = _pitch(visible(request, pk), pitch)
    found.withdraw(request.user) if request.POST.get("again") != "yes" else found.pitch_again(request.user)
    return redirect("events:pitches", pk)


@asks_the_noun("POST")
def hands(request: HttpRequest, pk: int, pitch: int) -> HttpResponse:
    """How many hands went up in the room."""
    found, counted = _pitch(run_by(request, pk), pitch), request.POST.get("hands", "")
    found.count_hands(int(counted) if counted.isdecimal() and len(counted) < 5 else None)
    return redirect(found)


@asks_the_noun("POST")
def merge(request: HttpRequest, pk: int, pitch: int) -> HttpResponse:
    """Ask both pitchers whether their two become one."""
    event = visible(request, pk)
    other = request.POST.get("into", "")
    keeps = get_object_or_404(event.pitches, pk=int(other) if other.isdecimal() and len(other) < 18 else 0)
    asked = Merging.ask(_pitch(event, pitch), keeps, request.user)
    messages.success(request, _("Both are asked. They become one when both have said yes."))
    return redirect("events:merging", pk, asked.request.pk)


@asks_the_noun("POST")
def apart(request: HttpRequest, pk: int, pitch: int) -> HttpResponse:
    """A merged pitch stands for itself again."""
    found = _pitch(visible(request, pk), pitch)
    take_apart(found, request.user)
    return redirect(found)


@asks_the_noun("GET", "POST")
def merging(request: HttpRequest, pk: int, asked: int) -> HttpResponse:
    """Shall two pitches become one? For whoever pitched them, and whoever holds the event."""
    event = visible(request, pk)
    found = _merging(event, asked)
    runs = event.may_be_run_by(request.user, timezone.localdate())
    if not runs and not any(one.is_of(request.user) for one in (found.joins, found.keeps)):
        raise Http404
    if request.method == "POST":
        which = found.keeps if request.POST.get("for") == str(found.keeps.pk) else found.joins
        merged = found.answer(request.user, request.POST.get("say") == "yes", which)
        messages.success(request, _("The two are one now.") if merged else _("Thank you. Your answer is kept."))
        return redirect("events:merging", pk, asked)
    waits = [(one, one.is_of(request.user) or (runs and one.person is None)) for one in found.waits_for()]
    return render(request, "events/day/merging.html", {"event": event, "merging": found, "waits": waits})


@by_link("GET", "POST")
def by_mail(request: HttpRequest, token: str) -> HttpResponse:
    """The pitches, for whoever replied without an account: tick what you would come to, and pitch."""
    rsvp = get_object_or_404(Rsvp.objects.select_related("event", "person"), pk=unsign("pitches", token))
    event: Event = visible(request, rsvp.event_id)
    shown = PitchList(event, None, rsvp)
    form = PitchForm(request.POST or None, runs=False)
    if request.method == "POST" and "ticks" in request.POST:
        shown.tick({int(one) for one in request.POST.getlist("pitch") if one.isdecimal() and len(one) < 18})
        messages.success(request, _("Thank you. Change it whenever you like, with the same link."))
        return redirect("events:pitches_by_mail", token)
    if request.method == "POST" and form.is_valid():
        Pitch.put(event, rsvp=rsvp, **form.said())
        return redirect("events:pitches_by_mail", token)
    page = {"event": event, "list": shown, "form": form, "token": token}
    return render(request, "events/day/pitches_by_mail.html", page, status=422 if form.errors else 200)


def _pitch(event: Event, pk: int) -> Pitch:
    """A pitch of this event that this site shows."""
    return get_object_or_404(event.pitches.shown().select_related("event", "person"), pk=pk)


def _merging(event: Event, pk: int) -> Merging:
    asked = get_object_or_404(Request, pk=pk, kind=KIND)
    if not event.pitches.filter(pk=asked.payload["joins"]).exists():
        raise Http404
    return Merging(asked)
