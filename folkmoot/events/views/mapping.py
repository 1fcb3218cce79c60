"""A mapping hour: the form on the phone, the blank cards on paper, and the hosts' page."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from folkmoot.directory.models import PeopleServed, TypeOfHelp
from folkmoot.events import mapping as hour
from folkmoot.events.forms.mapped import MappedForm
from folkmoot.events.models import Mapped, TableCode
from folkmoot.events.views.finding import run_by
from folkmoot.events.views.tables import card_of
from folkmoot.kit.limits import address_of, household, spend
from folkmoot.people.access import asks_the_noun, by_link, person_of

CARDS_A_MINUTE = 60


@by_link("GET", "POST")
def map_one(request: HttpRequest, code: str) -> HttpResponse:
    """One programme from one phone, by the card's code."""
    card = card_of(request, code)
    card.check_open()
    form = MappedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        spend("mapping", household(address_of(request)), CARDS_A_MINUTE, 60)
        Mapped.enter(card, form.facts(), once=form.cleaned_data["once"], by=person_of(request))
        messages.success(request, _("It is on the wall. Thank you! Add another, if there is one."))
        return redirect("events:map_one", code=card.code)
    known = {"card": card, "event": card.event, "form": form, "so_far": card.event.mapped.standing().count()}
    return render(request, "events/map_one.html", known)


@asks_the_noun("GET")
def mapping(request: HttpRequest, pk: int) -> HttpResponse:
    """What was entered in the hour, and what to do with it."""
    event = run_by(request, pk)
    code = event.codes.open().filter(purpose=TableCode.Purpose.MAPPING).first()
    cards = list(event.mapped.standing().with_all())
    taken = sum(card.taken_at is not None for card in cards)
    known = {"event": event, "code": code, "cards": cards, "taken": taken, "left": len(cards) - taken}
    return render(request, "events/mapping.html", known)


@asks_the_noun("GET")
def blank(request: HttpRequest, pk: int) -> HttpResponse:
    """Cards to fill in by hand, two on a sheet."""
    words = {"types": TypeOfHelp.objects.all(), "people": PeopleServed.objects.all(), "twice": (1, 2)}
    return render(request, "events/mapping_blank.html", {"event": run_by(request, pk)} | words)


@asks_the_noun("POST")
def begin_mapping(request: HttpRequest, pk: int) -> HttpResponse:
    """A code for the hour."""
    TableCode.make(run_by(request, pk), purpose=TableCode.Purpose.MAPPING)
    return redirect("events:mapping", pk=pk)


@asks_the_noun("POST")
def strike_mapped(request: HttpRequest, pk: int, card: int) -> HttpResponse:
    """Out of the hour."""
    get_object_or_404(Mapped, pk=card, event=run_by(request, pk)).strike()
    return redirect("events:mapping", pk=pk)


@asks_the_noun("POST")
def take_in_mapped(request: HttpRequest, pk: int) -> HttpResponse:
    """Into the directory."""
    done = hour.take_in(run_by(request, pk), person_of(request))
    messages.success(request, _("%(n)d are in the directory now.") % {"n": done})
    return redirect("events:mapping", pk=pk)


@asks_the_noun("POST")
def undo_mapped(request: HttpRequest, pk: int) -> HttpResponse:
    """Out of the directory again, the whole hour."""
    gone, stay = hour.undo(run_by(request, pk), person_of(request))
    words = _("%(n)d are out of the directory again.") % {"n": gone}
    if stay:
        words += " " + _("%(n)d stay: others have built on them.") % {"n": stay}
    messages.success(request, words)
    return redirect("events:mapping", pk=pk)
