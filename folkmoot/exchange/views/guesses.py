"""Guesses, forty at a time."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.directory.models import Source
from folkmoot.exchange import guessing, jobs
from folkmoot.exchange.models import Intake
from folkmoot.people.access import asks_the_noun, signed_in


@signed_in("GET")
def guesses(request: HttpRequest) -> HttpResponse:
    source = _source(request.GET)
    waiting = guessing.guessed_for(request.user, timezone.localdate(), source)
    page = waiting.prefetch_related("types", "topics", "people", "served__place", "parties__organisation")
    entries = guessing.as_choices(page[: guessing.FORTY])
    known = {"source": source, "left": waiting.count(), "entries": entries, "intake": _intake(source)}
    return render(request, "exchange/guesses.html", known)


@asks_the_noun("POST")
def confirm(request: HttpRequest) -> HttpResponse:
    """Those on the page are right as ticked. The noun passes over what is not this person's."""
    source, today = _source(request.POST), timezone.localdate()
    done = guessing.confirm(request.user, today, guessing.read(request.POST), source)
    messages.success(request, _("Thank you: %(n)s confirmed.") % {"n": done})
    intake = _intake(source)
    if intake and not guessing.guessed_for(request.user, today, source).exists():
        jobs.look.enqueue(intake.pk)
        return redirect(intake)
    return redirect(reverse("exchange:guesses") + (f"?source={source.pk}" if source else ""))


def _source(given) -> Source | None:
    pk = given.get("source", "")
    return Source.objects.filter(pk=pk).first() if pk.isdecimal() and len(pk) < 18 else None


def _intake(source: Source | None) -> Intake | None:
    return source.intakes.filter(state=Intake.State.TAKEN).first() if source else None
