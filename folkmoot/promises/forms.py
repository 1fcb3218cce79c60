"""Making a promise, saying what came of it, and narrowing the list."""

from __future__ import annotations

import secrets
from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.directory.forms.fields import PlaceSaid
from folkmoot.directory.models import Membership, Organisation
from folkmoot.kit.refusals import Refusal
from folkmoot.people.models import Person
from folkmoot.promises.models import Promise

STATES = (
    ("", _("All")),
    ("open", _("Open")),
    ("late", _("Past their day")),
    ("kept", _("Kept")),
    ("dropped", _("Dropped")),
)
SEVERAL = 366


class FilterForm(forms.Form):
    state = forms.ChoiceField(label=_("How they stand"), choices=STATES, required=False)
    place = PlaceSaid(label=_("Place"))
    whose = forms.CharField(label=_("Whose"), required=False, max_length=120, help_text="")


class PromiseForm(forms.Form):
    what = forms.CharField(label=_("What is promised?"), max_length=300, help_text=_("In one sentence."))
    whose = forms.ChoiceField(label=_("Who promises it?"))
    other = forms.CharField(
        label=_("If somebody else: who?"),
        required=False,
        max_length=200,
        help_text=_("A body or a person. If we know them here, they are asked whether it is so before it shows."),
    )
    due_on = forms.DateField(
        label=_("By which day?"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    due_words = forms.CharField(
        label=_("Or as it was said"), required=False, max_length=120, help_text=_("“By the summer”.")
    )
    steps = forms.IntegerField(
        label=_("How many times, if it is more than once?"), required=False, min_value=2, max_value=SEVERAL
    )
    place = PlaceSaid(label=_("Where?"), help_text=_("A name or a postcode."))
    said_at = forms.CharField(label=_("Where was it said?"), required=False, max_length=200)
    said_at_address = forms.URLField(label=_("A link to that"), required=False, max_length=300, assume_scheme="https")
    once = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def __init__(self, *args, by: Person, **options) -> None:
        options["initial"] = {"once": secrets.token_urlsafe(12)} | options.get("initial", {})
        super().__init__(*args, **options)
        self.by = by
        mine = Organisation.objects.filter(pk__in=Membership.objects.spoken_by(by, timezone.localdate()), same_as=None)
        bodies = [(str(body.pk), body.name) for body in mine]
        self.fields["whose"].choices = [("me", _("I do")), *bodies, ("other", _("Somebody else"))]

    def clean(self) -> dict:
        said = super().clean()
        if not (said.get("due_on") or said.get("due_words")) and "due_on" not in self.errors:
            self.add_error("due_on", _("Say by when: a day, or in words below."))
        if said.get("whose") == "other" and not said.get("other"):
            self.add_error("other", _("Say who."))
        if said.get("due_on") and said["due_on"] < timezone.localdate() and said.get("whose") != "other":
            self.add_error("due_on", _("That day has passed."))
        return said

    def made(self) -> Promise | None:
        """As `make`; None where it is refused, and the form says why beside what was written."""
        try:
            return self.make()
        except Refusal as refused:
            self.add_error(None, refused.words)
            return None

    def make(self) -> Promise:
        """The promise as written; Refusal where the noun refuses."""
        said = self.cleaned_data
        more = {name: said[name] for name in ("due_words", "steps", "place", "said_at", "said_at_address", "once")}
        return Promise.make(said["what"], said["due_on"], self.by, **more, **self._whose(said))

    def _whose(self, said: dict) -> dict:
        if said["whose"] == "me":
            return {"holder": self.by}
        if said["whose"] != "other":
            return {"organisation": Organisation.objects.get(pk=said["whose"])}
        known = _known(said["other"])
        made_on = {"made_on": min(timezone.localdate(), said["due_on"])} if said["due_on"] else {}
        return (known or {"holder_words": said["other"]}) | made_on


def _known(name: str) -> dict:
    """The one body, else the one person, of that very name; {} when there is none or more than one."""
    bodies = list(Organisation.objects.live().shown().filter(name__iexact=name.strip())[:2])
    if len(bodies) == 1:
        return {"organisation": bodies[0]}
    people = list(Person.objects.filter(name__iexact=name.strip(), is_active=True)[:2]) if not bodies else []
    return {"holder": people[0]} if len(people) == 1 else {}


class WordsWrong(Refusal):
    """What was written under a promise cannot be taken; the message is the form's own."""

    status = 400


class SayForm(forms.Form):
    """A few words, and perhaps a link to see it."""

    words = forms.CharField(label=_("In a few words"), widget=forms.Textarea(attrs={"rows": 3}), max_length=4000)
    evidence = forms.URLField(
        label=_("A link where it can be seen"), required=False, max_length=500, assume_scheme="https"
    )

    def __init__(self, *args, needs_words: bool = True, **options) -> None:
        super().__init__(*args, **options)
        self.fields["words"].required = needs_words

    def said(self) -> tuple[str, str]:
        """(words, evidence), or WordsWrong with the first thing that is wrong."""
        if not self.is_valid():
            name, wrong = next(iter(self.errors.items()))
            raise WordsWrong(f"{self.fields[name].label}: {wrong[0]}")
        return self.cleaned_data["words"], self.cleaned_data["evidence"]


def day_sent(sent) -> date:
    """The day in the field "day", or WordsWrong."""
    try:
        return forms.DateField().clean(sent.get("day", "").strip())
    except forms.ValidationError as wrong:
        raise WordsWrong(_("Say by when, as a day.")) from wrong
