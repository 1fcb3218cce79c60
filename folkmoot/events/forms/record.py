"""What the hosts write of an event afterwards."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.directory.forms.careful import Careful
from folkmoot.events.forms.checking import HowMany, in_our_time
from folkmoot.events.models import Event, Output, WriteUp
from folkmoot.points.forms import CarrierForm


class WriteUpForm(Careful):
    LOOKED_AT = ("story",)

    story = forms.CharField(
        label=_("How was it?"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Your own words. Write how many, not how many in a hundred: “69 of 117”."),
    )
    came_total = HowMany(
        label=_("How many came, if nobody counted at the door?"), required=False, min_value=0, max_value=1_000_000
    )


class PublishForm(forms.Form):
    audience = forms.ChoiceField(
        label=_("Who may read the record?"), choices=WriteUp.Audience, widget=forms.RadioSelect
    )
    comments_until = forms.DateField(
        label=_("Comments are open until"),
        required=False,
        validators=[in_our_time],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class OutputForm(Careful):
    LOOKED_AT = ("title", "words")

    title = forms.CharField(label=_("What is it called?"), max_length=200)
    words = forms.CharField(
        label=_("Its words, or what it says"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    link = forms.URLField(label=_("Or its address"), required=False, max_length=500, assume_scheme="https")
    attendees_only = forms.BooleanField(label=_("Only for those who came"), required=False)
    once = forms.CharField(widget=forms.HiddenInput, max_length=60, required=False)

    def add(self, event: Event, by) -> Output:
        facts = {name: value for name, value in self.cleaned_data.items() if name != "anyway"}
        return Output.add(event, by, facts.pop("title"), **facts)


class CorrectForm(OutputForm):
    """An output that is there, to be put right."""

    def __init__(self, *args, there: Output, **options) -> None:
        first = {name: getattr(there, name) for name in ("title", "words", "link", "attendees_only")}
        super().__init__(*args, initial=first, had=[there.title, there.words], **options)
        self.there = there
        del self.fields["once"]

    def keep(self, by) -> bool:
        said = self.cleaned_data
        return self.there.correct(by, said["title"], said["words"], said["link"], said["attendees_only"])


class NextForm(Careful):
    LOOKED_AT = ("title", "words")

    title = forms.CharField(label=_("What would the next event be about?"), max_length=200)
    words = forms.CharField(label=_("Why, and for whom"), required=False, max_length=2000)
    note = forms.IntegerField(required=False, widget=forms.HiddenInput)


class AddressForm(forms.Form):
    email = forms.EmailField(label=_("Your email address"), max_length=254)


class OfferForm(Careful):
    """Their words stand on the page for everybody: what looks personal is pointed out once."""

    name = forms.CharField(label=_("Your name, or that of your organisation"), max_length=120)
    words = forms.CharField(
        label=_("With what?"), required=False, max_length=300, help_text=_("A room for twenty, an evening, tea.")
    )


class ThemeForm(CarrierForm):
    name = forms.CharField(label=_("The theme, in a few words"), max_length=120)
    groups_said = HowMany(
        label=_("How many groups raised it, if no points are ticked?"), required=False, min_value=0, max_value=10_000
    )
    field_order = ("name", "groups_said", "owner", "organisation")
