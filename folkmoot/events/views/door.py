"""The door: who replied is here, who walked in, by name or by the square on their phone."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from folkmoot.events.door import KEPT, Door
from folkmoot.events.forms.day import WalkInForm
from folkmoot.events.models import CheckIn, Event, Rsvp, TableCode
from folkmoot.events.models.swap import link_for
from folkmoot.events.square import square
from folkmoot.events.views.finding import run_by
from folkmoot.kit.links import sign, unsign
from folkmoot.kit.refusals import NotYours
from folkmoot.people.access import asks_the_noun, by_link, person_of


@asks_the_noun("GET")
@never_cache
def door(request: HttpRequest, pk: int) -> HttpResponse:
    """For those who hold the event: names, and who is here."""
    kept = Door(run_by(request, pk), request.user, query=request.GET.get("q", ""))
    cards = TableCode.objects.open().filter(event=pk, purpose=TableCode.Purpose.CHECK_IN)
    return render(
        request, "events/day/door.html", {"event": kept.event, "door": kept, "form": kept.form(), "cards": cards}
    )


@asks_the_noun("POST")
def let_in(request: HttpRequest, pk: int, rsvp: int) -> HttpResponse:
    """Somebody who replied is here."""
    return _let_in(request, Door(run_by(request, pk), request.user), rsvp)


@asks_the_noun("POST")
def walk_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody came without a reply."""
    return _walk_in(request, Door(run_by(request, pk), request.user))


@asks_the_noun("POST")
def take_back(request: HttpRequest, pk: int, came: int) -> HttpResponse:
    """It was a mistake: they are not here."""
    found = CheckIn.objects.filter(event=run_by(request, pk), pk=came).first()
    if found:
        found.take_back()
    return redirect("events:door", pk)


@asks_the_noun("GET")
@never_cache
def own_square(request: HttpRequest, pk: int, came: int) -> HttpResponse:
    """For somebody who walked in and has no account: the square that opens their own page, to swap contacts with those
    they met and to read the record. They read it from the screen with their phone; it is sent nowhere."""
    found = get_object_or_404(CheckIn, event=run_by(request, pk), pk=came)
    whole = request.build_absolute_uri
    record = reverse("events:record_by_link", args=[sign("record", found.pk, days=400)])
    page = {
        "event": found.event,
        "came": found,
        "swap": square(whole(link_for(found))),
        "record": square(whole(record)),
    }
    return render(request, "events/day/own_square.html", page)


@asks_the_noun("POST")
def code(request: HttpRequest, pk: int) -> HttpResponse:
    """A card for whoever helps at the door, who needs no account; or an end to those there are."""
    event = run_by(request, pk)
    if request.POST.get("end") == "yes":
        for card in TableCode.objects.open().filter(event=event, purpose=TableCode.Purpose.CHECK_IN):
            card.close(request.user)
    else:
        TableCode.make(event, purpose=TableCode.Purpose.CHECK_IN)
    return redirect("events:door", pk)


@by_link("GET")
@never_cache
def by_code(request: HttpRequest, code: str) -> HttpResponse:
    """The door, for whoever has its card."""
    kept = Door.of_card(code, request.GET.get("q", ""))
    request.session[KEPT] = kept.code.code
    return render(request, "events/day/door_by_code.html", {"event": kept.event, "door": kept, "form": kept.form()})


@by_link("POST")
def let_in_by_code(request: HttpRequest, code: str, rsvp: int) -> HttpResponse:
    return _let_in(request, Door.of_card(code), rsvp)


@by_link("POST")
def walk_in_by_code(request: HttpRequest, code: str) -> HttpResponse:
    return _walk_in(request, Door.of_card(code))


@by_link("GET", "POST")
@never_cache
def ticket(request: HttpRequest, token: str) -> HttpResponse:
    """The square of one reply: its owner shows it, and whoever keeps the door presses the one button."""
    rsvp = get_object_or_404(Rsvp.objects.select_related("event__venue", "person"), pk=unsign("door", token))
    keeps = _keeps(request, rsvp.event)
    if request.method == "POST":
        if not keeps:
            raise NotYours(_("Whoever keeps the door presses this. Show them this page."))
        CheckIn.let_in(rsvp, by=person_of(request))
        return redirect("events:ticket", token)
    page = {"event": rsvp.event, "rsvp": rsvp, "keeps": keeps, "square": square(request.build_absolute_uri())}
    return render(request, "events/day/ticket.html", page | {"came": CheckIn.objects.filter(rsvp=rsvp).first()})


def _keeps(request: HttpRequest, event: Event) -> bool:
    """Whether this browser keeps the door: a host is signed in, or the door's card was opened in it."""
    card = TableCode.objects.open().filter(code=request.session.get(KEPT, ""), event=event)
    return event.may_be_run_by(person_of(request), timezone.localdate()) or card.exists()


def _let_in(request: HttpRequest, kept: Door, rsvp: int) -> HttpResponse:
    found = get_object_or_404(Rsvp.objects.exclude(answer=Rsvp.Answer.NO), pk=rsvp, event=kept.event)
    said = request.POST.get("party", "")
    CheckIn.let_in(found, by=kept.by, party=int(said) if said.isdecimal() and len(said) < 4 else None)
    _say(request, found.called())
    return redirect(kept.page())


def _walk_in(request: HttpRequest, kept: Door) -> HttpResponse:
    form = WalkInForm(request.POST)
    if not form.is_valid():
        page = "events/day/door_by_code.html" if kept.code else "events/day/door.html"
        return render(request, page, {"event": kept.event, "door": kept, "form": form}, status=422)
    came = kept.walk_in(form)
    _say(request, came.called())
    return redirect(f"{kept.page()}#walk-in")


def _say(request: HttpRequest, who: str) -> None:
    """Say so on the next page, unless the phone sent it by itself and has said so already."""
    if "X-Kept" not in request.headers:
        messages.success(request, _("%(who)s is here.") % {"who": who})
