"""What people have, what they want, and figures of need."""

from __future__ import annotations

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.directory.models import Ask, Membership, Need, Offer, Organisation, Thing

from .careful import Careful
from .entry import EntryForm, people_field, types_field
from .fields import PlaceSaid


class HaveOrWantForm(Careful, EntryForm):
    LOOKED_AT = ("words", "about")
    PLAIN = ("thing", "words", "about", "types", "people", "when_said", "said_at")

    thing = forms.ChoiceField(label=_("What kind of thing"), choices=Thing)
    words = forms.CharField(label=_("In a few words"), max_length=300)
    about = forms.CharField(
        label=_("More about it"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    organisation = forms.ModelChoiceField(
        label=_("In whose name"), queryset=Organisation.objects.none(), required=False, empty_label=_("My own")
    )
    place = PlaceSaid(label=_("Where"), help_text=_("A name or a postcode."))
    when_said = forms.CharField(label=_("When"), required=False, max_length=80)
    types = types_field()
    people = people_field()
    said_at = forms.CharField(
        label=_("Where it was said"), required=False, max_length=200, help_text=_("A meeting, a session, a doorstep.")
    )

    def __init__(self, *args, entry=None, **options) -> None:
        had = (entry.words, entry.about) if entry else ()
        super().__init__(*args, entry=entry, had=had, **options)
        mine = Membership.objects.spoken_by(self.by, timezone.localdate())
        theirs = [self.entry.organisation_id] if self.entry is not None and self.entry.organisation_id else []
        self.fields["organisation"].queryset = Organisation.objects.filter(pk__in=[*mine, *theirs], same_as=None)

    def initial_of(self, entry) -> dict:
        return entry.facts() | {"place": entry.place}

    def more_facts(self) -> dict:
        body, place = self.cleaned_data["organisation"], self.cleaned_data["place"]
        return {"organisation": body.pk if body else None, "place": place.pk if place else None} | self._whose(body)

    def _whose(self, body: Organisation | None) -> dict:
        new_and_own = self.entry is None and body is None and self.by is not None
        return {"person": self.by.pk} if new_and_own else {}


class OfferForm(HaveOrWantForm):
    noun = "offers"
    model = Offer


class AskForm(HaveOrWantForm):
    noun = "asks"
    model = Ask


class NeedForm(EntryForm):
    noun = "needs"
    model = Need
    PLAIN = ("words", "unit", "types", "people", "source", "source_url", "as_of")

    words = forms.CharField(label=_("What is needed"), max_length=300, help_text=_("“People over 75 living alone”"))
    place = PlaceSaid(label=_("Where"), required=True, help_text=_("A name or a postcode."))
    figure = forms.DecimalField(label=_("The figure"), required=False, min_value=0, max_digits=14, decimal_places=2)
    out_of = forms.DecimalField(label=_("Out of"), required=False, min_value=0, max_digits=14, decimal_places=2)
    unit = forms.CharField(label=_("Of what"), required=False, max_length=60, help_text=_("“people”, “homes”"))
    types = types_field()
    people = people_field()
    source = forms.CharField(label=_("Where the figure comes from"), max_length=300)
    source_url = forms.URLField(label=_("Its web page"), required=False, max_length=500, assume_scheme="https")
    as_of = forms.CharField(label=_("Of what date"), required=False, max_length=80)

    def initial_of(self, entry: Need) -> dict:
        return entry.facts() | {"place": entry.place}

    def clean(self) -> dict:
        figure, whole = self.cleaned_data.get("figure"), self.cleaned_data.get("out_of")
        if figure is not None and whole is not None and figure > whole:
            raise ValidationError({"figure": _("This is more than the whole it is out of.")})
        return self.cleaned_data

    def more_facts(self) -> dict:
        figures = {name: _plain(self.cleaned_data[name]) for name in ("figure", "out_of")}
        return {"place": self.cleaned_data["place"].pk} | figures


def _plain(number: Decimal | None) -> str | None:
    return None if number is None else f"{number.normalize():f}"
