"""What a party fills in: its answer, and what it makes public of it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.directory.models import Organisation
from folkmoot.joinup.models import Choice, Finding, Yield
from folkmoot.places.models import Place


class AnswerForm(forms.Form):
    choice = forms.ChoiceField(choices=Choice.choices, label=_("Your answer"), widget=forms.RadioSelect)
    because = forms.CharField(
        label=_("Because"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed for “better kept separate”; welcome for every answer."),
    )


class PublishForm(forms.Form):
    hours = forms.IntegerField(label=_("Hours it saved, if you like"), required=False, min_value=0, max_value=100_000)
    pounds = forms.IntegerField(label=_("Pounds it saved, if you like"), required=False, min_value=0, max_value=10**9)


class SuggestForm(forms.Form):
    one = forms.ModelChoiceField(Organisation.objects.live().shown(), label=_("One body"), widget=forms.NumberInput)
    other = forms.ModelChoiceField(Organisation.objects.live().shown(), label=_("The other"), widget=forms.NumberInput)
    reason = forms.CharField(
        label=_("Why they should meet"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Both read this. Write what each could gain."),
    )
    finding = forms.ModelChoiceField(Finding.objects.all(), required=False, widget=forms.HiddenInput)


class YieldForm(forms.Form):
    came = forms.ChoiceField(choices=Yield.Came.choices, label=_("What came of it"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("In a few words, if you like"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class AgreementForm(forms.Form):
    what = forms.CharField(
        label=_("What you would share"), max_length=200, help_text=_("One survey, one event, one guide.")
    )
    about = forms.CharField(label=_("How"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    bodies = forms.CharField(
        label=_("Who with"),
        help_text=_("The names of the bodies, one on each line, your own among them."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    place = forms.ModelChoiceField(
        Place.objects.live(), label=_("Where"), required=False, to_field_name="slug", widget=forms.TextInput
    )

    def clean_bodies(self) -> list[Organisation]:
        """The bodies of those names, one each; says which name is not known or stands for several."""
        found = []
        for name in filter(None, (line.strip() for line in self.cleaned_data["bodies"].splitlines()[:20])):
            known = list(Organisation.objects.live().shown().filter(name__iexact=name)[:2])
            if len(known) != 1:
                words = _("Nobody here is called “%(name)s”.") if not known else _("Several are called “%(name)s”.")
                raise forms.ValidationError(words % {"name": name})
            found.append(known[0])
        return found
