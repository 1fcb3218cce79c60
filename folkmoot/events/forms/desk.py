"""What those who hold an event set: seats held, comments, changes, and what is done when too many want to come."""

from __future__ import annotations

import secrets
from datetime import datetime
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.directory.forms.careful import Careful
from folkmoot.directory.models import Organisation
from folkmoot.events.forms.checking import HowMany, in_our_time
from folkmoot.events.models import Bulletin, Event, Rethink
from folkmoot.people.models import Person

MOMENT = {"type": "datetime-local"}


class Moment(forms.CharField):
    """A day and a time on the clock of the event's own zone; `on_the_clock` makes it a moment."""

    def __init__(self, **options) -> None:
        super().__init__(**options)
        self.widget = forms.TextInput(attrs=MOMENT)

    def clean(self, value) -> datetime | None:
        words = super().clean(value)
        if not words:
            return None
        try:
            moment = datetime.fromisoformat(words).replace(tzinfo=None)
        except ValueError as wrong:
            raise forms.ValidationError(_("Write the day and the time, like 2026-12-05T13:00.")) from wrong
        in_our_time(moment.date())
        return moment


def on_the_clock(moment: datetime | None, event: Event) -> datetime | None:
    return moment and moment.replace(tzinfo=ZoneInfo(event.zone))


class HeldForm(forms.Form):
    organisation = forms.CharField(label=_("For an organisation"), required=False, max_length=200)
    sector = forms.ChoiceField(
        label=_("or for a sector"),
        required=False,
        choices=[("", "—"), *[choice for choice in Person.Sector.choices if choice[0]]],
    )
    places = HowMany(label=_("How many seats?"), min_value=1, max_value=10_000)
    until = Moment(label=_("Held until"))

    def clean_organisation(self) -> Organisation | None:
        words = self.cleaned_data["organisation"].strip()
        if not words:
            return None
        found = list(Organisation.objects.shown().live().filter(same_as=None, name__iexact=words)[:2])
        if len(found) != 1:
            raise forms.ValidationError(_("We do not know one organisation of exactly that name. Add it first."))
        return found[0]

    def clean(self) -> dict:
        given = super().clean()
        if bool(given.get("organisation")) == bool(given.get("sector")) and "organisation" not in self.errors:
            raise forms.ValidationError(_("Hold them for an organisation or for a sector: one of the two."))
        return given

    def whom(self, event: Event) -> dict:
        given = self.cleaned_data
        names = ("organisation", "sector", "places")
        return {name: given[name] for name in names} | {"until": on_the_clock(given["until"], event)}


class TalkForm(forms.Form):
    talk_of = forms.ChoiceField(label=_("Who may comment?"), choices=Event.Talk.choices)
    closes_on = forms.DateField(
        label=_("Until which day?"),
        required=False,
        validators=[in_our_time],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class SeatsForm(forms.Form):
    capacity = HowMany(
        label=_("Seats"), min_value=0, max_value=100_000, required=False, help_text=_("Nothing: no limit.")
    )
    because = forms.CharField(
        label=_("Why?"), max_length=400, help_text=_("Shown on the page, and told to who loses a seat.")
    )


class OnlineForm(forms.Form):
    places = HowMany(label=_("Places online"), min_value=0, max_value=100_000)
    because = forms.CharField(label=_("Why?"), max_length=400, help_text=_("Shown on the page."))


class CapForm(forms.Form):
    most = HowMany(
        label=_("The most seats one organisation may have"),
        min_value=1,
        max_value=1000,
        required=False,
        help_text=_("Nothing: as many as come."),
    )
    because = forms.CharField(
        label=_("Why?"), max_length=400, help_text=_("Shown on the page, and told to who loses a seat.")
    )


class ChooseForm(forms.Form):
    """One of the ways, and why."""

    kind = forms.ChoiceField(choices=Rethink.Kind.choices)
    because = forms.CharField(label=_("Why this one?"), max_length=400, help_text=_("Kept, and shown on the page."))
    second = Moment(label=_("The second date"), required=False)
    do = forms.BooleanField(label=_("Do it now, and tell everybody it concerns"), required=False, initial=True)


class AskForm(forms.Form):
    people = forms.CharField(
        label=_("Whom to ask?"),
        max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("An address a line, with a name before it if you like: Jo Mill <jo@mill.example>"),
    )
    words = forms.CharField(
        label=_("A few words from you"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class BulletinForm(Careful):
    """Many read it, and mail cannot be taken back: what looks personal is pointed out once."""

    to = forms.ChoiceField(label=_("To whom?"), choices=Bulletin.To.choices)
    words = forms.CharField(
        label=_("What would you write to them?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("It is mailed to each, and stands on the page of their reply. When and where stand below it."),
    )
    once = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def __init__(self, *args, event: Event | None = None, **options) -> None:
        """`event`: how many it would go to stands beside each choice, since a mail cannot be taken back."""
        super().__init__(*args, **{"initial": {"once": secrets.token_urlsafe(12)}} | options)
        if event:
            many = {to: Bulletin(event=event, to=to).readers().count() for to in Bulletin.To.values}
            self.fields["to"].choices = [(to, f"{words} ({many[to]})") for to, words in Bulletin.To.choices]
