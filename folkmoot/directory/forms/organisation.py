"""A body and how to reach it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.directory.models import Organisation
from folkmoot.people.models import Person

from .entry import EntryForm
from .fields import Identifiers, PlaceSaid


class OrganisationForm(EntryForm):
    noun = "organisations"
    model = Organisation
    PLAIN = (
        "name",
        "sector",
        "about",
        "address",
        "postcode",
        "hides_address",
        "website",
        "email",
        "phone",
        "is_funder",
        "identifiers",
    )

    name = forms.CharField(label=_("Name"), max_length=255)
    another = forms.BooleanField(label=_("It is another one than those you know by this name"), required=False)
    sector = forms.ChoiceField(label=_("What kind of body"), choices=Person.Sector, required=False)
    about = forms.CharField(
        label=_("What it is for"), required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 3})
    )
    place = PlaceSaid(label=_("Which place it is in"), help_text=_("A name or a postcode."))
    address = forms.CharField(label=_("Address"), required=False, max_length=300)
    postcode = forms.CharField(label=_("Postcode"), required=False, max_length=12)
    hides_address = forms.BooleanField(
        label=_("Never show the address"),
        required=False,
        help_text=_("For a refuge or a home: it counts in its area, and the address is shown nowhere."),
    )
    website = forms.URLField(label=_("Web page"), required=False, max_length=500, assume_scheme="https")
    email = forms.EmailField(
        label=_("Email for the public"), required=False, help_text=_("Shown on its page; not somebody's own address.")
    )
    phone = forms.CharField(label=_("Telephone for the public"), required=False, max_length=40)
    is_funder = forms.BooleanField(label=_("It gives money to others"), required=False)
    identifiers = Identifiers(
        label=_("Numbers in public registers"),
        help_text=_("One a line: “GB-CHC 1000389” for a charity, “GB-COH 02534145” for a company."),
    )

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        if self.entry is not None:
            del self.fields["another"]
            self._leave_out_what_is_hidden()
        self.fields["name"].widget.attrs["data-likely-same"] = "/organisations/likely/"

    def _leave_out_what_is_hidden(self) -> None:
        """Anybody may open the form of a suggestion, so it holds nothing that the entry keeps private."""
        if self.makes_new or not self.entry.hides_address:
            return
        is_a_street = self.entry.place != self.entry.shown_place
        for name in (*self.entry.HIDDEN, *(["place"] if is_a_street else [])):
            self.fields.pop(name, None)
            self.initial.pop(name, None)

    def clean(self) -> dict:
        """A new body of a name that is here already is entered only when its writer says it is another one."""
        name = self.cleaned_data.get("name", "")
        same = Organisation.objects.live().shown().filter(name__iexact=name).first() if not self.entry else None
        if same and not self.cleaned_data.get("another") and not self._sent_before():
            self.add_error(
                "name", _("There is one of this name already. If yours is another, tick “It is another one”.")
            )
        return self.cleaned_data

    def _sent_before(self) -> bool:
        """Whether this very form was sent once: a double click finds the body it made itself."""
        once = f"{self.by.pk if self.by else 0}:{self.cleaned_data.get('once')}"
        return Organisation.objects.filter(once=once).exists()

    def initial_of(self, entry: Organisation) -> dict:
        return entry.facts() | {"place": entry.place}

    def clean_postcode(self) -> str:
        return " ".join(self.cleaned_data["postcode"].upper().split())

    def more_facts(self) -> dict:
        if "place" not in self.fields:
            return {}
        place = self.cleaned_data["place"]
        return {"place": place.pk if place else None}
