"""Several activities under one name."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.directory.models import Organisation, Programme

from .entry import EntryForm
from .fields import body_called


class ProgrammeForm(EntryForm):
    noun = "programmes"
    model = Programme
    PLAIN = ("name", "about", "website", "starts_said", "ends_said")

    name = forms.CharField(label=_("Name"), max_length=255)
    who = forms.CharField(label=_("Who leads it"), max_length=255, help_text=_("A group or organisation, by its name."))
    about = forms.CharField(
        label=_("What it is for"), required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 3})
    )
    website = forms.URLField(label=_("Web page"), required=False, max_length=500, assume_scheme="https")
    starts_said = forms.CharField(label=_("When it starts"), required=False, max_length=80)
    ends_said = forms.CharField(label=_("When it ends"), required=False, max_length=80)

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        self.fields["who"].widget.attrs["data-suggest"] = "/organisations/names/"

    def initial_of(self, entry: Programme) -> dict:
        return entry.facts() | {"who": entry.organisation.name}

    def clean_who(self) -> str:
        self._body = body_called(self.cleaned_data["who"])
        if self._body is None and not self.makes_new:
            raise forms.ValidationError(_("We do not know this group yet; say so in your reason below."))
        return " ".join(self.cleaned_data["who"].split())

    def more_facts(self) -> dict:
        body = self._body or Organisation.enter(
            self.by, {"name": self.cleaned_data["who"]}, once=f"{self.cleaned_data['once']}-who"
        )
        return {"organisation": body.pk}
