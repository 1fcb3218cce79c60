"""A series: how often it comes, and a change of one, of this and later ones, or of all."""

from __future__ import annotations

import secrets
from datetime import datetime

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from folkmoot.directory.forms.fields import PlaceSaid
from folkmoot.directory.models import Membership, Organisation
from folkmoot.events import repeating
from folkmoot.events.forms.checking import HowMany
from folkmoot.events.forms.event import day_field, time_field, zones
from folkmoot.events.models import Event, Series, Venue
from folkmoot.events.zones import moment
from folkmoot.kit.refusals import Refusal
from folkmoot.people.models import Person

HOW = (
    ("weekly", _l("Every week")),
    ("fortnightly", _l("Every two weeks")),
    ("monthly-weekday", _l("Every month, on the same weekday (the second Thursday)")),
    ("monthly-date", _l("Every month, on the same date (the 12th)")),
)
SCOPES = (("this", _l("This one")), ("later", _l("This one and later ones")), ("all", _l("All that are coming")))


class SeriesForm(forms.Form):
    title = forms.CharField(label=_l("What is it called?"), max_length=200)
    summary = forms.CharField(label=_l("What is it for?"), max_length=300, required=False)
    on = day_field(_l("On which day is the first?"))
    starts = time_field(_l("From"))
    minutes = HowMany(label=_l("How many minutes?"), min_value=5, max_value=24 * 60, initial=120)
    how = forms.ChoiceField(label=_l("How often?"), choices=HOW, widget=forms.RadioSelect)
    zone = forms.ChoiceField(
        label=_l("On whose clock?"), choices=zones, initial=lambda: settings.TIME_ZONE, required=False
    )
    place = PlaceSaid(label=_l("For which place?"), help_text=_l("A name or a postcode."))
    venue = forms.ModelChoiceField(
        label=_l("Where?"),
        queryset=Venue.objects.filter(story=False),
        required=False,
        empty_label=_l("Not settled yet"),
    )
    organisation = forms.ModelChoiceField(
        label=_l("Who holds it?"), queryset=Organisation.objects.none(), required=False, empty_label=_l("I do")
    )
    is_help = forms.BooleanField(label=_l("It is a help session: some help, others want some"), required=False)
    once = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def __init__(self, *args, by: Person, **options) -> None:
        options.setdefault("initial", {"once": secrets.token_urlsafe(12)})
        super().__init__(*args, **options)
        self.by = by
        self.fields["on"].required = self.fields["starts"].required = True
        mine = Membership.objects.spoken_by(by, timezone.localdate())
        self.fields["organisation"].queryset = Organisation.objects.filter(pk__in=mine, same_as=None)

    def clean(self) -> dict:
        said = super().clean()
        if said.get("on") and said.get("starts"):
            try:
                said["starts_at"] = moment(
                    datetime.combine(said["on"], said["starts"]), said.get("zone") or settings.TIME_ZONE
                )
            except Refusal as wrong:
                self.add_error("starts", str(wrong))
            if said["on"] < timezone.localdate():
                self.add_error("on", _("That day has passed."))
        return said

    def begin(self) -> Series:
        said = dict(self.cleaned_data)
        names = ("title", "summary", "minutes", "place", "venue", "organisation", "is_help")
        facts = {name: said[name] for name in names} | {"zone": said["zone"] or settings.TIME_ZONE}
        once = said["once"] and f"{self.by.pk} {said['once']}"
        return repeating.begin(self.by, said["how"], said["starts_at"], once=once or None, **facts)


class RhythmForm(forms.Form):
    """Another rhythm for a series that has begun."""

    on = day_field(_l("From which day on?"))
    starts = time_field(_l("From"))
    how = forms.ChoiceField(label=_l("How often?"), choices=HOW, widget=forms.RadioSelect)
    because = forms.CharField(label=_l("Why?"), max_length=400, help_text=_l("Those who replied read this."))

    def __init__(self, *args, series: Series, **options) -> None:
        super().__init__(*args, **options)
        self.series = series
        self.fields["on"].required = self.fields["starts"].required = True

    def keep(self, by: Person) -> Series:
        said = self.cleaned_data
        starts_at = moment(datetime.combine(said["on"], said["starts"]), self.series.zone)
        return repeating.change_rhythm(self.series, by, said["how"], starts_at, said["because"])


class OfSeriesForm(forms.Form):
    """A change to one event of a series, or to more of them."""

    scope = forms.ChoiceField(label=_l("Which of them?"), choices=SCOPES, widget=forms.RadioSelect)
    title = forms.CharField(label=_l("What is it called?"), max_length=200)
    summary = forms.CharField(label=_l("What is it for?"), max_length=300, required=False)
    at = time_field(_l("From"))
    minutes = HowMany(label=_l("How many minutes?"), min_value=5, max_value=24 * 60)
    venue = forms.ModelChoiceField(
        label=_l("Where?"),
        queryset=Venue.objects.filter(story=False),
        required=False,
        empty_label=_l("Not settled yet"),
    )
    words = forms.CharField(
        label=_l("More about it"), max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    bring = forms.CharField(label=_l("What are people asked to bring?"), max_length=2000, required=False)
    link = forms.URLField(label=_l("Online: the link"), required=False, max_length=500, assume_scheme="https")
    capacity = HowMany(
        label=_l("How many seats are there?"),
        required=False,
        min_value=1,
        max_value=100_000,
        help_text=_l("Nothing: no limit."),
    )
    because = forms.CharField(
        label=_l("Why does it change?"), required=False, max_length=400, help_text=_l("Those who replied read this.")
    )

    NAMES = ("title", "summary", "venue", "words", "bring", "link", "capacity")

    def __init__(self, *args, event: Event, **options) -> None:
        starts, ends = event.starts_at, event.ends_at
        initial = {name: getattr(event, name) for name in self.NAMES} | {"scope": "this"}
        initial |= {"at": starts and event.local(starts).time()}
        initial |= {"minutes": int((ends - starts).total_seconds() // 60) if ends else 120}
        options.setdefault("initial", initial)
        super().__init__(*args, **options)
        self.event = event

    def keep(self, by: Person) -> list[Event]:
        said = dict(self.cleaned_data)
        scope, because = said.pop("scope"), said.pop("because")
        return repeating.revise(self.event, by, scope, said, because)
