"""Putting a question."""

from __future__ import annotations

import secrets
from datetime import datetime, time

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.directory.forms.fields import PlaceSaid, Pounds
from folkmoot.directory.models import Membership, Organisation
from folkmoot.people.models import Person
from folkmoot.priorities.models import Question, Statement, Voice
from folkmoot.priorities.models.statement import LONGEST

MOST_LINES = 60
MOST_PARTS = 12
# Field → the age of a voice it counts.
AGES = {
    "under_25": Voice.Age.UNDER_25.value,
    "from_25": Voice.Age.UNDER_45.value,
    "from_45": Voice.Age.UNDER_65.value,
    "from_65": Voice.Age.OVER_64.value,
}


class QuestionForm(forms.Form):
    words = forms.CharField(label=_("The question"), max_length=300, help_text=_("As you would ask it at the door."))
    kind = forms.ChoiceField(
        label=_("How do people answer?"), choices=Question.Kind.choices, initial="statements", widget=forms.RadioSelect
    )
    lines = forms.CharField(
        label=_("What they can choose, one a line"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "Statements to agree or disagree with, ten or more and from every side; or the things to choose between. "
            "In a basket each ends with its price: “A bench by the ford £900”."
        ),
    )
    purse_pence = Pounds(label=_("In a basket: how much is there?"), help_text=_("£5,000"))
    about = forms.CharField(
        label=_("Why you ask"), required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 4})
    )
    so_that = forms.CharField(
        label=_("Who reads the answers, and what do they do with them?"),
        max_length=400,
        help_text=_("People ask this first. If nothing can change, do not ask."),
    )
    asked_of = forms.CharField(
        label=_("Who is asked?"), max_length=200, help_text=_("“Everyone who lives in Mill Lane”.")
    )
    place = PlaceSaid(label=_("For which place?"), help_text=_("A name or a postcode."))
    organisation = forms.ModelChoiceField(
        label=_("Who asks?"), queryset=Organisation.objects.none(), required=False, empty_label=_("I do")
    )
    affected = forms.CharField(
        label=_("Who is touched most by what is decided?"),
        max_length=300,
        help_text=_("They stand beside every result, however few they are."),
    )
    learn = forms.ChoiceField(
        label=_("Is there something to read first?"), choices=Question.Learn.choices, initial="nothing"
    )
    reading = forms.CharField(
        label=_("The page to read"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 6})
    )
    voices = forms.ChoiceField(
        label=_("Whose voices are in the result?"), choices=Question.Voices.choices, initial="local"
    )
    results = forms.ChoiceField(label=_("When is the result shown?"), choices=Question.Results.choices, initial="after")
    takes_statements = forms.BooleanField(
        label=_("People may put statements of their own"), required=False, initial=True
    )
    gives_file = forms.BooleanField(
        label=_("Give out the votes, without names, order or time, so that anybody can count again"),
        required=False,
        initial=True,
    )
    under_25 = forms.IntegerField(
        label=_("How many people under 25 live there?"),
        required=False,
        min_value=1,
        max_value=100_000_000,
        help_text=_("With all four ages the result is also shown weighted to the people of the place."),
    )
    from_25 = forms.IntegerField(label=_("How many from 25 to 44?"), required=False, min_value=1, max_value=100_000_000)
    from_45 = forms.IntegerField(label=_("How many from 45 to 64?"), required=False, min_value=1, max_value=100_000_000)
    from_65 = forms.IntegerField(label=_("How many of 65 or over?"), required=False, min_value=1, max_value=100_000_000)
    parts = forms.CharField(
        label=_("Parts of the place, and how many live in each, one a line"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "“Mill Lane 640”. Two to twelve; people may say in which they live, and the result is weighted by it."
        ),
    )
    counted_by = forms.CharField(
        label=_("Where are these numbers from?"),
        required=False,
        max_length=200,
        help_text=_("“Census 2021, the ward of Mill Lane”."),
    )
    closes_on = forms.DateField(
        label=_("Until when?"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    once = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def __init__(self, *args, by: Person, **options) -> None:
        options["initial"] = {"once": secrets.token_urlsafe(12)} | (options.get("initial") or {})
        super().__init__(*args, **options)
        self.by = by
        mine = Membership.objects.spoken_by(by, timezone.localdate())
        self.fields["organisation"].queryset = Organisation.objects.filter(pk__in=mine, same_as=None)

    def clean(self) -> dict:
        said = super().clean()
        basket = said.get("kind") == Question.Kind.BASKET
        if said.get("closes_on") and said["closes_on"] < timezone.localdate():
            self.add_error("closes_on", _("That day has passed."))
        if basket and not said.get("purse_pence") and "purse_pence" not in self.errors:
            self.add_error("purse_pence", _("Say how much there is to spend."))
        if said.get("learn") != Question.Learn.NOTHING and not said.get("reading"):
            self.add_error("reading", _("Write what there is to read."))
        if said.get("learn") == Question.Learn.BETWEEN and said.get("kind") != Question.Kind.STATEMENTS:
            self.add_error("learn", _("Saying twice is for statements. Choose the page to read first."))
        self._check_ages(said)
        if "lines" not in self.errors:
            said["rows"] = self._rows(said["lines"], basket)
        return said

    def _check_ages(self, said: dict) -> None:
        ages = {name: said.pop(name, None) for name in AGES}
        source, parts = said.pop("counted_by", "").strip(), self._parts(said.pop("parts", ""))
        missing = [name for name, n in ages.items() if not n and name not in self.errors]
        has_ages = len(missing) < len(AGES)
        for name in missing if has_ages else ():
            self.add_error(name, _("Fill in all four ages, or none."))
        if (has_ages or parts) and not source:
            self.add_error("counted_by", _("Say where the numbers are from. It stands beside the result."))
        known = {"ages": {AGES[name]: n for name, n in ages.items()}} if has_ages else {}
        known |= {"parts": parts} if parts else {}
        said["population"] = known | {"source": source} if known else {}

    def _parts(self, lines: str) -> dict[str, int]:
        """Name → how many live there, in the order of the lines."""
        parts: dict[str, int] = {}
        for number, line in enumerate(filter(None, (" ".join(one.split()) for one in lines.splitlines())), start=1):
            name, _blank, people = line.rpartition(" ")
            name, people = name.rstrip(" ,:-–"), people.replace(",", "")
            if not name or len(name) > 80 or not (people.isdecimal() and 0 < int(people[:10]) <= 100_000_000):
                self.add_error(
                    "parts", _("Line %(n)s has no name with a number behind it, like Mill Lane 640.") % {"n": number}
                )
            elif name in parts:
                self.add_error("parts", _("Line %(n)s names a part that stands above already.") % {"n": number})
            else:
                parts[name] = int(people)
        if parts and not 2 <= len(parts) <= MOST_PARTS:
            self.add_error("parts", _("Name between 2 and %(most)s parts, or none.") % {"most": MOST_PARTS})
        return parts

    def _rows(self, lines: str, priced: bool) -> list[tuple[str, int | None]]:
        rows = []
        for number, line in enumerate(filter(None, (" ".join(one.split()) for one in lines.splitlines())), start=1):
            words, price = line, None
            if priced:
                words, _pound, sum_said = line.rpartition("£")
                price = self._price(sum_said)
                words = words.rstrip(" ,:-–")
                if not words or price is None:
                    self.add_error("lines", _("Line %(n)s has no price at its end, like £900.") % {"n": number})
                    continue
            if len(words) > LONGEST:
                self.add_error("lines", _("Line %(n)s is too long. One thing in one sentence.") % {"n": number})
            rows.append((words, price))
        rows = list(dict(reversed(rows)).items())[::-1]
        if not 2 <= len(rows) <= MOST_LINES:
            self.add_error("lines", _("Write between 2 and %(most)s of them, one a line.") % {"most": MOST_LINES})
        return rows

    def _price(self, words: str) -> int | None:
        try:
            return Pounds().clean(words)
        except forms.ValidationError:
            return None

    @transaction.atomic
    def ask(self) -> Question:
        said = dict(self.cleaned_data)
        rows, once, ends = said.pop("rows"), said.pop("once"), said.pop("closes_on")
        said.pop("lines")
        if said["kind"] != Question.Kind.BASKET:
            said["purse_pence"] = None
        if said["kind"] != Question.Kind.STATEMENTS:
            said["takes_statements"] = False
        closes_at = timezone.make_aware(datetime.combine(ends, time(23, 59))) if ends else None
        made = Question.ask(
            said.pop("words"), self.by, closes_at=closes_at, once=once and f"{self.by.pk} {once}" or None, **said
        )
        for words, price in rows:
            Statement.seed_with(made, words, self.by, price)
        return made


class KnownForm(forms.Form):
    """Where somebody lives, and which body there knows them."""

    place = PlaceSaid(label=_("Your postcode"), required=True, help_text=_("Only the place it lies in is kept."))
    organisation = forms.CharField(
        label=_("A group or body there that knows you"),
        max_length=200,
        widget=forms.TextInput(attrs={"data-suggest": "/organisations/names/"}),
    )

    def clean_organisation(self) -> Organisation:
        name = self.cleaned_data["organisation"].strip()
        found = list(Organisation.objects.live().shown().filter(name__iexact=name, same_as=None)[:2])
        if len(found) != 1:
            raise forms.ValidationError(
                _("We know no one body of that name. Write its name as it stands in the directory.")
            )
        if not found[0].speakers(timezone.localdate()).exists():
            raise forms.ValidationError(
                _("Nobody speaks for that body here yet, so nobody could answer. Name another.")
            )
        return found[0]


class GiveForm(forms.Form):
    """A convenor or organiser says that they have met somebody here."""

    email = forms.EmailField(label=_("The address of their account"), max_length=254)
    place = PlaceSaid(label=_("Where they are known to live"), required=True)
