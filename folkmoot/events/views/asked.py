"""Asking people by mail to come, and writing to those who do."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext

from folkmoot.events import asking, writing
from folkmoot.events.forms.desk import AskForm, BulletinForm
from folkmoot.events.views.finding import run_by
from folkmoot.people.access import asks_the_noun


@asks_the_noun("GET", "POST")
def asked(request: HttpRequest, pk: int) -> HttpResponse:
    """Who was asked and what they answered; POST asks more of them."""
    event, form = run_by(request, pk), AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        many = asking.ask(event, request.user, form.cleaned_data["people"], form.cleaned_data["words"])
        words = ngettext("%(n)d person is asked.", "%(n)d people are asked.", many) % {"n": many}
        messages.success(request, words)
        return redirect("events:asked", pk)
    rows = asking.rows(event)
    known = {"event": event, "form": form, "rows": rows, "replied": sum(1 for _one, rsvp in rows if rsvp)}
    return render(request, "events/asked.html", known)


@asks_the_noun("GET", "POST")
def bulletins(request: HttpRequest, pk: int) -> HttpResponse:
    """What was written to those who come; POST writes to them."""
    event = run_by(request, pk)
    form = BulletinForm(request.POST or None, event=event)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        made = writing.write_to(event, request.user, said["to"], said["words"], said["once"])
        many = made.readers().count()
        words = ngettext("It goes to %(n)d who replied.", "It goes to %(n)d who replied.", many) % {"n": many}
        messages.success(request, words)
        return redirect("events:bulletins", pk)
    written = event.bulletins.select_related("by")
    return render(request, "events/bulletins.html", {"event": event, "form": form, "written": written})
