"""What a person says to an intake: what its columns hold, yes, undo, another sheet, read it again."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from folkmoot.exchange import jobs, stepping
from folkmoot.exchange.views.bringing import columns_of, intake_at, known_of
from folkmoot.people.access import asks_the_noun


@asks_the_noun("POST")
def columns(request: HttpRequest, key: str) -> HttpResponse:
    found = intake_at(request, key)
    found.check_kept_by(request.user)
    known = columns_of(found, request.POST)
    form = known["form"]
    if not form.is_valid():
        return render(request, "exchange/columns.html", known_of(request, found) | known, status=422)
    with transaction.atomic():
        jobs.go_on(stepping.say_columns(found, form.mapping(), form.cleaned_data["as_of"]))
    return redirect(found)


@asks_the_noun("POST")
def again(request: HttpRequest, key: str) -> HttpResponse:
    """Another sheet of the workbook, other columns, or the dry run once more."""
    found = intake_at(request, key)
    found.check_kept_by(request.user)
    with transaction.atomic():
        jobs.go_on(stepping.step_back(found, request.POST.get("to", ""), request.POST.get("sheet", "")))
    return redirect(found)


@asks_the_noun("POST")
def take(request: HttpRequest, key: str) -> HttpResponse:
    found = intake_at(request, key)
    with transaction.atomic():
        jobs.go_on(found.take(request.user, sure=request.POST.get("sure") == "yes"))
        stepping.settle_asking(found)
    return redirect(found)


@asks_the_noun("POST")
def ask(request: HttpRequest, key: str) -> HttpResponse:
    """Ask the keepers and convenors for their yes."""
    found = intake_at(request, key)
    stepping.ask_for_yes(found, request.user)
    messages.success(request, _("The keepers and convenors are asked. You hear from us when it is taken in."))
    return redirect(found)


@asks_the_noun("POST")
def undo(request: HttpRequest, key: str) -> HttpResponse:
    found = intake_at(request, key)
    with transaction.atomic():
        jobs.go_on(found.undo(request.user))
    return redirect(found)


@asks_the_noun("POST")
def link(request: HttpRequest, key: str) -> HttpResponse:
    """How often the source is read again, or that it is read right now."""
    found = intake_at(request, key)
    found.check_kept_by(request.user)
    if not request.POST.get("now"):
        stepping.keep_pace(found, request.POST.get("pace"))
        return redirect(found)
    with transaction.atomic():
        fresh = stepping.read_now(found, request.user)
        jobs.go_on(fresh)
    return redirect(fresh)


@asks_the_noun("POST")
def letterbox(request: HttpRequest, key: str) -> HttpResponse:
    """Give the list a mail address of its own, or close the one it has."""
    found = intake_at(request, key)
    found.check_kept_by(request.user)
    stepping.set_letterbox(found, request.user, is_open=request.POST.get("to") == "open")
    return redirect(found)
