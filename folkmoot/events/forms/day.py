"""What is written on the day and before it: pitches, slots, rooms, openers, walk-ins."""

from __future__ import annotations

import secrets
from contextlib import suppress
from datetime import datetime, time
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.directory.forms.careful import Careful
from folkmoot.directory.forms.fields import PlaceSaid
from folkmoot.events.forms.checking import HowMany, in_our_time
from folkmoot.events.models import Event, Opening, Pitch, Seating
from folkmoot.events.models.pitch import LONGEST, LONGEST_TITLE
from folkmoot.events.models.venue import Access
from folkmoot.people.models import Person
from folkmoot.places.models import Place


class PitchForm(Careful):
    """Everybody reads it: what looks personal is pointed out once."""

    LOOKED_AT = ("title", "words")

    title = forms.CharField(
        label=_("What would you talk about?"), max_length=LONGEST_TITLE, help_text=_("One clear topic, in a few words.")
    )
    words = forms.CharField(
        label=_("Say a little more"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What you know, what you want to find out. No slides needed. Your name stands beside it."),
    )
    pitcher = forms.CharField(
        label=_("Pitched by somebody else? Their name"),
        required=False,
        max_length=120,
        help_text=_("For whoever is shy, or wrote it on paper. Leave it empty if it is your own."),
    )
    once = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def __init__(self, *args, runs: bool, **options) -> None:
        options.setdefault("initial", {"once": secrets.token_urlsafe(12)})
        super().__init__(*args, **options)
        if not runs:
            del self.fields["pitcher"]

    def said(self) -> dict:
        """What is pitched, as `Pitch.put` takes it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "anyway"}


class Clock(forms.TimeField):
    def __init__(self, **options) -> None:
        widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
        super().__init__(**{"widget": widget} | options)


class SlotForm(forms.Form):
    """One slot, in the clock times of the event's own day and zone."""

    day = forms.DateField(
        label=_("Day"),
        required=False,
        validators=[in_our_time],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    starts = Clock(label=_("From"))
    ends = Clock(label=_("To"))
    title = forms.CharField(label=_("What is it?"), required=False, max_length=120, help_text=_("Welcome, lunch …"))
    is_open = forms.ChoiceField(
        label=_("Which kind?"),
        choices=(("yes", _("Open: sessions side by side")), ("no", _("For all together"))),
    )

    def __init__(self, *args, event: Event, **options) -> None:
        super().__init__(*args, **options)
        self.event = event
        if not several_days(event):
            del self.fields["day"]

    def span(self) -> tuple[datetime, datetime]:
        """From when to when, in the event's zone; its first day where no other is said."""
        said = self.cleaned_data
        return at(self.event, said.get("day"), said["starts"]), at(self.event, said.get("day"), said["ends"])


class LayForm(SlotForm):
    """Several open slots at once."""

    title = None
    is_open = None
    each = HowMany(label=_("Minutes each"), min_value=5, max_value=600, initial=45)
    pause = HowMany(label=_("Minutes between"), min_value=0, max_value=240, initial=10)


class RoomForm(forms.Form):
    name = forms.CharField(label=_("Its name"), max_length=80)
    seats = HowMany(label=_("How many can sit there?"), min_value=1, max_value=10_000)
    step_free = forms.ChoiceField(label=_("Can you get in without steps?"), choices=Access, required=False)


class OpeningForm(forms.Form):
    name = forms.CharField(label=_("Who opens?"), max_length=120)
    title = forms.CharField(label=_("With what?"), required=False, max_length=200)
    seconds = HowMany(
        label=_("Seconds, if not as the others"), min_value=10, max_value=3600, required=False,
    )  # fmt: skip
    pitch = forms.ModelChoiceField(
        label=_("Or one of those who pitched"), queryset=Pitch.objects.none(), required=False, empty_label=_("None")
    )

    def __init__(self, *args, event: Event, **options) -> None:
        super().__init__(*args, **options)
        self.fields["name"].required = False
        self.fields["pitch"].queryset = event.pitches.open()
        if not event.pitches.open().exists():
            del self.fields["pitch"]

    def clean(self) -> dict:
        said = super().clean()
        pitch = said.get("pitch")
        said["name"] = said.get("name") or (pitch.whose() if pitch else "")
        said["title"] = said.get("title") or (pitch.title if pitch else "")
        if not said["name"] and "pitch" not in self.errors:
            self.add_error("name", _("Who opens? Write a name."))
        return said

    def add(self, event: Event) -> Opening:
        said = self.cleaned_data
        return Opening.add(event, said["name"], said["title"], seconds=said["seconds"], pitch=said.get("pitch"))


class PlaceIfKnown(PlaceSaid):
    """A place, or none where the words name none that we know: nobody is kept at the door for it, least of all by a
    phone that sends what it kept when nobody is there to put it right."""

    def clean(self, value) -> Place | None:
        with suppress(forms.ValidationError):
            return super().clean(value)
        return None


class WalkInForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    organisation_said = forms.CharField(label=_("Organisation"), required=False, max_length=200)
    sector = forms.ChoiceField(label=_("Sector"), required=False, choices=Person.Sector.choices)
    place = PlaceIfKnown(label=_("From where?"), max_length=None, help_text=_("A name or a postcode, if they say."))
    party = HowMany(label=_("How many"), required=False, min_value=1, max_value=50, initial=1)
    came_at = forms.DateTimeField(widget=forms.HiddenInput, required=False)
    once = forms.CharField(widget=forms.HiddenInput, max_length=60, required=False)


def several_days(event: Event) -> bool:
    return bool(
        event.starts_at and event.ends_at and event.local(event.starts_at).date() != event.local(event.ends_at).date()
    )


def at(event: Event, day, clock: time) -> datetime:
    """That clock time on that day (the event's first, when none is said), in the event's zone."""
    first = event.local(event.starts_at) if event.starts_at else None
    day = day or (first.date() if first else datetime.now(ZoneInfo(event.zone)).date())
    return datetime.combine(day, clock, ZoneInfo(event.zone))


class SeatingForm(forms.Form):
    title = forms.CharField(label=_("What is it for?"), max_length=120, help_text=_("Break-outs, lunch …"))
    of = forms.ChoiceField(label=_("Whom to seat"), choices=Seating.Of.choices)
    tables = HowMany(label=_("How many tables"), min_value=1, max_value=60, initial=4)
    rounds = HowMany(label=_("How many rounds"), min_value=1, max_value=12, initial=1)
    aim = HowMany(
        label=_("How many other sectors should each meet?"), min_value=1, max_value=9, required=False,
        help_text=_("On average. What comes of it is told beside it."),
    )  # fmt: skip
    apart = forms.CharField(
        label=_("Keep apart"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Two names to a line, with a comma between. Nobody else sees it."),
    )  # fmt: skip
    together = forms.CharField(
        label=_("Keep together"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Somebody and their companion or interpreter: names to a line, with commas between."),
    )  # fmt: skip
    once = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)
