"""Facts as people read them: what each is called, and an id as the name of the thing."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import models
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext_lazy as _

from folkmoot.directory.models import Organisation, Party
from folkmoot.directory.models.party import when_words
from folkmoot.kit.templatetags.kit import pounds
from folkmoot.kit.writers import Shown
from folkmoot.places.models import Place

LABELS = {
    "title": _("What"),
    "name": _("Name"),
    "words": _("In a few words"),
    "thing": _("What kind of thing"),
    "about": _("About it"),
    "programme": _("Part of"),
    "organisation": _("Whose"),
    "person": _("Who said it"),
    "types": _("Type of help"),
    "topics": _("Topics"),
    "people": _("For whom"),
    "people_words": _("For whom, in their words"),
    "parties": _("Who"),
    "served": _("Where"),
    "place": _("Where"),
    "stage": _("How far it is"),
    "starts_said": _("When, or when it starts"),
    "ends_said": _("When it ends"),
    "when_said": _("When"),
    "offered": _("Places offered"),
    "filled": _("Places filled"),
    "money_pence": _("What it costs in all"),
    "shaped_by": _("How those it serves helped shape it"),
    "website": _("Web page"),
    "contact": _("How to reach it"),
    "private_for_now": _("Private for now"),
    "sector": _("What kind of body"),
    "address": _("Address"),
    "postcode": _("Postcode"),
    "hides_address": _("Address never shown"),
    "email": _("Email"),
    "phone": _("Telephone"),
    "is_funder": _("Gives money"),
    "identifiers": _("Register numbers"),
    "said_at": _("Where it was said"),
    "figure": _("The figure"),
    "out_of": _("Out of"),
    "unit": _("Of what"),
    "source": _("Source"),
    "source_url": _("Its web page"),
    "as_of": _("Of what date"),
    "same_as": _("The same as"),
    "funder": _("Who funds it"),
    "host": _("Who hosts it"),
}
SILENT = {"starts_from", "starts_to", "ends_from", "ends_to"}
HIDDEN = _("kept private")


@dataclass(frozen=True)
class Word:
    """A piece of text, with the address of the thing it names where there is one."""

    text: str
    address: str = ""

    def __str__(self) -> str:
        return str(self.text)


class Wording:
    """The names of every id in some facts, fetched once: a constant number of queries however many facts."""

    def __init__(self, entry: models.Model, *all_facts: dict) -> None:
        self.model = type(entry)
        self.hides = getattr(entry, "hides_address", False)
        ids = defaultdict(set)
        for facts in all_facts:
            for name, value in facts.items():
                for other, key in self._links(name, value):
                    ids[other].add(key)
        self.lists = _lists(entry) if any("parties" in facts for facts in all_facts) else {}
        self.things = {other: _named(other, keys) for other, keys in ids.items()}

    def _links(self, name: str, value) -> list[tuple]:
        if name == "parties":
            return [(Organisation, row[0]) for row in value or []]
        if name == "served":
            return [(Place, key) for key in value or []]
        if name in ("identifiers", ""):
            return []
        other = self.model._meta.get_field(name).related_model
        keys = value if isinstance(value, list) else [value]
        return [(other, key) for key in keys if key is not None] if other else []

    def words(self, name: str, value) -> list[Word]:
        """One fact in words; nothing where nothing is known."""
        if name in Organisation.HIDDEN and self.hides:
            return [Word(HIDDEN)] if value else []
        if name == "parties":
            return [self._party(*row) for row in value or []]
        if name == "identifiers":
            return [Word(" ".join(row)) for row in value or []]
        if links := self._links(name, value):
            return [self._name(other, key) for other, key in links]
        return [Word(text)] if (text := self._text(name, value)) else []

    def _name(self, other, key) -> Word:
        thing = self.things[other].get(key)
        if thing is None:
            return Word(_("something no longer here"))
        if self.hides and isinstance(thing, Place) and thing.kind == Place.Kind.STREET and thing.parent:
            thing = thing.parent
        return Word(str(thing), thing.get_absolute_url() if hasattr(thing, "get_absolute_url") else "")

    def _party(self, body: int, role: str, pence: int | None, when: dict | None = None) -> Word:
        name = self._name(Organisation, body)
        said = part_words(role, pence, when)
        if source := self.lists.get((body, role)):
            said.append(_("says “%(source)s”") % {"source": source})
        return Word(f"{name.text} ({', '.join(said)})", name.address)

    def _text(self, name: str, value) -> str:
        if value in (None, "", [], False):
            return ""
        if value is True:
            return str(_("yes"))
        if name == "money_pence":
            return pounds(value)
        field = self.model._meta.get_field(name)
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        if isinstance(field, models.DateField):
            return date_format(date.fromisoformat(value), "j F Y")
        if isinstance(field, models.DecimalField):
            return Shown.of(Decimal(value))
        return number_format(value, force_grouping=True) if isinstance(value, int) else str(value)


def part_words(role: str, pence: int | None, when: dict | None = None) -> list[str]:
    """What is told of one part: which, its money, and from when to when."""
    said = [str(Party.Role(role).label)]
    said += [pounds(pence)] if pence is not None else []
    return said + ([when_words(when)] if when else [])


def _lists(entry: models.Model) -> dict[tuple[int, str], str]:
    """(organisation, role) → the list that gives it, where a list does."""
    if not (entry.pk and hasattr(entry, "parties")):
        return {}
    rows = entry.parties.exclude(source=None).values_list("organisation", "role", "source__name")
    return {(body, role): name for body, role, name in rows}


def _named(other, keys: set) -> dict:
    things = other._default_manager.filter(pk__in=keys)
    if other is Place:
        things = things.select_related("parent")
    return {thing.pk: thing for thing in things}


def difference(before: str, after: str) -> list[tuple[str, str]]:
    """Runs of words as (kind, text), kind one of "same", "out" and "in", in reading order."""
    old, new = (re.findall(r"\s+|[^\s]+", text) for text in (before, after))
    runs = []
    for kind, i1, i2, j1, j2 in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            runs.append(("same", "".join(old[i1:i2])))
            continue
        runs += [("out", "".join(old[i1:i2]))] if i2 > i1 else []
        runs += [("in", "".join(new[j1:j2]))] if j2 > j1 else []
    return runs
