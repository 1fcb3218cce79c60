"""What somebody shown in a piece says about it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.newsroom.models import Purpose


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code on your slip"), max_length=20, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class AgreeForm(forms.Form):
    purposes = forms.MultipleChoiceField(
        label=_("I may be seen"),
        choices=Purpose.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("With none ticked it is gone from everywhere, at once."),
    )
