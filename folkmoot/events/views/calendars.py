"""Calendars of others: adding one to a place's page, what it lists, and taking it off."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy

from folkmoot.directory.forms.fields import PlaceSaid
from folkmoot.events import calendars
from folkmoot.events.models import Calendar
from folkmoot.kit.public_hosts import Target, UnsafeAddress
from folkmoot.people.access import asks_the_noun, everyone, person_of, signed_in
from folkmoot.places.models import Place


class CalendarForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Whose calendar is it?"),
        max_length=200,
        help_text=gettext_lazy("As people know it: it stands beside everything it lists."),
    )
    address = forms.CharField(
        label=gettext_lazy("Where is it?"),
        max_length=500,
        help_text=gettext_lazy("The address of its iCalendar feed; it often ends in .ics."),
    )
    place = PlaceSaid(label=gettext_lazy("For which place?"), required=True)

    def clean_address(self) -> str:
        address = self.cleaned_data["address"].strip().replace("webcal://", "https://", 1)
        try:
            Target.of(address)
        except UnsafeAddress as wrong:
            raise forms.ValidationError(str(wrong)) from wrong
        return address


@signed_in("GET", "POST")
def new(request: HttpRequest) -> HttpResponse:
    """Add one; it is read within the hour, and then four times a day."""
    place = Place.objects.live().filter(slug=request.GET.get("place", "")[:120]).first()
    form = CalendarForm(request.POST or None, initial={"place": place})
    if request.method == "POST" and form.is_valid():
        return redirect(calendars.add(**form.cleaned_data, by=request.user))
    may = calendars.may_add(request.user, timezone.localdate())
    return render(request, "events/calendar_new.html", {"form": form, "may": may})


@everyone("GET")
def calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """Where it is, when it was read, what of it could not be, and what it lists."""
    found, now, today = get_object_or_404(Calendar, pk=pk), timezone.now(), timezone.localdate()
    rows = found.listed.coming(now, today)[:100]
    mine = calendars.may_take_off(found, person_of(request), today)
    return render(request, "events/calendar.html", {"calendar": found, "rows": rows, "mine": mine})


@asks_the_noun("POST")
def take_off(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Calendar, pk=pk)
    calendars.take_off(found, request.user)
    return redirect(found.place)
