"""What every form of the directory shares: plain facts in, plain facts out, and a key that makes it safe twice."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.directory.models import PeopleServed, Topic, TypeOfHelp
from folkmoot.kit.refusals import Refusal
from folkmoot.people.models import Person

A_MOMENT = timedelta(minutes=10)


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
        """The new entry; the same form sent twice gives the same one, also after going back to it."""
        with transaction.atomic():
            facts = self.facts()
            once = self.cleaned_data["once"]
            return self._just_entered(facts) or self.model.enter(self.by, facts, once=once, interest=interest)

    def entered(self, interest: str = ""):
        """As `enter`; None where it is refused, and the form says why beside what was written."""
        try:
            return self.enter(interest)
        except Refusal as refused:
            self.add_error(None, refused.words)
            return None

    def _just_entered(self, facts: dict):
        """What this person entered a moment ago with the very same facts: a browser that goes back to a form asks for
        it anew, with another key, and keeps what was written in it."""
        if self.by is None:
            return None
        lately = self.model.objects.live().filter(entered_by=self.by, entered_at__gte=timezone.now() - A_MOMENT)
        for one in lately.order_by("-pk")[:5]:
            now = one.facts()
            if getattr(one, "closed_at", None) is None and all(now.get(name) == facts[name] for name in facts):
                return one
        return None

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
