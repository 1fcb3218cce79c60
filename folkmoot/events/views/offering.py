"""Offering to host what comes next, with no account."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from folkmoot.events import offering
from folkmoot.events.forms.checking import checked
from folkmoot.events.forms.record import AddressForm, OfferForm
from folkmoot.kit import limits
from folkmoot.people.access import by_link, everyone

HOUR = 3600


@everyone("POST")
def link(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Mail a link to whoever would offer; the same answer for every address."""
    thing = offering.of(kind, pk)
    email = checked(AddressForm(request.POST))["email"]
    limits.spend("offer links from", limits.household(limits.address_of(request)), 20, HOUR)
    limits.spend("offer links to", email.lower(), 5, HOUR)
    offering.send_link(kind, thing, email)
    messages.success(request, _("We sent you a link. Open it to say what you could offer; it works for a fortnight."))
    return redirect(thing)


@by_link("GET", "POST")
def offer(request: HttpRequest, token: str) -> HttpResponse:
    """Behind the link: the offer, to make, change or take back."""
    thing, email, mine = offering.behind(token)
    if request.method == "POST" and request.POST.get("do") == "take-back" and mine:
        mine.withdraw()
        messages.success(request, _("Taken back. Thank you for telling us."))
        return redirect(request.path)
    form = OfferForm(request.POST or None, initial={"name": mine.name, "words": mine.words} if mine else None)
    if request.method == "POST" and form.is_valid():
        offering.offer(token, form.cleaned_data["name"], form.cleaned_data["words"])
        messages.success(request, _("Thank you. Those who ask have been told, and see your address."))
        return redirect(request.path)
    return render(request, "events/could_host.html", {"thing": thing, "email": email, "offer": mine, "form": form})
