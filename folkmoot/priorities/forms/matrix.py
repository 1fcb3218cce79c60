"""Beginning a matrix, a set of policies, and filling in a cell."""

from __future__ import annotations

import secrets

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.directory.forms.fields import PlaceSaid
from folkmoot.directory.models import Membership, Organisation
from folkmoot.people.models import Person
from folkmoot.priorities.models import Matrix, PolicySet, Relation, Remark

LINES = {"widget": forms.Textarea(attrs={"rows": 6}), "max_length": 8000}


class PolicyForm(forms.Form):
    title = forms.CharField(label=_("What are these policies called?"), max_length=200)
    publisher = forms.CharField(label=_("Whose are they?"), max_length=200)
    published_on = forms.DateField(
        label=_("Announced on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    published_said = forms.CharField(label=_("Or as it is said"), required=False, max_length=80)
    source = forms.CharField(
        label=_("Where can they be read?"), max_length=500, help_text=_("An address, or the document and its date.")
    )
    policies = forms.CharField(label=_("The policies, one a line"), **LINES)
    once = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def __init__(self, *args, **options) -> None:
        options.setdefault("initial", {"once": secrets.token_urlsafe(12)})
        super().__init__(*args, **options)

    def add(self, by: Person, follows: PolicySet | None = None) -> PolicySet:
        said = dict(self.cleaned_data)
        once = said.pop("once")
        lines = said.pop("policies").splitlines()
        return PolicySet.add(
            said.pop("title"), lines, by, once=once and f"{by.pk} {once}" or None, follows=follows, **said
        )


class MatrixForm(forms.Form):
    title = forms.CharField(label=_("What is this matrix of?"), max_length=200)
    organisation = forms.ModelChoiceField(
        label=_("Whose priorities?"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("A body not in the directory"),
    )
    body_words = forms.CharField(label=_("If it is not in the directory: which body?"), required=False, max_length=200)
    place = PlaceSaid(label=_("Where?"))
    aims = forms.CharField(label=_("Its strategic priorities, one a line"), **LINES)
    policies = forms.ModelChoiceField(label=_("Against which policies?"), queryset=PolicySet.objects.none())
    made_said = forms.CharField(label=_("At which meeting?"), required=False, max_length=80)
    decision_asked = forms.CharField(label=_("What is the board asked to decide?"), required=False, max_length=400)
    options = forms.CharField(label=_("Its options, one a line"), required=False, **LINES)
    once = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def __init__(self, *args, by: Person, **options) -> None:
        options.setdefault("initial", {"once": secrets.token_urlsafe(12)})
        super().__init__(*args, **options)
        self.by = by
        mine = Membership.objects.spoken_by(by, timezone.localdate())
        self.fields["organisation"].queryset = Organisation.objects.filter(pk__in=mine, same_as=None)
        self.fields["policies"].queryset = PolicySet.objects.all()

    def begin(self) -> Matrix:
        said = dict(self.cleaned_data)
        once, aims = said.pop("once"), said.pop("aims").splitlines()
        once = once and f"{self.by.pk} {once}" or None
        return Matrix.begin(said.pop("title"), aims, said.pop("policies"), self.by, once=once, **said)


class RateForm(forms.Form):
    relation = forms.ChoiceField(
        label=_("What does this policy do to this priority?"), choices=Relation.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(label=_("Why?"), required=False, max_length=400)
    said_by = forms.CharField(label=_("Whose view is it, if not yours?"), required=False, max_length=120)

    def __init__(self, *args, runs: bool, **options) -> None:
        super().__init__(*args, **options)
        if not runs:
            del self.fields["said_by"]


class RemarkForm(forms.Form):
    kind = forms.ChoiceField(label=_("What is it?"), choices=Remark.Kind.choices)
    words = forms.CharField(label=_("In a sentence"), max_length=400)
    said_by = forms.CharField(label=_("Who said so, if not you?"), required=False, max_length=120)
