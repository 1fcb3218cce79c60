"""Contact swaps: my own page, signed in or by the link somebody without an account was given."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from folkmoot.events.models import CheckIn, ContactCard
from folkmoot.events.models.swap import LINK
from folkmoot.events.views.finding import visible
from folkmoot.kit.links import unsign
from folkmoot.kit.refusals import NotYours
from folkmoot.people.access import asks_the_noun, by_link, person_of


@asks_the_noun("GET", "POST")
def swaps(request: HttpRequest, pk: int) -> HttpResponse:
    """For somebody who came and is signed in."""
    came = CheckIn.objects.filter(event=visible(request, pk), person=person_of(request)).first()
    if came is None:
        raise NotYours(_("Contacts are swapped between people who came. Check in at the door first."))
    return _page(request, came)


@by_link("GET", "POST")
def swap_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """For somebody who came and has no account."""
    return _page(request, get_object_or_404(CheckIn.objects.select_related("event", "person"), pk=unsign(LINK, token)))


def _page(request: HttpRequest, came: CheckIn) -> HttpResponse:
    if request.method == "POST":
        _act(came, request.POST)
        return redirect(request.path)
    card = ContactCard.objects.filter(check_in=came).first()
    live = card if card and card.taken_back_at is None else None
    known = {"event": came.event, "card": live, "came": came, "others": live.others() if live else []}
    return render(request, "events/swaps.html", known)


def _act(came: CheckIn, said) -> None:
    """One button: put my card, say yes or no to somebody, or leave the list."""
    if said.get("do") == "put":
        ContactCard.put(came, said.get("name", ""), said.get("contact", ""))
        return
    card = get_object_or_404(ContactCard, check_in=came)
    if said.get("do") == "leave":
        card.take_back()
        return
    key = said.get("with", "")
    other = get_object_or_404(ContactCard, event=came.event, pk=key if key.isdecimal() and len(key) < 18 else 0)
    card.say_yes(other) if said.get("do") == "yes" else card.say_no(other)
