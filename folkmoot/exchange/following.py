"""Types of help, topics, people and places served follow a list that tells them otherwise than before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Model, prefetch_related_objects

from folkmoot.directory.models import Activity, Served
from folkmoot.exchange.facts import completeness
from folkmoot.exchange.linking import LINKS, link
from folkmoot.exchange.models import Intake, Row
from folkmoot.exchange.proposing import plant_people
from folkmoot.kit.pouring import amend
from folkmoot.kit.uprooting import among, uproot

MANY = ("types", "topics", "people")
# What a plan calls a guess of the places served.
GUESS = {"served": "places"}
COLUMNS = dict(LINKS)


def plans_before(intake: Intake, keys: list[str]) -> dict[str, dict]:
    """Key of a row → the plan by which the source's row of that key was taken last."""
    kept = Row.objects.filter(intake__source=intake.source, key__in=keys, done=True)
    kept = kept.filter(verdict__in=(Row.Verdict.NEW, Row.Verdict.CHANGED)).order_by("pk")
    return dict(kept.values_list("key", "plan"))


class Links:
    """What some activities are linked with, fetched at once; what is moved is written at once, too."""

    def __init__(self, deeds: Iterable[Activity]) -> None:
        deeds = {deed.pk for deed in deeds}
        self.now = {name: _rows(name, deeds) for name in (*MANY, "served")}
        self._was: dict[str, dict[int, list]] = defaultdict(dict)

    def moved(self, deed: Activity, said: dict, says: dict) -> dict[str, list]:
        """Name → [before, after], where the links stand as the plan `said` made them and `says` makes others.

        What a person confirmed is not given up for another guess.
        """
        found = {}
        for name, rows in self.now.items():
            now, old, new = (sorted(set(each)) for each in (rows[deed.pk], said.get(name, ()), says.get(name, ())))
            guess = GUESS.get(name, name)
            confirmed = guess in said.get("guessed", ()) and guess not in deed.guessed
            if said and old != new and now == old and not (confirmed and guess in says.get("guessed", ())):
                found[name] = [now, new]
        return found

    def back(self, deed: Activity, pairs: dict[str, list]) -> dict[str, list]:
        """Name → [before, after] that undoes those of these pairs which still stand as a list left them."""
        return {name: [after, before] for name, (before, after) in pairs.items() if self.of(deed, name) == after}

    def of(self, deed: Activity, name: str) -> list:
        return sorted(set(self.now[name][deed.pk]))

    def count_facts(self, deed: Activity, parts: Iterable[tuple[int, str]]) -> None:
        """How many of the ten facts are known of it by now, these being its parts; the caller saves it."""
        linked, roles = {name: rows[deed.pk] for name, rows in self.now.items()}, {role for _body, role in parts}
        deed.completeness = completeness(vars(deed), linked, roles)

    def move(self, deed: Activity, pairs: dict[str, list]) -> None:
        """From now on it is linked so, for whatever is asked next; `write` tells the database."""
        for name, (_before, after) in pairs.items():
            self._was[name].setdefault(deed.pk, self.now[name][deed.pk])
            self.now[name][deed.pk] = list(after)

    def write(self) -> None:
        """Write all that was moved, in as many queries for one activity as for a thousand."""
        plant_people(code for deed in self._was["people"] for code in self.now["people"][deed])
        fresh: dict[int, dict[str, list]] = defaultdict(dict)
        for name, were in self._was.items():
            _unlink(name, {(deed, key) for deed, was in were.items() for key in {*was} - {*self.now[name][deed]}})
            for deed in were:
                fresh[deed][name] = self.now[name][deed]
        link(list(fresh.items()))
        self._was.clear()


def _table(name: str) -> tuple[type[Model], str]:
    return (Served, "place_id") if name == "served" else (getattr(Activity, name).through, COLUMNS[name])


def _rows(name: str, deeds: set[int]) -> dict[int, list]:
    (model, column), found = _table(name), defaultdict(list)
    for deed, key in model.objects.filter(activity__in=among(deeds)).values_list("activity_id", column):
        found[deed].append(key)
    return found


def _unlink(name: str, gone: set[tuple]) -> None:
    """`gone`: (activity, key) of each link that ends."""
    model, column = _table(name)
    if gone:
        rows = model.objects.filter(activity__in=among({deed for deed, _key in gone}))
        uproot(model, [pk for pk, *pair in rows.values_list("pk", "activity_id", column) if tuple(pair) in gone])


def following_guesses(deed: Activity, says: dict, moved: dict) -> list[str]:
    """Which of its facts are guessed once these have moved."""
    names = {GUESS.get(name, name) for name in moved}
    stay = [name for name in deed.guessed if name not in names]
    return stay + [name for name in says.get("guessed", ()) if name in names]


def count_facts(deeds: list[Activity]) -> None:
    """How many of the ten facts are known of each, in a constant number of queries."""
    deeds = list({deed.pk: deed for deed in deeds}.values())
    prefetch_related_objects(deeds, *MANY, "parties", "served")
    for deed in deeds:
        deed.completeness = sum(deed.known().values())
        deed._prefetched_objects_cache.clear()
    amend(deeds, ["completeness"])
