"""What a party fills in: its answer, and what it makes public of it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.joinup.models import Choice


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
