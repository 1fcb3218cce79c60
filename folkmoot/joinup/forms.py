"""What a party fills in: its answer, and what it makes public of it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.directory.forms.fields import PlaceSaid
from folkmoot.directory.models import Organisation
from folkmoot.joinup.models import Choice, Finding, Yield


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


class BodySaid(forms.CharField):
    """One body by its name, or by the number in its address; the cleaned value is an Organisation."""

    def __init__(self, **options) -> None:
        super().__init__(**{"max_length": 255} | options)
        self.widget.attrs["data-suggest"] = "/organisations/names/"

    def clean(self, value) -> Organisation | None:
        words = super().clean(value)
        return body_called(words) if words else None

    def prepare_value(self, value):
        known = Organisation.objects.live().shown()
        found = known.filter(pk=value).first() if isinstance(value, int) else None
        return found.name if found and known.filter(name__iexact=found.name).count() == 1 else value


def body_called(words: str) -> Organisation:
    """The one body of that name or number, or an error that says how to name it."""
    known = Organisation.objects.live().shown()
    number = words.isdecimal() and len(words) < 18
    found = list(known.filter(pk=int(words)) if number else known.filter(name__iexact=words.strip())[:2])
    if len(found) == 1:
        return found[0]
    said = _("Several are called “%(name)s”: write the number in its address.") if found else None
    raise forms.ValidationError((said or _("Nobody here is called “%(name)s”.")) % {"name": words[:80]})


class SuggestForm(forms.Form):
    one = BodySaid(label=_("One body"), help_text=_("Its name, as on its page."))
    other = BodySaid(label=_("The other"))
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
    another = BodySaid(label=_("And this one"), required=False, help_text=_("If you know its name only in part."))
    place = PlaceSaid(label=_("Where"), help_text=_("A name or a postcode."))
    finding = forms.ModelChoiceField(Finding.objects.all(), required=False, widget=forms.HiddenInput)

    def clean_bodies(self) -> list[Organisation]:
        """The bodies of those names, one each; says which name is not known or stands for several."""
        found = []
        for name in filter(None, (line.strip() for line in self.cleaned_data["bodies"].splitlines()[:20])):
            found.append(body_called(name))
        return found

    def clean(self) -> dict:
        """The body found by its name stands with the others."""
        facts = super().clean()
        if facts.get("another") and "bodies" in facts:
            facts["bodies"].append(facts["another"])
        return facts
