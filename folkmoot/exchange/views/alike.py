"""Rows that look like somebody who is here already, forty at a time."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.exchange import alike as neighbours
from folkmoot.exchange import unpairing
from folkmoot.exchange.views.bringing import intake_at
from folkmoot.kit.templatetags.kit import figure
from folkmoot.people.access import asks_the_noun, person_of

WHICH = ("exact", "said")


@asks_the_noun("GET")
def alike(request: HttpRequest, key: str) -> HttpResponse:
    found, which = intake_at(request, key), request.GET.get("which", "")
    which = which if which in WHICH else ""
    rows = neighbours.waiting(found, which)
    known = {"intake": found, "which": which, "counts": neighbours.counted(found), "left": rows.count()}
    known["may"] = neighbours.may_decide(found, person_of(request))
    known["choices"] = neighbours.choices(rows.prefetch_related(None)[: neighbours.FORTY])
    return render(request, "exchange/alike.html", known)


@asks_the_noun("POST")
def decide(request: HttpRequest, key: str) -> HttpResponse:
    found = intake_at(request, key)
    n = neighbours.decide(found, request.user, neighbours.read(request.POST))
    words = ngettext("Thank you: one row decided.", "Thank you: %(n)s rows decided.", n)
    messages.success(request, words % {"n": figure(n)})
    again = neighbours.waiting(found).exists()
    return redirect("exchange:alike", key=found.key) if again else redirect(found)


@asks_the_noun("POST")
def unpair(request: HttpRequest, key: str) -> HttpResponse:
    """A row that was taken for one of before is another of that name."""
    found, row = intake_at(request, key), request.POST.get("row", "")
    if unpairing.unpair(found, request.user, int(row) if row.isdecimal() and len(row) < 19 else 0):
        messages.success(request, _("They are two: the one in your list is new, the one of before is gone from it."))
    return redirect(found)
