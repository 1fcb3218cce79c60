"""The form for one conversation: the same on a phone, on a page and from paper."""

from __future__ import annotations

import secrets

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.listening.coverage import AGES
from folkmoot.listening.keeping import KINDS, OTHERS_ASKED, Other, Said
from folkmoot.listening.models import Allowed, Heard, Knock, Listening, Patch

WORDS = {"rows": 2, "maxlength": 4000}
AGE_CHOICES = [("", _("Not said")), *((age, age) for age in AGES)]


def _words(label: str, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=4000, widget=forms.Textarea(attrs=WORDS), help_text=hint
    )


ASKED_ONE_BY_ONE = range(2, 13)
ASKED = [(one.value, one.label) for one in OTHERS_ASKED]


class ListeningForm(forms.Form):
    """Everything but the patch is optional until it is known whether somebody was heard."""

    patch = forms.ModelChoiceField(label=_("Patch"), queryset=Patch.objects.none(), empty_label=None)
    outcome = forms.ChoiceField(label=_("What happened?"), choices=Knock.Outcome, initial=Knock.Outcome.HEARD)
    where = forms.ChoiceField(label=_("Where?"), choices=Listening.Where)
    street = forms.CharField(label=_("Street"), required=False, max_length=120)
    door = forms.CharField(label=_("Door"), required=False, max_length=40)
    spot = forms.CharField(label=_("Or the place: a café, a bus stop"), required=False, max_length=300)
    love = _words(_("What do they love here?"), _("In their own words. One thing a line."))
    worry = _words(_("What worries them?"))
    change = _words(_("What would they change?"))
    would_do = _words(_("What would they do themselves?"))
    who_else = forms.CharField(
        label=_("Who else should be listened to?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 1, "maxlength": 2000}),
    )
    people = forms.IntegerField(label=_("How many were there?"), required=False, min_value=1, max_value=60)
    everyone = forms.BooleanField(
        label=_("Everybody else who was there says yes to writing it down, without names, and counting it"),
        required=False,
    )
    language = forms.CharField(label=_("Language"), required=False, max_length=40)
    age = forms.ChoiceField(label=_("Age"), choices=AGE_CHOICES, required=False)
    group = forms.CharField(label=_("A group they say they belong to"), required=False, max_length=80)
    allowed = forms.MultipleChoiceField(
        label=_("They say yes to"), choices=Allowed.Purpose, required=False, widget=forms.CheckboxSelectMultiple
    )
    name = forms.CharField(label=_("Name"), required=False, max_length=120)
    contact = forms.CharField(label=_("Email or phone"), required=False, max_length=200)
    means = forms.ChoiceField(label=_("How shall we come back to them?"), choices=Heard.Means, required=False)
    promise = forms.CharField(
        label=_("What did you say you would come back with?"),
        required=False,
        max_length=300,
        help_text=_("Only you read this. In the list of promises stands that you come back to somebody, and when."),
    )
    promise_by = forms.DateField(
        label=_("By which day?"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    sheet = forms.IntegerField(label=_("Number of the paper sheet"), required=False, min_value=1)
    code = forms.CharField(label=_("Code on the slip you gave them"), required=False, max_length=20)
    heard_at = forms.DateTimeField(
        label=_("When was it, if not just now?"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    once = forms.CharField(widget=forms.HiddenInput, max_length=60)

    def __init__(self, *args, by, **options) -> None:
        options.setdefault("initial", {})
        options["initial"] = {"once": secrets.token_urlsafe(12)} | options["initial"]
        super().__init__(*args, **options)
        mine = Patch.objects.listened_in_by(by, timezone.localdate()) if by else Patch.objects.none()
        self.fields["patch"].queryset = mine
        self.fields["street"].widget.attrs["list"] = "streets"
        self.streets = sorted({street for patch in mine for street in patch.street_list()})
        self.fields["door"].widget.attrs["inputmode"] = "text"
        for number in ASKED_ONE_BY_ONE:
            self.fields |= _of_number(number)

    def said(self) -> Said:
        """What was typed, for `keep`."""
        one = self.cleaned_data
        names = ("once", "outcome", "where", "spot", "street", "door", "language", "who_else", "name", "contact")
        more = {name: one[name] for name in (*names, "means", "age", "group", "promise", "promise_by", "sheet", "code")}
        answers = {kind: one[kind.replace("-", "_")] for kind in KINDS}
        others = {at: Other(*(one[f"{name}_{at}"] for name in ("age", "group", "yes"))) for at in ASKED_ONE_BY_ONE}
        more |= {"everyone": one["everyone"], "others": others}
        more |= {"people": one["people"] or 1, "allowed": tuple(one["allowed"]), "heard_at": one["heard_at"]}
        return Said(answers=answers, **more)

    def groups(self) -> list[tuple[str, list]]:
        """The fields by heading, in the order they are asked at a door."""
        names = {
            _("Where you are"): ("patch", "outcome", "where", "street", "door", "spot"),
            _("In their own words"): ("love", "worry", "change", "would_do", "who_else"),
            _("What they say yes to"): ("allowed", "name", "contact", "means"),
            _("What you promise"): ("promise", "promise_by"),
            _("If they want to say"): ("age", "group", "language"),
            _("A house meeting"): ("people", "everyone"),
            _("Paper"): ("sheet", "code", "heard_at"),
        }
        return [(heading, [self[name] for name in fields]) for heading, fields in names.items()]

    def people_rows(self) -> list[tuple[int, list]]:
        """(number, fields) of those at a house meeting after the first."""
        return [(at, [self[f"{name}_{at}"] for name in ("yes", "age", "group")]) for at in ASKED_ONE_BY_ONE]


def _of_number(number: int) -> dict[str, forms.Field]:
    """What is asked of one more person at a house meeting."""
    return {
        f"yes_{number}": forms.MultipleChoiceField(
            label=_("They say yes to"), choices=ASKED, required=False, widget=forms.CheckboxSelectMultiple
        ),
        f"age_{number}": forms.ChoiceField(label=_("Age"), choices=AGE_CHOICES, required=False),
        f"group_{number}": forms.CharField(label=_("A group they say they belong to"), required=False, max_length=80),
    }
