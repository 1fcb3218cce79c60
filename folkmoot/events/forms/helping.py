"""Coming for help, walking in, helping, and what was done."""

from __future__ import annotations

import secrets

from django import forms
from django.utils.translation import gettext_lazy as _


class WantForm(forms.Form):
    """Somebody says that they will come, or walks in: a first name is enough."""

    name = forms.CharField(label=_("Your first name"), max_length=120)
    group = forms.CharField(label=_("For which group, if any?"), required=False, max_length=200)
    topic = forms.CharField(
        label=_("What about?"), required=False, max_length=60, help_text=_("“blogs”, “forms”, “photos”. Not needed.")
    )
    wanted = forms.CharField(label=_("What would you like?"), required=False, max_length=300)
    once = forms.CharField(widget=forms.HiddenInput, max_length=60)

    def __init__(self, *args, **options) -> None:
        options.setdefault("initial", {"once": secrets.token_urlsafe(9)})
        super().__init__(*args, **options)

    def facts(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("group", "topic", "wanted")}


class HelperForm(forms.Form):
    name = forms.CharField(label=_("Who helps?"), max_length=120)
    knows = forms.CharField(
        label=_("With what?"), required=False, max_length=400, help_text=_("Short words, with commas: blogs, forms.")
    )


class DoneForm(forms.Form):
    done = forms.CharField(label=_("What was done?"), max_length=500)
    link = forms.URLField(label=_("Where can it be seen?"), required=False, max_length=500, assume_scheme="https")
    next_step = forms.CharField(label=_("Next step"), required=False, max_length=300)
    signposted = forms.BooleanField(label=_("Not for us: I told them where to go"), required=False)
    may_be_told = forms.BooleanField(label=_("They agree that this is told"), required=False)
