"""Deciding among ourselves: begin, write, ask, settle."""

from __future__ import annotations

import secrets
from datetime import datetime, time, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.decisions.forms.asking import spoken
from folkmoot.decisions.models import Decision, Settlement, Version
from folkmoot.decisions.models.decision import MOST_OPTIONS
from folkmoot.directory.forms.fields import PlaceSaid
from folkmoot.directory.models import Membership, Organisation
from folkmoot.people.models import Person

FEW_LINES = forms.Textarea(attrs={"rows": 3})
OF_OPTIONS = (Decision.Method.SCORE, Decision.Method.RANK, Decision.Method.DOT, Decision.Method.TOGETHER)
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class BeginForm(forms.Form):
    title = forms.CharField(label=_("What is to be decided?"), max_length=200)
    why = forms.CharField(label=_("Why now?"), max_length=4000, required=False, widget=FEW_LINES)
    text = forms.CharField(
        label=_("The words, or the question"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("An empty line begins a new clause, so that an objection can say which one it means."),
    )
    method = forms.ChoiceField(label=_("How do we decide?"), choices=Decision.Method, widget=forms.RadioSelect)
    decider = forms.CharField(
        label=_("By advice: who decides in the end?"), max_length=200, required=False, help_text=_("Their name here.")
    )
    quorum = forms.IntegerField(label=_("How many must say for it to count?"), min_value=1, max_value=10_000, initial=1)
    dots = forms.IntegerField(label=_("Dots for each"), min_value=1, max_value=100, initial=5, required=False)
    body = forms.ChoiceField(
        label=_("Whose decision is it?"),
        required=False,
        help_text=_("Those who belong to the body here are on the roll from the beginning."),
    )
    audience = forms.ChoiceField(label=_("Who can read it?"), choices=Decision.Audience)
    place = PlaceSaid(label=_("Where?"))
    once = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def __init__(self, *args, by: Person, **options) -> None:
        options.setdefault("initial", {"once": secrets.token_urlsafe(12), "method": "consent"})
        super().__init__(*args, **options)
        self.by = by
        bodies = ((str(one.pk), one.name) for one in spoken(by))
        self.fields["body"].choices = [("", _("Ours, as the people named")), *bodies]

    def clean_decider(self) -> Person | None:
        name = " ".join(self.cleaned_data["decider"].split())
        if not name:
            return None
        found = list(Person.objects.filter(name__iexact=name, is_active=True)[:2])
        if len(found) != 1:
            raise forms.ValidationError(_("Write the name of one person as it stands on their page here."))
        return found[0]

    def clean(self) -> dict:
        said = super().clean()
        if said.get("method") == Decision.Method.ADVICE and not said.get("decider") and "decider" not in self.errors:
            self.add_error("decider", _("By advice somebody decides in the end. Say who."))
        return said

    def make(self) -> Decision:
        said = dict(self.cleaned_data)
        key = said.pop("body")
        body = Organisation.objects.filter(pk=key).first() if key else None
        text, once, dots = said.pop("text"), said.pop("once"), said.pop("dots") or 5
        made = Decision.begin(said.pop("title"), self.by, said.pop("method"), once, body=body, dots=dots, **said)
        if not made.versions.exists():
            Version.write(made, self.by, [(None, words) for words in paragraphs(text)])
            if body:
                belong = Membership.objects.held_on(timezone.localdate()).filter(organisation=body).values("person")
                made.enrol(Person.objects.filter(pk__in=belong, is_active=True), self.by)
        return made


def paragraphs(text: str) -> list[str]:
    """Its clauses: what stands between empty lines."""
    blocks = text.replace("\r\n", "\n").split("\n\n")
    return [block.strip() for block in blocks if block.strip()]


class TextForm(forms.Form):
    """The newest version, clause by clause; an emptied one goes, what stands in `more` is added."""

    more = forms.CharField(
        label=_("New clauses"),
        max_length=20_000,
        required=False,
        widget=FEW_LINES,
        help_text=_("An empty line between."),
    )
    because = forms.CharField(label=_("What changed, and why?"), max_length=400, required=False)

    def __init__(self, *args, decision: Decision, **options) -> None:
        super().__init__(*args, **options)
        self.decision = decision
        newest = decision.newest()
        clauses = {}
        for number, (key, words) in enumerate(newest.plain() if newest else [], start=1):
            label = _("Clause %(n)d") % {"n": number}
            clauses[f"clause-{key}"] = forms.CharField(
                label=label, max_length=4000, required=False, initial=words, widget=FEW_LINES
            )
        self.fields = clauses | self.fields

    def write(self, by: Person) -> Version:
        said = self.cleaned_data
        old = [(int(name.split("-")[1]), words) for name, words in said.items() if name.startswith("clause-")]
        new = [(None, words) for words in paragraphs(said["more"])]
        return Version.write(self.decision, by, [*old, *new], said["because"])


class PutForm(forms.Form):
    """Until when people say, and among which options."""

    until = forms.DateField(label=_("Until the end of which day?"), widget=DAY)
    options = forms.CharField(
        label=_("The options, one a line"), max_length=6000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args, decision: Decision, **options) -> None:
        options.setdefault("initial", {"until": timezone.localdate() + timedelta(days=7)})
        super().__init__(*args, **options)
        self.decision = decision
        if decision.method not in OF_OPTIONS:
            del self.fields["options"]

    def clean_until(self):
        day = self.cleaned_data["until"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("That day has passed."))
        return day

    def clean_options(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["options"].splitlines() if line.strip()]
        if not 2 <= len(set(lines)) <= MOST_OPTIONS:
            raise forms.ValidationError(_("Give two to %(n)d different options, one a line.") % {"n": MOST_OPTIONS})
        return lines

    def put(self, by: Person):
        ends = timezone.make_aware(datetime.combine(self.cleaned_data["until"] + timedelta(days=1), time()))
        return self.decision.put(by, ends, self.cleaned_data.get("options", ()))


class SettleForm(forms.Form):
    state = forms.ChoiceField(label=_("How did it end?"), choices=Settlement.State, widget=forms.RadioSelect)
    words = forms.CharField(label=_("What was decided?"), max_length=4000, widget=FEW_LINES)
    because = forms.CharField(label=_("Why?"), max_length=4000, widget=FEW_LINES)
    binds = forms.CharField(label=_("Whom does it bind?"), max_length=300, required=False)
    beside = forms.MultipleChoiceField(
        label=_("Whose words are kept beside the outcome?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Those who saw it otherwise are ticked. Those on the roll can read them there."),
    )
    review_on = forms.DateField(label=_("When do we look at it again?"), required=False, widget=DAY)

    def __init__(self, *args, said: list[tuple[int, str, str, bool]], **options) -> None:
        options.setdefault("initial", {"beside": [str(line) for line, _name, _words, otherwise in said if otherwise]})
        super().__init__(*args, **options)
        self.said = {line: words for line, _name, words, _otherwise in said}
        self.fields["beside"].choices = [(str(line), f"{name}: {words}") for line, name, words, _otherwise in said]
        if not said:
            del self.fields["beside"]

    def clean_beside(self) -> list:
        return [[int(line), self.said[int(line)]] for line in self.cleaned_data["beside"]]

    def clean_review_on(self):
        day = self.cleaned_data["review_on"]
        if day and day <= timezone.localdate():
            raise forms.ValidationError(_("Choose a day that lies ahead."))
        return day


class ReviewForm(forms.Form):
    words = forms.CharField(
        label=_("What did you find?"),
        max_length=2000,
        widget=FEW_LINES,
        help_text=_("It stands; or what should change."),
    )
    again_on = forms.DateField(label=_("Look at it again on"), required=False, widget=DAY)


class FilterForm(forms.Form):
    state = forms.ChoiceField(
        label=_("How they stand"),
        required=False,
        choices=(
            ("", _("All")),
            ("open", _("Open")),
            ("settled", _("Settled")),
            ("review", _("To be looked at again")),
        ),
    )
    words = forms.CharField(label=_("Words"), required=False, max_length=120)
    place = PlaceSaid(label=_("Place"))
