"""What a line of the journal concerns besides the thing it is about: the programme of an activity, the topics of an
event, whoever did it. Read both ways: which watches hear of a line, and which lines a thing has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.apps import apps
from django.db.models import Q

from folkmoot.journal.models import Line

TOPIC, PERSON = "directory.topic", "people.person"
TALK, GROUP = "conversations.discussion", "conversations.group"
MOST_KEYS = 2000


class Lead(NamedTuple):
    """Lines about `kind` concern things of `to`: in the rows of `model`, `value` is found by `key`."""

    kind: str
    model: str
    key: str
    value: str
    to: str


def _of_entry(kind: str, *values: tuple[str, str]) -> list[Lead]:
    return [Lead(kind, kind, "pk", value, to) for value, to in values]


BODY, PROGRAMME = "directory.organisation", "directory.programme"
LEADS = [
    *_of_entry("directory.activity", ("programme", PROGRAMME), ("programme__same_as", PROGRAMME),
               ("parties__organisation", BODY), ("parties__organisation__same_as", BODY), ("topics", TOPIC)),
    *_of_entry("directory.programme", ("organisation", BODY), ("organisation__same_as", BODY)),
    *_of_entry("directory.offer", ("organisation", BODY), ("topics", TOPIC)),
    *_of_entry("directory.ask", ("organisation", BODY), ("topics", TOPIC)),
    *_of_entry("promises.promise", ("organisation", BODY), ("holder", PERSON)),
    *_of_entry("promises.word", ("promise", "promises.promise")),
    *_of_entry("events.event", ("hosts__organisation", BODY), ("topics", TOPIC), ("series", "events.series"),
               ("stage__convening", "events.convening")),
    *_of_entry("events.sounding", ("organisation", BODY)),
    *_of_entry("events.convening", ("organisation", BODY)),
    *_of_entry("events.pitch", ("event", "events.event")),
    *_of_entry("conversations.post", ("discussion", TALK), ("discussion__group", GROUP),
               ("discussion__group__programme", PROGRAMME), ("discussion__group__topic", TOPIC)),
    *_of_entry("conversations.discussion", ("group", GROUP), ("group__programme", PROGRAMME), ("group__topic", TOPIC)),
    *_of_entry("conversations.group", ("programme", PROGRAMME), ("topic", TOPIC), ("organisation", BODY)),
    *_of_entry("library.page", ("topics", TOPIC), ("folder__programme", PROGRAMME), ("folder__topic", TOPIC),
               ("folder__group", GROUP), ("folder__organisation", BODY), ("folder", "library.folder")),
    *_of_entry("library.toolkit", ("organisation", BODY), ("topics", TOPIC)),
    *_of_entry("library.case", ("programme", PROGRAMME), ("organisation", BODY), ("topics", TOPIC)),
    *_of_entry("newsroom.piece", ("desk__event", "events.event")),
    *_of_entry("newsroom.outsidepost", ("desk__event", "events.event")),
    *_of_entry("newsroom.roundup", ("desk__event", "events.event")),
    *_of_entry("decisions.proposition", ("organisation", BODY), ("body", BODY)),
    *_of_entry("decisions.decision", ("body", BODY)),
    *_of_entry("priorities.question", ("organisation", BODY)),
    Lead("conversations.post", "events.event", "talk__posts", "pk", "events.event"),
]  # fmt: skip


def concerned(lines: Iterable[Line]) -> dict[int, set[tuple[str, str]]]:
    """Line's pk → every (kind, key) it concerns: its own thing, whoever did it, and what that belongs to. A line that
    concerns a topic concerns the wider topics it lies in. One query for each lead, however many lines."""
    lines, by_kind = list(lines), defaultdict(list)
    for line in lines:
        by_kind[line.kind].append(line)
    found = {line.pk: {(line.kind, line.key)} for line in lines}
    for line in lines:
        if line.by_id:
            found[line.pk].add((PERSON, str(line.by_id)))
    for lead in LEADS:
        if about := by_kind.get(lead.kind):
            known = _values(lead, about)
            for line in about:
                found[line.pk] |= known.get(line.key, set())
    return found


def _values(lead: Lead, lines: Iterable[Line]) -> dict[str, set[tuple[str, str]]]:
    keys = {int(line.key) for line in lines if line.key.isdigit()}
    if not keys:
        return {}
    known = defaultdict(set)
    rows = _rows(lead).filter(**{f"{lead.key}__in": keys, f"{lead.value}__isnull": False})
    for key, value in rows.values_list(lead.key, lead.value):
        known[str(key)] |= {(lead.to, part) for part in _wider(lead.to, str(value))}
    return known


def _rows(lead: Lead):
    return apps.get_model(lead.model)._base_manager.order_by()


def _wider(kind: str, key: str) -> list[str]:
    """The key itself; of a topic also the codes it begins with: "HE102" lies in "HE1" and in "HE"."""
    return [key[:length] for length in range(2, len(key) + 1)] if kind == TOPIC else [key]


def lines_about(kind: str, key: str) -> Q:
    """The lines that concern this thing, as a filter; for a place use `Line.objects.at`."""
    wanted = Q(kind=kind, key=str(key))
    if kind == PERSON:
        wanted |= Q(by=key)
    for lead in LEADS:
        if lead.to == kind:
            how = "__code__startswith" if kind == TOPIC else ""
            keys = _rows(lead).filter(**{f"{lead.value}{how}": key}).values_list(lead.key, flat=True)
            wanted |= Q(kind=lead.kind, key__in=[str(found) for found in keys.distinct()[:MOST_KEYS]])
    return wanted
