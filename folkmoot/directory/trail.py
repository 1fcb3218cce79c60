"""An entry's history as a page shows it: where each fact comes from, what was changed, and what sources say."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.directory.models import Organisation, Record, Revision
from folkmoot.directory.wording import HIDDEN, LABELS, SILENT, Word, Wording, difference

LONG = {"about", "shaped_by", "title", "words"}


@dataclass(frozen=True)
class Fact:
    """One fact in words, and who said so when."""

    name: str
    label: str
    words: list[Word]
    source: str
    at: datetime | None

    @property
    def origin(self) -> tuple[str, date | None]:
        return self.source, _day(self.at)


@dataclass(frozen=True)
class Change:
    """What a revision did to one fact: for text, runs of (kind, words); else before and after in words."""

    label: str
    before: str
    after: str
    runs: list[tuple[str, str]] | None


def facts_of(entry: models.Model, facts: dict | None = None, day: date | None = None) -> list[Fact]:
    """The known facts in the order of the model, each with its source and date. `facts`: as it once stood, on that
    `day`; what was said of it later is no source for them."""
    facts = facts if facts is not None else entry.facts()
    wording, origins = Wording(entry, facts), _origins(entry)
    wording.hides = wording.hides or bool(facts.get("hides_address"))
    found = []
    for name in entry.FACTS:
        words = wording.words(name, facts[name]) if name not in SILENT else []
        if words:
            source, at = origins.get(name, ("", None))
            source, at = ("", None) if day and at and timezone.localdate(at) > day else (source, at)
            found.append(Fact(name, LABELS[name], words, source, at))
    return found


def mostly(facts: list[Fact]) -> tuple[str, date | None]:
    """The source and day that most of these facts have, to be said once instead of beside each."""
    said = Counter(fact.origin for fact in facts)
    return said.most_common(1)[0][0] if said else ("", None)


def _day(at: datetime | None) -> date | None:
    return timezone.localdate(at) if at else None


def _origins(entry: models.Model) -> dict[str, tuple[str, datetime]]:
    """Field → (who or what says so, when): the last revision that set it, else a record, else who entered it."""
    origins = dict.fromkeys(entry.FACTS, (str(entry.entered_by or ""), entry.entered_at))
    now = entry.facts()
    for record in records_of(entry):
        agree = [name for name in set(record.fields) & set(entry.FACTS) if record.fields[name] == now[name]]
        origins |= dict.fromkeys(agree, (record.source.name, record.read_at))
    for revision in reversed(Revision.objects.of(entry).select_related("by")):
        said = (revision.source or str(revision.by or ""), revision.at)
        origins |= dict.fromkeys(revision.changes, said)
    return origins


def records_of(entry: models.Model) -> list[Record]:
    """What each source says of it, those it absorbed included, oldest first."""
    if entry._meta.model_name not in ("organisation", "activity", "programme"):
        return []
    kept = Record.objects.filter(**{f"{entry._meta.model_name}__in": entry.selves()}, gone_at=None)
    return list(kept.select_related("source").order_by("read_at", "pk"))


@dataclass(frozen=True)
class Row:
    """One field as each source has it, in the order of the sources; `differ` when two that say something disagree."""

    label: str
    cells: list[str]
    differ: bool


def side_by_side(entry: models.Model) -> tuple[list[Record], list[Row]]:
    """Every field that a source gives for the entry, beside what the other sources give.

    A hidden address leaves only the fields that are known to hold none.
    """
    records = records_of(entry)
    wording = Wording(entry, *(_plain(entry, record.fields) for record in records))
    safe = set(entry.FACTS) - set(Organisation.HIDDEN)
    names = list(dict.fromkeys(name for record in records for name in record.fields if name not in SILENT))
    if keeps_addresses_hidden(entry):
        names = [name for name in names if name in safe]
    rows = []
    for name in names:
        cells = [_cell(wording, name, _plain(entry, record.fields), record.fields.get(name)) for record in records]
        said = {cell.casefold() for cell in cells if cell}
        rows.append(Row(LABELS.get(name, name.replace("_", " ").capitalize()), cells, len(said) > 1))
    return records, rows


def keeps_addresses_hidden(entry: models.Model) -> bool:
    """Whether it, or a body with a part in it, hides its address, or did once: what sources said then stays out."""
    if getattr(entry, "hides_address", False):
        return True
    if isinstance(entry, Organisation):
        return Revision.objects.of(entry).filter(changes__has_key="hides_address").exists()
    return hasattr(entry, "parties") and entry.parties.filter(organisation__hides_address=True).exists()


def _plain(entry: models.Model, fields: dict) -> dict:
    """Those of a record's values that are facts as a revision holds them (ids, codes, whole numbers, choices)."""
    return {name: value for name, value in fields.items() if name in entry.FACTS and _is_plain(entry, name, value)}


def _is_plain(entry: models.Model, name: str, value) -> bool:
    if hasattr(entry, f"rows_of_{name}"):
        return isinstance(value, list) and all(isinstance(each, int | list) for each in value)
    field = entry._meta.get_field(name)
    if field.many_to_many:
        return isinstance(value, list)
    return bool(field.choices) or isinstance(value, int)


def _cell(wording: Wording, name: str, plain: dict, value) -> str:
    if name in plain:
        return ", ".join(map(str, wording.words(name, value)))
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value in (None, "") else str(value)


def history_of(entry: models.Model) -> list[tuple[Revision, list[Change]]]:
    """Every revision with its changes in words, newest first; those of entries it absorbed included."""
    revisions = list(Revision.objects.of(entry, entry.selves()).select_related("by", "undoes", "undone_by"))
    wording = Wording(entry, *({name: side for name, (side, _) in r.changes.items()} for r in revisions),
                      *({name: side for name, (_, side) in r.changes.items()} for r in revisions))  # fmt: skip
    hidden, told = {}, []
    for revision in revisions:
        after = hidden.get(revision.key, getattr(entry, "hides_address", False))
        before = revision.changes.get("hides_address", [after])[0] or False
        hidden[revision.key] = before
        wording.hides = after or before or getattr(entry, "hides_address", False)
        told.append((revision, _changes(revision, wording)))
    return told


def _changes(revision: Revision, wording: Wording) -> list[Change]:
    rows = []
    for name, (before, after) in revision.changes.items():
        if name in SILENT or name not in LABELS:
            continue
        old, new = (", ".join(map(str, wording.words(name, side))) for side in (before, after))
        plain = name in LONG and old and new and HIDDEN not in (old, new)
        rows.append(Change(LABELS[name], old, new, difference(old, new) if plain else None))
    return rows


def changes_in_words(entry: models.Model, changes: dict) -> list[Change]:
    """What a suggestion would change, from how things stand now."""
    now = entry.facts()
    wording = Wording(entry, now, changes)
    wording.hides = wording.hides or bool(changes.get("hides_address"))
    both = {name: [now.get(name), value] for name, value in changes.items() if now.get(name) != value}
    return _changes(Revision(changes=both), wording)


def missing(entry: models.Model) -> list[str]:
    """Which of the ten facts nobody has told, in words."""
    names = {
        "about": _("what it is"),
        "who": _("who does it"),
        "type": _("the type of help"),
        "topic": _("its topics"),
        "people": _("whom it is for"),
        "place": _("where"),
        "when": _("when"),
        "stage": _("how far it is"),
        "money": _("the money"),
        "contact": _("how to reach it"),
    }
    return [str(names[name]) for name, known in entry.known().items() if not known]
