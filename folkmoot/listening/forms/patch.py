"""Patches, organisers, going out, worries, projects."""

from __future__ import annotations

import secrets

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.directory.forms.fields import PlaceSaid, body_called
from folkmoot.listening.models import Profile, Safeguard
from folkmoot.people.models import Person

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class BodySaid(forms.CharField):
    """An organisation by its name; None for nothing."""

    def clean(self, value):
        words = super().clean(value)
        found = body_called(words) if words else None
        if words and found is None:
            raise forms.ValidationError(_("We do not know a body of that name. It can be entered under Who does what."))
        return found


class PersonSaid(forms.CharField):
    """Somebody with an account, by name or address; None for nothing."""

    def clean(self, value):
        words = super().clean(value)
        if not words:
            return None
        people = Person.objects.filter(is_active=True)
        found = list(people.filter(email__iexact=words)[:1]) or list(people.filter(name__iexact=words)[:2])
        if len(found) != 1:
            raise forms.ValidationError(_("We know nobody of that name here, or more than one. Use their address."))
        return found[0]


class PatchForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    place = PlaceSaid(label=_("Place"), required=True, help_text=_("A name or a postcode."))
    streets = forms.CharField(
        label=_("Streets"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line, or none for the whole area."),
    )
    stays_with = BodySaid(
        label=_("Which body keeps what was heard when an organiser leaves?"),
        max_length=200,
        help_text=_("Named now, so that nothing goes with anybody."),
    )
    ends_on = forms.DateField(
        label=_("When is the listening over?"),
        required=False,
        widget=DAY,
        help_text=_("Names and contacts are taken out a year after that."),
    )


class OrganiserForm(forms.Form):
    person = PersonSaid(label=_("Who listens?"), max_length=254, help_text=_("Their name here, or their address."))
    host = BodySaid(label=_("Which body hosts them?"), required=False, max_length=200)
    independence = forms.CharField(
        label=_("What they say of being independent"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("In their words: whose interests they do not serve when they listen. It is dated today."),
    )


class ProfileForm(forms.Form):
    sort = forms.ChoiceField(label=_("What is counted?"), choices=Profile.Sort)
    label = forms.CharField(label=_("Which age or group?"), max_length=80)
    many = forms.IntegerField(label=_("How many live here?"), min_value=0, max_value=100_000_000)
    year = forms.IntegerField(label=_("In which year?"), min_value=1900, max_value=2200)
    source = forms.CharField(label=_("Who says so?"), max_length=300)


class OutingForm(forms.Form):
    patch = forms.ModelChoiceField(label=_("Patch"), queryset=None, empty_label=None)
    where = forms.CharField(label=_("Where will you be, and how can you be rung?"), max_length=300)
    back_by = forms.DateTimeField(
        label=_("Back by"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    tell = PersonSaid(label=_("Who is told if you are not?"), max_length=254)

    def __init__(self, *args, patches, **options) -> None:
        super().__init__(*args, **options)
        self.fields["patch"].queryset = patches


class WorryForm(forms.Form):
    patch = forms.ModelChoiceField(label=_("Patch"), queryset=None, empty_label=None)
    level = forms.ChoiceField(label=_("How soon?"), choices=Safeguard.Level, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("What you saw or were told"), max_length=8000, widget=forms.Textarea(attrs={"rows": 6})
    )
    once = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args, patches, **options) -> None:
        options.setdefault("initial", {"once": secrets.token_urlsafe(12)})
        super().__init__(*args, **options)
        self.fields["patch"].queryset = patches


class ProjectForm(forms.Form):
    title = forms.CharField(label=_("What do they want to do?"), max_length=200)
    words = forms.CharField(
        label=_("How, and with whom"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
