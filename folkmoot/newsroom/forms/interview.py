"""The interview card: the desk's questions with what was answered, and everybody who answered with their yes."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.newsroom.forms.piece import PURPOSES, SessionField
from folkmoot.newsroom.models import Desk, Piece

MOST_PEOPLE = 4


class PersonForm(forms.Form):
    """One of those who were asked, and what they said yes to."""

    name = forms.CharField(label=gettext_lazy("Who is it?"), max_length=120, required=False)
    slip = forms.CharField(
        label=gettext_lazy("Code on their slip"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    guardian = forms.CharField(label=gettext_lazy("For a child: which parent agreed?"), max_length=120, required=False)
    purposes = PURPOSES
    is_named = forms.BooleanField(label=gettext_lazy("Their name may stand beside it"), required=False)

    def clean(self) -> dict:
        said = super().clean()
        if not said.get("name") and (said.get("slip") or said.get("purposes")):
            self.add_error("name", _("Write whose slip and whose yes it is: a name, or who they are."))
        return said


People = forms.formset_factory(PersonForm, extra=MOST_PEOPLE, max_num=MOST_PEOPLE)


class InterviewForm(forms.Form):
    """An answer for each question of the desk; those left empty were not asked."""

    session = SessionField(label=gettext_lazy("From which session?"))
    link = forms.URLField(
        label=gettext_lazy("Address of a recording, if there is one"),
        max_length=500,
        required=False,
        assume_scheme="https",
    )
    once = forms.CharField(max_length=60, widget=forms.HiddenInput)

    def __init__(self, *args, desk: Desk, **more) -> None:
        super().__init__(*args, **more)
        self.asked = desk.asks()
        for number, question in enumerate(self.asked):
            widget = forms.Textarea(attrs={"rows": 3})
            self.fields[f"answer_{number}"] = forms.CharField(
                label=question, max_length=2000, required=False, widget=widget
            )
        self.order_fields([f"answer_{number}" for number in range(len(self.asked))])
        self.fields["session"].of(desk)

    def facts(self, people: list[dict]) -> dict:
        """As `Piece.keep` takes them: each question that was answered, with its answer below it."""
        said = self.cleaned_data
        pairs = ((question, said[f"answer_{number}"].strip()) for number, question in enumerate(self.asked))
        words = "\n\n".join(f"{question}\n{answer}" for question, answer in pairs if answer)
        shown = Piece.People.SOME if people else Piece.People.LATER
        return {"words": words, "link": said["link"], "session": said["session"], "people": shown}


def named(people: forms.BaseFormSet) -> list[dict]:
    """Those of the card that were filled in."""
    return [form.cleaned_data for form in people if form.cleaned_data.get("name")]
