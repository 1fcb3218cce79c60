"""What whoever can decide answers, and the promises that go with it."""

from __future__ import annotations

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.decisions.forms.asking import known_decider
from folkmoot.decisions.models import Commitment, Proposition, Response
from folkmoot.people.models import Person

FEW_LINES = forms.Textarea(attrs={"rows": 3})
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class AnswerForm(forms.Form):
    """Yes, yes if, no because, not mine, see me."""

    choice = forms.ChoiceField(label=_("Your answer"), choices=Response.Choice, widget=forms.RadioSelect)
    because = forms.CharField(
        label=_("The reason, for everyone to read"),
        max_length=4000,
        required=False,
        widget=FEW_LINES,
        help_text=_("A plain yes needs none."),
    )
    other = forms.CharField(label=_("If it is not yours: whose?"), max_length=200, required=False)
    condition = forms.CharField(label=_("If it is “yes, if”: what must be so first?"), max_length=300, required=False)
    condition_by = forms.DateField(label=_("By which day?"), required=False, widget=DAY)
    whose_condition = forms.ChoiceField(
        label=_("Who sees to that?"),
        required=False,
        choices=(("them", _("Those who ask")), ("us", _("We do"))),
    )
    deed = forms.CharField(label=_("What will you do, then?"), max_length=300, required=False)
    deed_by = forms.DateField(label=_("By which day will it be done?"), required=False, widget=DAY)

    def clean(self) -> dict:
        said = super().clean()
        choice = said.get("choice")
        if choice and choice != Response.Choice.YES and not said.get("because", "").strip():
            self.add_error("because", _("Give the reason in a sentence."))
        if choice == Response.Choice.NOT_MINE and not said.get("other", "").strip():
            self.add_error("other", _("Say whose it is to decide, so that it can be passed on."))
        if choice == Response.Choice.YES_IF and not said.get("condition", "").strip():
            self.add_error("condition", _("Say what must be so first."))
        for what, day in (("condition", "condition_by"), ("deed", "deed_by")):
            if said.get(what) and not said.get(day) and day not in self.errors:
                self.add_error(day, _("Say by which day."))
            if said.get(day) and said[day] < timezone.localdate():
                self.add_error(day, _("That day has passed."))
        return said

    def give(self, proposition: Proposition, by: Person) -> Response:
        """The answer with its promises; the same again is the same."""
        said = self.cleaned_data
        more = {}
        if said["choice"] == Response.Choice.NOT_MINE:
            whose = known_decider(said["other"])
            more = {"other_post": whose["post"], "other_words": "" if whose["post"] else said["other"]}
        answer = Response.give(proposition, by, said["choice"], said["because"], **more)
        self._commit(answer, proposition, by)
        return answer

    def _commit(self, answer: Response, proposition: Proposition, by: Person) -> None:
        said = self.cleaned_data
        if said["choice"] == Response.Choice.YES_IF:
            who = theirs(proposition) if said["whose_condition"] == "them" else ours(proposition, by)
            answer.commit(by, said["condition"], said["condition_by"], is_condition=True, **who)
        if said["choice"] in (Response.Choice.YES, Response.Choice.YES_IF) and said["deed"]:
            answer.commit(by, said["deed"], said["deed_by"], is_condition=False, **ours(proposition, by))


def theirs(proposition: Proposition) -> dict:
    """Those who ask, as holders of a promise."""
    return {"organisation": proposition.body} if proposition.body else {"holder": proposition.by}


def ours(proposition: Proposition, by: Person) -> dict:
    """Whoever decides, as holder of a promise: their body, else whoever answers; the name that was given, where they
    are known by nothing else and those who asked write it down."""
    body = proposition.decider_body()
    if body:
        return {"organisation": body}
    may = proposition.may_be_answered_by(by, timezone.localdate())
    return {"holder": by} if may else {"holder_words": proposition.decider()}


class TellForm(forms.Form):
    """An answer that was given elsewhere, with its source."""

    choice = forms.ChoiceField(label=_("What did they answer?"), choices=Response.Choice, widget=forms.RadioSelect)
    because = forms.CharField(
        label=_("With which reason, in their words?"), max_length=4000, required=False, widget=FEW_LINES
    )
    other = forms.CharField(label=_("If it is not theirs: whose?"), max_length=200, required=False)
    source = forms.CharField(
        label=_("Where did they say so?"), max_length=300, help_text=_("A letter of 3 May, the meeting of 12 June.")
    )
    source_address = forms.URLField(label=_("A link to that"), max_length=500, required=False, assume_scheme="https")
    given_on = forms.DateField(label=_("On which day?"), widget=DAY)

    def clean_given_on(self):
        day = self.cleaned_data["given_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("That day has not come yet."))
        return day

    def tell(self, proposition: Proposition, by: Person) -> Response:
        said = dict(self.cleaned_data)
        more = {name: said[name] for name in ("source_address", "given_on")} | {"other_words": said["other"]}
        return Response.tell(proposition, by, said["choice"], said["because"], said["source"], **more)


class ViewForm(forms.Form):
    """How a councillor sees it."""

    choice = forms.ChoiceField(
        label=_("How do you see it?"),
        widget=forms.RadioSelect,
        choices=(
            ("yes", _("I am for it")),
            ("yes-if", _("I am for it, if …")),
            ("no", _("I am against it")),
            ("see-me", _("I listen; come and see me")),
        ),
    )
    because = forms.CharField(label=_("Because"), max_length=4000, required=False, widget=FEW_LINES)


class MinuteForm(forms.Form):
    """The record that makes an answer a decision."""

    minute = forms.CharField(
        label=_("Which record?"),
        max_length=300,
        help_text=_("“Cabinet, 12 June 2027, item 7” or a delegated decision."),
    )
    address = forms.URLField(label=_("Where it can be read"), max_length=500, assume_scheme="https")
    on = forms.DateField(label=_("On which day was it decided?"), widget=DAY)


class DeedForm(forms.Form):
    """One more promise that goes with an answer."""

    what = forms.CharField(label=_("What is promised?"), max_length=300)
    due_on = forms.DateField(label=_("By which day?"), widget=DAY)
    whose = forms.ChoiceField(
        label=_("Who sees to it?"), choices=(("us", _("Whoever decides")), ("them", _("Those who ask")))
    )
    is_condition = forms.BooleanField(label=_("It must be so before the yes holds"), required=False)

    def commit(self, answer: Response, by: Person) -> Commitment:
        said, one = self.cleaned_data, answer.proposition
        who = theirs(one) if said["whose"] == "them" else ours(one, by)
        return answer.commit(by, said["what"], said["due_on"], is_condition=said["is_condition"], **who)
