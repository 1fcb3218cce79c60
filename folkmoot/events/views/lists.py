"""The list of events, and calendars to subscribe to."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from folkmoot.directory.forms.fields import PlaceSaid
from folkmoot.events import ical
from folkmoot.events.models import Convening, Event, KindOfEvent, Series, Sounding
from folkmoot.events.views.finding import visible
from folkmoot.kit import lists
from folkmoot.people.access import everyone
from folkmoot.places.models import Place

IN_A_CALENDAR = 1000


class FilterForm(forms.Form):
    place = PlaceSaid(label=gettext_lazy("Place"))
    kind = forms.ModelChoiceField(
        label=gettext_lazy("What sort"),
        queryset=KindOfEvent.objects.all(),
        required=False,
        empty_label=gettext_lazy("All"),
    )
    when = forms.ChoiceField(
        label=gettext_lazy("When"),
        choices=(("", gettext_lazy("Coming")), ("past", gettext_lazy("Past"))),
        required=False,
    )


@everyone("GET")
def events(request: HttpRequest) -> HttpResponse:
    """What is coming, soonest first; or what is past, latest first."""
    filters = FilterForm(request.GET)
    filters.is_valid()
    rows = narrowed(filters.cleaned_data).select_related("place", "venue").prefetch_related("kinds")
    asked = Sounding.objects.shown().live().filter(event=None).select_related("place")[:5]
    stages = Convening.objects.shown().live().select_related("place")[:5]
    context = {"filters": filters, "sentence": sentence(rows, filters.cleaned_data), "asked": asked, "stages": stages}
    return lists.answer(request, _("Events"), rows, COLUMNS, "events/events.html", calendar=_calendar, **context)


def _calendar(rows: QuerySet) -> bytes:
    held = rows.prefetch_related("hosts__organisation", "hosts__person")
    return ical.calendar_of_many(held[:IN_A_CALENDAR], _("Events"))


def narrowed(said: dict) -> QuerySet:
    rows, now = Event.objects.shown().live(), timezone.now()
    if said.get("place"):
        rows = rows.at(said["place"])
    if said.get("kind"):
        rows = rows.filter(kinds=said["kind"])
    return rows.past(now) if said.get("when") == "past" else rows.coming(now)


def sentence(rows: QuerySet, said: dict) -> str:
    n, place = rows.count(), said.get("place")
    if said.get("when") == "past":
        words = ngettext("%(n)s event is over.", "%(n)s events are over.", n)
    else:
        words = ngettext("%(n)s event is coming.", "%(n)s events are coming.", n)
    if not n:
        words = _("Nothing is planned yet.") if said.get("when") != "past" else _("Nothing is over yet.")
    return f"{place}: {words % {'n': n}}" if place else words % {"n": n}


@everyone("GET")
def calendar_of_event(request: HttpRequest, pk: int) -> HttpResponse:
    """One event, for a calendar."""
    found = visible(request, pk)
    return _answer(ical.calendar_of(found, "CANCEL" if found.cancelled_at else "PUBLISH"), str(found))


@everyone("GET")
def calendar(request: HttpRequest) -> HttpResponse:
    """Everything public, to subscribe to."""
    return _feed(Event.objects.all(), _("Events"))


@everyone("GET")
def calendar_of_place(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything public for one place and what lies in it."""
    place = get_object_or_404(Place.objects.live(), slug=slug)
    return _feed(Event.objects.at(place), _("Events in %(place)s") % {"place": place})


@everyone("GET")
def calendar_of_series(request: HttpRequest, pk: int) -> HttpResponse:
    """One series, to subscribe to."""
    series = get_object_or_404(Series, pk=pk, story=False)
    return _feed(Event.objects.filter(series=series), str(series))


def _feed(rows: QuerySet, name: str) -> HttpResponse:
    """From a month ago on, the soonest thousand: a calendar keeps what it had."""
    since = timezone.now() - timedelta(days=31)
    rows = rows.shown().live().coming(since).select_related("venue")
    return _answer(
        ical.calendar_of_many(rows.prefetch_related("hosts__organisation", "hosts__person")[:IN_A_CALENDAR], name), name
    )


def _answer(raw: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(raw, content_type=ical.KIND)
    answer.headers["Content-Disposition"] = f'inline; filename="{slugify(name) or "event"}.ics"'
    return answer


COLUMNS = (
    ("title", gettext_lazy("Event"), "title"),
    ("starts_at", gettext_lazy("Starts"), lambda event: event.starts_at and event.local(event.starts_at)),
    ("when_said", gettext_lazy("When, as it was said"), "when_said"),
    ("place", gettext_lazy("For"), lambda event: str(event.place or "")),
    ("venue", gettext_lazy("Venue"), lambda event: str(event.venue or "")),
    ("kinds", gettext_lazy("What sort"), lambda event: ", ".join(kind.name for kind in event.kinds.all())),
    ("cancelled", gettext_lazy("Called off"), lambda event: event.cancelled_because),
)
