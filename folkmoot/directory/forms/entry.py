"""What every form of the directory shares: plain facts in, plain facts out, and a key that makes it safe twice."""

from __future__ import annotations

import secrets

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from folkmoot.directory.models import PeopleServed, Topic, TypeOfHelp
from folkmoot.people.models import Person


def new_once() -> str:
    """The key that makes a form sent twice one and the same."""
    return secrets.token_urlsafe(12)


class Choices(forms.ModelMultipleChoiceField):
    """Ticks for a vocabulary; the cleaned value is a list of codes."""

    def __init__(self, model, **options) -> None:
        super().__init__(model.objects.all(), **{"required": False, "widget": forms.CheckboxSelectMultiple} | options)

    def clean(self, value) -> list[str]:
        return sorted(thing.pk for thing in super().clean(value))


class EntryForm(forms.Form):
    """A form of one noun. `entry` is the one to change, or None for a new one; `by` who does it.

    A suggestion `makes_new` nothing: it may name only bodies and places that are known.
    The fields named in `PLAIN` are facts as they are; the rest a form reads in `more_facts`.
    """

    noun = ""
    model = None
    PLAIN: tuple[str, ...] = ()

    once = forms.SlugField(widget=forms.HiddenInput, required=False, max_length=40, initial=new_once)

    def __init__(self, *args, by: Person | None = None, entry=None, makes_new=True, **options) -> None:
        self.by, self.entry, self.makes_new = by, entry, makes_new
        if entry is not None:
            options["initial"] = self.initial_of(entry) | options.get("initial", {})
        super().__init__(*args, **options)

    def initial_of(self, entry) -> dict:
        return entry.facts()

    def facts(self) -> dict:
        """The facts as written: field → plain value. Makes what has to be made first (a new body, a new place)."""
        plain = {name: self.cleaned_data[name] for name in self.PLAIN if name in self.fields}
        return plain | self.more_facts()

    def more_facts(self) -> dict:
        return {}

    def enter(self, interest: str = ""):
        """The new entry; the same form sent twice gives the same one."""
        with transaction.atomic():
            return self.model.enter(self.by, self.facts(), once=self.cleaned_data["once"], interest=interest)

    def revise(self, why: str = "", interest: str = ""):
        """The change, or None when nothing is different."""
        with transaction.atomic():
            return self.entry.revise(self.by, self.facts(), why=why, interest=interest)

    def changes(self) -> dict:
        """The facts that differ from the entry's: what a suggestion holds."""
        now = self.entry.facts()
        return {name: value for name, value in self.facts().items() if now.get(name) != value}


def types_field() -> Choices:
    return Choices(TypeOfHelp, label=_("Type of help"))


def people_field() -> Choices:
    return Choices(PeopleServed, label=_("For whom"))


def topic_choices() -> list:
    """Topics under their categories, for a select; empty where the words have not been planted."""
    groups: dict[str, list] = {}
    for topic in Topic.objects.order_by("category", "name"):
        groups.setdefault(topic.category or topic.name, []).append((topic.code, topic.name))
    return [("", _("None")), *groups.items()]
