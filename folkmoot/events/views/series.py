"""Events that come again."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.events import repeating, rhythm
from folkmoot.events.forms.checking import in_our_time
from folkmoot.events.forms.series import OfSeriesForm, RhythmForm, SeriesForm
from folkmoot.events.models import Series
from folkmoot.events.views.finding import run_by
from folkmoot.kit.refusals import Refusal
from folkmoot.people.access import asks_the_noun, everyone, person_of, signed_in


@everyone("GET")
def series(request: HttpRequest, pk: int) -> HttpResponse:
    """How often it comes, what is coming, and how often it has been."""
    found, today = (
        get_object_or_404(Series.objects.select_related("place", "venue", "organisation"), pk=pk),
        timezone.localdate(),
    )
    rows, now = found.events.shown().select_related("venue"), timezone.now()
    runs = found.may_be_run_by(person_of(request), today)
    context = {"series": found, "rhythm": rhythm.in_words(found), "runs": runs, "past": rows.past(now)[:20]}
    context |= {"coming": rows.coming(now)[:20], "beside": rhythm.beside(found, today) if runs else ()}
    return render(request, "events/series.html", context)


@signed_in("GET", "POST")
def new(request: HttpRequest) -> HttpResponse:
    form = SeriesForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        return redirect(form.begin())
    return render(request, "events/series_new.html", {"form": form})


@asks_the_noun("GET", "POST")
def rhythm_of(request: HttpRequest, pk: int) -> HttpResponse:
    """Other days from now on, or another hour."""
    found = get_object_or_404(Series, pk=pk)
    found.needs(request.user)
    form = RhythmForm(request.POST or None, series=found)
    if request.method == "POST" and form.is_valid():
        return redirect(form.keep(request.user))
    return render(request, "events/series_new.html", {"form": form, "series": found, "rhythm": rhythm.in_words(found)})


@asks_the_noun("POST")
def leave_out(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Series, pk=pk)
    found.needs(request.user)
    repeating.leave_out(found, _day(request), request.user, request.POST.get("because", ""))
    return redirect(found)


@asks_the_noun("POST")
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """That day is the last."""
    found = get_object_or_404(Series, pk=pk)
    found.needs(request.user)
    repeating.end(found, _day(request), request.user, request.POST.get("because", "") or _("The series has ended."))
    return redirect(found)


@asks_the_noun("GET", "POST")
def of_series(request: HttpRequest, pk: int) -> HttpResponse:
    """Change this one, this and later ones, or all."""
    event = run_by(request, pk)
    form = OfSeriesForm(request.POST or None, event=event)
    if request.method == "POST" and form.is_valid():
        changed = len(form.keep(request.user))
        messages.success(request, ngettext("%(n)s event changed.", "%(n)s events changed.", changed) % {"n": changed})
        return redirect(event.series or event)
    return render(request, "events/of_series.html", {"form": form, "event": event})


@asks_the_noun("POST")
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """The same next month."""
    return redirect(repeating.again(run_by(request, pk), request.user))


def _day(request: HttpRequest) -> date:
    try:
        day = date.fromisoformat(request.POST.get("day", ""))
        in_our_time(day)
    except (ValueError, ValidationError) as wrong:
        raise Refusal(_("Write the day like 2027-12-24.")) from wrong
    return day
