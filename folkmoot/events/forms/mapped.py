"""One programme, as somebody says it in a mapping hour."""

from __future__ import annotations

import secrets

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.directory import whereabouts
from folkmoot.directory.models import PeopleServed, TypeOfHelp


class MappedForm(forms.Form):
    body = forms.CharField(label=_("Who does it?"), max_length=200, help_text=_("Your group, as it calls itself."))
    title = forms.CharField(label=_("What is it called?"), max_length=200)
    types = forms.ModelMultipleChoiceField(
        TypeOfHelp.objects.all(), label=_("What type of help?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    where_said = forms.CharField(
        label=_("Where?"), required=False, max_length=120, help_text=_("A town, a ward, a street.")
    )
    people = forms.ModelMultipleChoiceField(
        PeopleServed.objects.all(), label=_("For whom?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    whom_said = forms.CharField(label=_("For whom, in your words"), required=False, max_length=200)
    when_said = forms.CharField(label=_("When?"), required=False, max_length=80, help_text=_("“Tuesdays”, “from May”."))
    may_be_named = forms.BooleanField(
        label=_("If something here looks like ours, our name may be read out in the room"), required=False
    )
    once = forms.CharField(widget=forms.HiddenInput, max_length=60)

    def __init__(self, *args, **options) -> None:
        options.setdefault("initial", {"once": secrets.token_urlsafe(12)})
        super().__init__(*args, **options)
        self.fields["where_said"].widget.attrs["data-suggest"] = "/places/names/"

    def facts(self) -> dict:
        """As `Mapped.enter` takes them; the place where its name is that of one."""
        facts = {name: value for name, value in self.cleaned_data.items() if name != "once"}
        found = whereabouts.places_called(facts["where_said"]) if facts["where_said"] else []
        return facts | {"place": found[0] if len(found) == 1 else None}
