"""Writing up what worked and what failed, and narrowing the list of it."""

from __future__ import annotations

import re

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.directory.forms.careful import Careful
from folkmoot.directory.forms.entry import EntryForm, people_field, topic_choices, types_field
from folkmoot.directory.forms.fields import PlaceSaid, Pounds, body_called
from folkmoot.directory.models import Activity, PeopleServed, Programme, TypeOfHelp
from folkmoot.directory.sums.when import read_when
from folkmoot.library import scales
from folkmoot.library.models import Barrier, Case
from folkmoot.places.models import Place

ENTRY = re.compile(r"(?:https?://[^/\s]{1,200})?/who/(\d{1,9})/?")


def area(label: str, rows: int = 4, most: int = 10_000, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), help_text=hint
    )


class CaseForm(Careful, EntryForm):
    """A case, in the order in which somebody would tell it."""

    LOOKED_AT = ("title", "summary", "context", "done", "worked", "failed", "cost_words", "overcome", "remaining")

    noun, model = "cases", Case
    PLAIN = (
        "title", "summary", "place_words", "people", "types", "context", "done", "when_said", "came", "worked",
        "failed", "cost_words", "who_pays", "contact_words", "interim", "source", "source_address",
    )  # fmt: skip

    title = forms.CharField(label=gettext_lazy("What was it?"), max_length=200)
    summary = forms.CharField(label=gettext_lazy("In one or two sentences"), required=False, max_length=400)
    place = PlaceSaid(label=gettext_lazy("Where"))
    place_words = forms.CharField(
        label=gettext_lazy("What kind of place is it?"), required=False, max_length=200,
        help_text=gettext_lazy("“A market town with no bus after six.”"),
    )  # fmt: skip
    when_said = forms.CharField(label=gettext_lazy("When"), required=False, max_length=80)
    people = people_field()
    types = types_field()
    topic = forms.ChoiceField(label=gettext_lazy("Topic"), required=False)
    context = area(gettext_lazy("What was it like before, and why was something done?"))
    done = area(gettext_lazy("What was done?"), 8, 20_000, gettext_lazy("Step by step, so that others could do it."))
    came = forms.ChoiceField(label=gettext_lazy("How did it come out?"), choices=Case.Came.choices)
    worked = area(gettext_lazy("What worked?"))
    failed = area(
        gettext_lazy("What failed?"),
        hint=gettext_lazy("What was tried and did not help, and what it cost. This is what others need most."),
    )  # fmt: skip
    cost_low = Pounds(label=gettext_lazy("What did it cost, at least?"))
    cost_high = Pounds(label=gettext_lazy("And at most?"))
    cost_words = forms.CharField(
        label=gettext_lazy("What did that buy, and what was given free?"), required=False, max_length=300
    )
    who_pays = forms.CharField(label=gettext_lazy("Who pays?"), required=False, max_length=200)
    overcome = area(
        gettext_lazy("What stood in the way and was overcome?"), 3, 4000,
        gettext_lazy("One a line; after a colon, how: “No room in the evening: the school lent its hall.”"),
    )  # fmt: skip
    remaining = area(
        gettext_lazy("What still stands in the way?"), 3, 4000,
        gettext_lazy("One a line; after a colon, what would be needed."),
    )  # fmt: skip
    organisation = forms.CharField(
        label=gettext_lazy("Who did it?"), required=False, max_length=255,
        help_text=gettext_lazy("A body that is known here. It may reply beside what you write."),
        widget=forms.TextInput(attrs={"data-suggest": "/organisations/names/"}),
    )  # fmt: skip
    programme = forms.CharField(label=gettext_lazy("Under which programme?"), required=False, max_length=255)
    activities = area(
        gettext_lazy("Which entries of who does what is it about?"), 2, 2000,
        gettext_lazy("One a line: the title, or its address here."),
    )  # fmt: skip
    adapted_from = forms.CharField(
        label=gettext_lazy("Which case did you start from, if one?"), required=False, max_length=200
    )
    adapted_how = forms.CharField(label=gettext_lazy("What did you do differently?"), required=False, max_length=400)
    contact_words = forms.CharField(
        label=gettext_lazy("Whom can one ask?"), required=False, max_length=200,
        help_text=gettext_lazy("A desk or a role. People are named on the page once they said yes."),
    )  # fmt: skip
    source = forms.CharField(label=gettext_lazy("Where is it written down?"), required=False, max_length=300)
    source_address = forms.URLField(
        label=gettext_lazy("A link to that"), required=False, max_length=500, assume_scheme="https"
    )
    interim = forms.BooleanField(
        label=gettext_lazy("This is an interim note: the work, or its evaluation, goes on"), required=False
    )

    def __init__(self, *args, entry: Case | None = None, **options) -> None:
        had = [str(getattr(entry, name, "")) for name in self.LOOKED_AT] if entry else []
        had += [f"{one.words} {one.how}" for one in entry.barriers.all()] if entry else []
        super().__init__(*args, entry=entry, had=had, **options)
        self.fields["topic"].choices = topic_choices()

    def initial_of(self, entry: Case) -> dict:
        rows = list(entry.barriers.order_by("order", "pk"))
        lines = {kind: "\n".join(_line(row) for row in rows if row.overcome is kind) for kind in (True, False)}
        topic = entry.topics.first()
        return entry.facts() | {
            "place": entry.place,
            "topic": topic.pk if topic else "",
            "cost_low": entry.cost_low_pence,
            "cost_high": entry.cost_high_pence,
            "organisation": entry.organisation.name if entry.organisation else "",
            "programme": entry.programme.name if entry.programme else "",
            "activities": "\n".join(one.title for one in entry.activities.all()),
            "adapted_from": entry.adapted_from.title if entry.adapted_from else "",
            "overcome": lines[True],
            "remaining": lines[False],
        }

    def clean_organisation(self):
        name = self.cleaned_data["organisation"]
        body = body_called(name) if name else None
        if name and body is None:
            raise forms.ValidationError(_("We do not know a body of that name. Enter it first, or leave this empty."))
        return body

    def clean_programme(self):
        name = self.cleaned_data["programme"].strip()
        found = Programme.objects.live().shown().filter(name__iexact=name).first() if name else None
        if name and found is None:
            raise forms.ValidationError(_("We do not know a programme of that name."))
        return found

    def clean_activities(self) -> list[int]:
        return [_activity(line, self.by) for line in self.cleaned_data["activities"].split("\n") if line.strip()]

    def clean_adapted_from(self):
        title = self.cleaned_data["adapted_from"].strip()
        found = Case.objects.live().shown().filter(title__iexact=title).first() if title else None
        if title and (found is None or (self.entry and found.pk == self.entry.pk)):
            raise forms.ValidationError(_("There is no other case of that title."))
        return found

    def clean(self) -> dict:
        said = super().clean()
        if said.get("came") == Case.Came.FAILED and not said.get("failed") and "failed" not in self.errors:
            self.add_error("failed", _("Say what failed: that is what others can learn from it."))
        low, high = said.get("cost_low"), said.get("cost_high")
        if high is not None and low is None and "cost_low" not in self.errors:
            self.add_error("cost_low", _("Say at least what it cost, or leave both empty."))
        if low is not None and high is not None and high < low:
            self.add_error("cost_high", _("The most is less than the least."))
        return said

    def more_facts(self) -> dict:
        said = self.cleaned_data
        place: Place | None = said["place"]
        first, last = read_when(said["when_said"], timezone.localdate()) if said["when_said"] else (None, None)
        return {
            "place": place.pk if place else None,
            "topics": [said["topic"]] if said["topic"] else [],
            "when_from": first.isoformat() if first else None,
            "when_to": last.isoformat() if last else None,
            "cost_low_pence": said["cost_low"],
            "cost_high_pence": said["cost_high"],
            "organisation": said["organisation"].pk if said["organisation"] else None,
            "programme": said["programme"].pk if said["programme"] else None,
            "activities": sorted(said["activities"]),
            "adapted_from": said["adapted_from"].pk if said["adapted_from"] else None,
            "adapted_how": said["adapted_how"] if said["adapted_from"] else "",
        }

    def keep_barriers(self, case: Case) -> None:
        said = self.cleaned_data
        rows = [(*_read(line), True) for line in said["overcome"].split("\n") if line.strip()]
        rows += [(*_read(line), False) for line in said["remaining"].split("\n") if line.strip()]
        Barrier.set_all(case, [(words, overcome, how) for words, how, overcome in rows[:40]], self.by)


def _line(row: Barrier) -> str:
    return f"{row.words}: {row.how}" if row.how else row.words


def _read(line: str) -> tuple[str, str]:
    words, _colon, how = line.strip().partition(":")
    return words.strip()[:300], how.strip()[:400]


def _activity(line: str, by) -> int:
    """The one public activity a line names; an error that names the line otherwise."""
    seen, words = Activity.objects.live().shown().public(), line.strip()
    address = ENTRY.fullmatch(words)
    found = seen.filter(pk=address[1]) if address else seen.filter(title__iexact=words)
    keys = list(found.values_list("pk", flat=True)[:2])
    if len(keys) != 1:
        why = _("There are several called “%(words)s”: write the address of the one you mean.")
        none = _("We know of nothing called “%(words)s”.")
        raise forms.ValidationError((why if keys else none) % {"words": words[:80]})
    return keys[0]


class CasesFilter(forms.Form):
    """Every filter may be left out."""

    words = forms.CharField(label=gettext_lazy("Words"), required=False, max_length=200)
    place = PlaceSaid(label=gettext_lazy("Place"))
    type = forms.ModelChoiceField(TypeOfHelp.objects.all(), label=gettext_lazy("Type of help"), required=False)
    people = forms.ModelChoiceField(PeopleServed.objects.all(), label=gettext_lazy("For whom"), required=False)
    topic = forms.ChoiceField(label=gettext_lazy("Topic"), required=False)
    came = forms.ChoiceField(
        label=gettext_lazy("How it came out"), required=False, choices=[("", gettext_lazy("Any")), *Case.Came.choices]
    )
    evidence = forms.ChoiceField(label=gettext_lazy("Evidence at least"), required=False)
    failed = forms.CharField(
        label=gettext_lazy("Words in what failed"), required=False, max_length=100,
    )  # fmt: skip

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, auto_id="find_%s", **options)
        self.fields["evidence"].choices = [("", _("Any")), *scales.level_choices()]
        self.fields["topic"].choices = topic_choices()
        for name in ("type", "people"):
            self.fields[name].empty_label = _("Any")
