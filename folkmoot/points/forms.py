"""What teams write: a theming, a theme, how it stands, something said elsewhere, a quote."""

from __future__ import annotations

import hashlib

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.directory.forms.fields import PlaceSaid, body_called
from folkmoot.kit.refusals import Refusal
from folkmoot.people.models import Person
from folkmoot.points.models import Point, Progress, Theme, Theming


class Wrong(Refusal):
    """A form that cannot be taken; the words are those of its first error."""

    status = 400


def checked(form: forms.Form) -> dict:
    """What was said, or Wrong with the first thing that is."""
    if not form.is_valid():
        name, wrong = next(iter(form.errors.items()))
        label = f"{form.fields[name].label}: " if name in form.fields else ""
        raise Wrong(f"{label}{wrong[0]}")
    return form.cleaned_data


class BeginForm(forms.Form):
    title = forms.CharField(label=_("What was said where?"), max_length=200, help_text=_("“Mill Lane, autumn 2026”."))
    place = PlaceSaid(label=_("Place"), required=True, help_text=_("A name or a postcode."))


class InviteForm(forms.Form):
    who = forms.CharField(label=_("Whom?"), max_length=254, help_text=_("Their name here, or their email address."))

    def clean_who(self) -> Person:
        said = self.cleaned_data["who"].strip()
        people = Person.objects.filter(is_active=True)
        found = list(people.filter(email__iexact=said)[:1]) or list(people.filter(name__iexact=said)[:2])
        if len(found) != 1:
            raise forms.ValidationError(_("We know nobody of that name here, or more than one. Use their address."))
        return found[0]


class ElsewhereForm(forms.Form):
    """Something said in a discussion, a draft or a meeting, with where it was."""

    words = forms.CharField(label=_("What was said"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))
    where = forms.CharField(label=_("Where it was said"), max_length=200)
    address = forms.URLField(label=_("A link to that"), required=False, max_length=300, assume_scheme="https")

    def add(self, theming: Theming, by: Person) -> Point:
        """The point, brought in; the same words from the same place are one."""
        said = checked(self)
        known = {"source_title": said["where"], "source_address": said["address"]}
        same = "\n".join((said["words"], said["where"], said["address"]))
        mark = f"elsewhere {hashlib.sha256(same.encode()).hexdigest()[:24]}"
        point = Point.note(said["words"], theming, once=mark, place=theming.place, entered_by=by, **known)
        theming.take([point], by)
        return point


class CarrierForm(forms.Form):
    """Who carries a theme on: somebody here, a body, or both."""

    owner = forms.CharField(label=_("Who carries it on?"), required=False, max_length=254, help_text=_("A name here."))
    organisation = forms.CharField(label=_("For which body?"), required=False, max_length=200)

    def clean_owner(self) -> Person | None:
        said = self.cleaned_data["owner"].strip()
        if not said:
            return None
        found = list(Person.objects.filter(is_active=True, name__iexact=said)[:2])
        if len(found) != 1:
            raise forms.ValidationError(_("We know nobody of that name here, or more than one."))
        return found[0]

    def clean_organisation(self):
        said = self.cleaned_data["organisation"].strip()
        found = body_called(said) if said else None
        if said and found is None:
            raise forms.ValidationError(_("We do not know a body of that name. It can be entered under Who does what."))
        return found


class ThemeForm(CarrierForm):
    name = forms.CharField(label=_("Name"), max_length=120)
    words = forms.CharField(
        label=_("What is in it, in a sentence"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    field_order = ("name", "words", "owner", "organisation")

    @classmethod
    def of(cls, theme: Theme) -> ThemeForm:
        first = {"name": theme.name, "words": theme.words}
        return cls(initial=first | {"owner": theme.owner or "", "organisation": theme.organisation or ""})


class ProgressForm(forms.Form):
    state = forms.ChoiceField(label=_("How does it stand?"), choices=Progress.State, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("What has come of it, in a sentence"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    on = forms.DateField(
        label=_("As of"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def clean_on(self):
        on = self.cleaned_data["on"]
        if on and on > timezone.localdate():
            raise forms.ValidationError(_("That day has not come yet."))
        return on


class PublishForm(forms.Form):
    method = forms.CharField(
        label=_("How we asked and counted"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Who was asked, how and when, who made the themes, and what it cannot say."),
    )
