"""Tables that mix: the people of an event as reckon takes them, and the tables and the report it gives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from folkmoot.events.models import CheckIn, Rsvp
from folkmoot.kit.refusals import Refusal
from folkmoot.people.models import Role
from folkmoot.places.models import Place
from reckon import mixing

# Chairs that can be brought to a table for those who come late.
CHAIRS = 4
Tables = Sequence[Sequence[Sequence[str]]]


@dataclass(frozen=True)
class Known:
    """What is known between people, by key: who met before, whom to keep apart, who sits together."""

    met: Mapping[tuple[str, str], int]
    apart: Sequence[Sequence[str]] = ()
    together: Sequence[Sequence[str]] = ()

    def plain(self) -> mixing.Between:
        apart = [(a, b) for a, b in self.apart]
        return mixing.Between(met=self.met, apart=apart, together=[tuple(group) for group in self.together])


def key_of(who: CheckIn | Rsvp) -> str:
    """The key of somebody in a seating: "came:3" or "rsvp:7"."""
    return f"{'came' if isinstance(who, CheckIn) else 'rsvp'}:{who.pk}"


def tables(who: Sequence[CheckIn | Rsvp], many: int, rounds: int, known: Known) -> tuple[Tables, list[str]]:
    """Keys at tables for each round, tables of even size, and in words what could not be had. The same people give the
    same tables. A Refusal, in words, for what cannot be seated at all."""
    seats = -(-len(who) // many)
    try:
        found = mixing.mix(_people(who), [seats] * many, rounds, known.plain())
    except ValueError as wrong:
        raise Refusal(_named(str(wrong), who)) from wrong
    return found.seating, [_named(words, who) for words in found.unmet]


def report(who: Sequence[CheckIn | Rsvp], seating: Tables, known: Known) -> dict[str, Any]:
    """The mix of the room and of each table beside chance, as plain values to keep."""
    found = mixing.report(_people(who), _fixed(seating), known.plain())
    return {
        "people": found.people,
        "meetings": found.meetings,
        "repeats": found.repeats,
        "across": _figure(found.across),
        "others": _figure(found.others),
        "sectors": [list(pair) for pair in found.counts["sector"]],
        "places": _places(found.counts["place"]),
        "tables": [
            {"round": one.round, "table": one.table, "people": one.people, "pairs": one.pairs, "across": one.across}
            | {"sectors": [list(pair) for pair in one.counts["sector"]], "new": one.new}
            for one in found.tables
        ],
    }


def _places(counts: Sequence[tuple[str, int]]) -> list[list[Any]]:
    """Names of places, each with how many came from there, most first; "" for those who did not say, last."""
    keys = {key: int(key) if key.isdecimal() else 0 for key, _n in counts}
    names = dict(Place.objects.filter(pk__in=filter(None, keys.values())).values_list("pk", "name"))
    found = [[names.get(keys[key], ""), n] for key, n in counts]
    return sorted(found, key=lambda row: (not row[0], -row[1], row[0]))


def late(one: CheckIn | Rsvp, who: Sequence[CheckIn | Rsvp], seating: Tables, known: Known) -> list[int]:
    """A table for each round, counted from 1, for somebody who comes late: where they mix best, moving nobody."""
    most = max((len(ids) for each in seating for ids in each), default=0) + CHAIRS
    many = max((len(each) for each in seating), default=0)
    found = mixing.seat(_person(one, _roles([one])), _people(who), _fixed(seating), [most] * many, known.plain())
    return list(found.tables)


def _fixed(seating: Tables) -> list[tuple[tuple[str, ...], ...]]:
    return [tuple(tuple(ids) for ids in each) for each in seating]


def _people(who: Iterable[CheckIn | Rsvp]) -> list[mixing.Person]:
    everybody = list(who)
    roles = _roles(everybody)
    return [_person(one, roles) for one in everybody]


def _roles(who: Iterable[CheckIn | Rsvp]) -> dict[int, str]:
    """What people with an account are here today: the first of their roles by name."""
    ids = {one.person_id for one in who if one.person_id}
    held = Role.objects.held_on(timezone.localdate()).filter(person__in=ids).order_by("kind")
    return {person: kind for person, kind in reversed(list(held.values_list("person", "kind")))}


def _person(one: CheckIn | Rsvp, roles: Mapping[int, str]) -> mixing.Person:
    body = f"organisation:{one.organisation_id}" if one.organisation_id else one.organisation_said.strip().casefold()
    return mixing.Person(key_of(one), one.sector, body, str(one.place_id or ""), roles.get(one.person_id or 0, ""))


def _figure(figure: mixing.Figure) -> dict[str, float]:
    values = {"here": figure.here, "at_random": figure.at_random, "at_most": figure.at_most}
    return {name: round(value, 2) for name, value in values.items()}


def _named(words: str, who: Iterable[CheckIn | Rsvp]) -> str:
    for one in sorted(who, key=lambda one: -len(key_of(one))):
        words = words.replace(key_of(one), one.called())
    return words
