"""Putting a priority down, and citing what stands behind it."""

from __future__ import annotations

import secrets

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.directory.forms.fields import PlaceSaid
from folkmoot.directory.models import Membership, Organisation, PeopleServed, TypeOfHelp
from folkmoot.people.models import Person
from folkmoot.priorities import citing
from folkmoot.priorities.models import Evidence, Priority, Question


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class PriorityForm(forms.Form):
    demand = forms.CharField(
        label=_("As it was said at first"),
        required=False,
        max_length=400,
        widget=_area(2),
        help_text=_("In their words, however sharp."),
    )
    because = forms.CharField(
        label=_("Why does it matter to them?"),
        required=False,
        max_length=4000,
        widget=_area(3),
        help_text=_("What would be better for whom? This is often smaller, and always more use, than the demand."),
    )
    enough = forms.CharField(label=_("What would be good enough?"), required=False, max_length=2000, widget=_area(2))
    words = forms.CharField(label=_("The priority, in one sentence"), max_length=300)
    place = PlaceSaid(label=_("Where?"), help_text=_("A name or a postcode."))
    people = forms.ModelMultipleChoiceField(
        label=_("For whom?"), queryset=PeopleServed.objects.all(), required=False, widget=forms.CheckboxSelectMultiple
    )
    types = forms.ModelMultipleChoiceField(
        label=_("What type of help would it take?"),
        queryset=TypeOfHelp.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("So that it is looked for among what is done and offered already."),
    )
    affected = forms.CharField(label=_("Who is touched most?"), required=False, max_length=300)
    unheard = forms.CharField(label=_("Who has not been heard on this?"), required=False, max_length=400)
    organisation = forms.ModelChoiceField(
        label=_("Who puts it down?"), queryset=Organisation.objects.none(), required=False, empty_label=_("I do")
    )
    about = forms.CharField(widget=forms.HiddenInput, max_length=500, required=False)
    once = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def __init__(self, *args, by: Person, priority: Priority | None = None, **options) -> None:
        options["initial"] = {"once": secrets.token_urlsafe(12)} | (options.get("initial") or {})
        super().__init__(*args, **options)
        self.by, self.priority = by, priority
        mine = Membership.objects.spoken_by(by, timezone.localdate())
        self.fields["organisation"].queryset = Organisation.objects.filter(pk__in=mine, same_as=None)
        if priority:
            del self.fields["organisation"], self.fields["about"]

    def keep(self) -> Priority:
        said = dict(self.cleaned_data)
        once, about = said.pop("once"), said.pop("about", "")
        if self.priority:
            self.priority.change(self.by, **said)
            return self.priority
        made = Priority.set_down(said.pop("words"), self.by, once=once and f"{self.by.pk} {once}" or None, **said)
        thing = citing.thing_at(about, self.by)
        if thing is not None:
            row = citing.prefilled(thing) | {"question": thing if isinstance(thing, Question) else None}
            made.cite(self.by, row.pop("method"), row.pop("title"), thing, **row)
        return made


class EvidenceForm(forms.Form):
    method = forms.ChoiceField(label=_("How was it heard?"), choices=Evidence.Method.choices)
    title = forms.CharField(label=_("Where, or on what occasion?"), max_length=300)
    address = forms.CharField(label=_("Its page, here or elsewhere"), required=False, max_length=500)
    people = forms.IntegerField(
        label=_("How many separate people said so?"),
        required=False,
        min_value=1,
        max_value=10_000_000,
        help_text=_("Leave it empty where nobody counted."),
    )
    times = forms.IntegerField(
        label=_("How many times was it said?"),
        required=False,
        min_value=1,
        max_value=10_000_000,
        help_text=_("Letters, calls, posts, signatures: more than people when some said it again and again."),
    )
    heard = forms.ModelMultipleChoiceField(
        label=_("Who was heard there?"),
        queryset=PeopleServed.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    gathered = forms.CharField(label=_("When?"), required=False, max_length=120)
    note = forms.CharField(label=_("A note"), required=False, max_length=400)

    def __init__(self, *args, by: Person, **options) -> None:
        super().__init__(*args, **options)
        self.by, self.thing = by, None

    def clean_address(self) -> str:
        words = self.cleaned_data["address"].strip()
        if words and not (
            words.startswith(("https://", "http://")) or (words.startswith("/") and words[1:2] not in ("/", "\\"))
        ):
            raise forms.ValidationError(_("Write an address that begins with https://, or with / for a page here."))
        return words

    def clean(self) -> dict:
        said = super().clean()
        if said.get("people") and said.get("times") and said["times"] < said["people"]:
            self.add_error("times", _("Each said it at least once, so this is at least as many as the people."))
        self.thing = citing.thing_at(said.get("address", ""), self.by)
        self._hold_to_its_page(said)
        return said

    def _hold_to_its_page(self, said: dict) -> None:
        """Where the page of what is cited counts the people, or hides how many, its word stands."""
        counted = citing.known(self.thing)
        if counted is None:
            return
        wrong = counted.wrong(said.get("people"))
        if wrong:
            self.add_error("people", wrong)
        elif counted.people is None and said.get("times"):
            self.add_error("times", counted.wrong(said["times"]))
        else:
            said["people"] = counted.people

    def cite(self, priority: Priority) -> Evidence:
        said = dict(self.cleaned_data)
        said["question"] = self.thing if isinstance(self.thing, Question) else None
        return priority.cite(self.by, said.pop("method"), said.pop("title"), self.thing, **said)
