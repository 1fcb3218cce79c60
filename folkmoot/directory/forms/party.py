"""Each organisation's part in an activity: a few rows of its form."""

from __future__ import annotations

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.directory.models import Organisation, Party
from folkmoot.directory.models.party import row_of
from folkmoot.directory.sums import when

from .fields import Pounds, body_called

SHOWN = ("role", "money_pence", "starts_said", "ends_said")


def days_of(which: str, said: str) -> dict:
    """What is kept of words such as "March 2027": as said, with the first and last day they mean, by column."""
    first, last = when.read_when(said, timezone.localdate()) if said else (None, None)
    days = {"from": first, "to": last}
    return {f"{which}_said": said} | {f"{which}_{end}": day and day.isoformat() for end, day in days.items()}


class PartyRow(forms.Form):
    """One organisation's part in it."""

    name = forms.CharField(label=_("Name"), required=False, max_length=255)
    role = forms.ChoiceField(label=_("Its part"), choices=Party.Role, required=False, initial=Party.Role.DELIVERS)
    money_pence = Pounds(label=_("Its money (£)"))
    starts_said = forms.CharField(label=_("From when"), required=False, max_length=80)
    ends_said = forms.CharField(label=_("Until when"), required=False, max_length=80)

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        self.fields["name"].widget.attrs["data-suggest"] = "/organisations/names/"

    @property
    def asks_when(self) -> bool:
        """Whether even the first row asks for dates: whoever does the thing does it when the thing is."""
        is_told = self["starts_said"].value() or self["ends_said"].value()
        return bool(is_told or self["role"].value() == Party.Role.FUNDS)

    def clean_name(self) -> str:
        self.body = body_called(self.cleaned_data["name"]) if self.cleaned_data["name"] else None
        return " ".join(self.cleaned_data["name"].split())

    def plain(self, body: Organisation) -> list:
        """As a history holds it. Words left as they were keep the days they meant when they were said."""
        had, told = self.initial.get("when", {}), {}
        for which in ("starts", "ends"):
            said = self.cleaned_data[f"{which}_said"].strip()
            is_kept = said == had.get(f"{which}_said", "")
            told |= {n: day for n, day in had.items() if n.startswith(which)} if is_kept else days_of(which, said)
        role = str(self.cleaned_data["role"] or Party.Role.DELIVERS)
        when_told = {name: day for name, day in told.items() if day}
        return row_of(body.pk, role, self.cleaned_data["money_pence"], when_told)


PartyRows = forms.formset_factory(PartyRow, extra=2, max_num=12, validate_max=True, absolute_max=14)


def initial_of(party: Party) -> dict:
    return {"name": party.organisation.name, "when": party.when} | {name: getattr(party, name) for name in SHOWN}
