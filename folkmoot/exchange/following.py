"""Types of help, topics, people and places served follow a list that tells them otherwise than before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import prefetch_related_objects

from folkmoot.directory.models import Activity, Revision, Served
from folkmoot.exchange.linking import LINKS, link
from folkmoot.exchange.models import Intake, Row
from folkmoot.exchange.proposing import plant_people
from folkmoot.kit.pouring import amend

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
    """What some activities are linked with, fetched at once."""

    def __init__(self, deeds: Iterable[Activity]) -> None:
        deeds = [deed.pk for deed in deeds]
        self.now = {name: _rows(name, deeds) for name in (*MANY, "served")}

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


def _rows(name: str, deeds: list[int]) -> dict[int, list]:
    model, column = (Served, "place_id") if name == "served" else (getattr(Activity, name).through, COLUMNS[name])
    found = defaultdict(list)
    for deed, key in model.objects.filter(activity__in=deeds).values_list("activity_id", column):
        found[deed].append(key)
    return found


def following_guesses(deed: Activity, says: dict, moved: dict) -> list[str]:
    """Which of its facts are guessed once these have moved."""
    names = {GUESS.get(name, name) for name in moved}
    stay = [name for name in deed.guessed if name not in names]
    return stay + [name for name in says.get("guessed", ()) if name in names]


def write_links(moved: Iterable[tuple[Activity, dict[str, list]]]) -> None:
    """Link each activity with what is [before, after] says it is linked with now."""
    moved = list(moved)
    plant_people(code for _deed, pairs in moved for code in pairs.get("people", [[], []])[1])
    for deed, pairs in moved:
        for name, (_before, after) in pairs.items():
            _unlink(deed, name, after)
    link([(deed.pk, {name: after for name, (_before, after) in pairs.items()}) for deed, pairs in moved])


def _unlink(deed: Activity, name: str, but: list) -> None:
    if name == "served":
        Served.objects.filter(activity=deed).exclude(place__in=but).delete()
    else:
        through = getattr(Activity, name).through.objects.filter(activity=deed)
        through.exclude(**{f"{COLUMNS[name]}__in": but}).delete()


def put_links_back(intake: Intake, deed: Activity, pairs: dict[str, list], guessed: list[str]) -> Revision | None:
    """Undo what still stands as a list left it; gives the change for its history, None where nothing does.

    `guessed`: which of its facts were guessed before. The caller saves the activity.
    """
    now = Links([deed]).now
    back = {name: [after, before] for name, (before, after) in pairs.items() if sorted(now[name][deed.pk]) == after}
    if not back:
        return None
    write_links([(deed, back)])
    deed.guessed = following_guesses(deed, {"guessed": guessed}, back)
    facts = {"changes": back, "by": intake.taken_by, "source": str(intake.source)[:200]}
    return Revision(kind=deed._meta.label_lower, key=str(deed.pk), why="the reading was undone", **facts)


def count_facts(deeds: list[Activity]) -> None:
    """How many of the ten facts are known of each, in a constant number of queries."""
    deeds = list({deed.pk: deed for deed in deeds}.values())
    prefetch_related_objects(deeds, *MANY, "parties", "served")
    for deed in deeds:
        deed.completeness = sum(deed.known().values())
        deed._prefetched_objects_cache.clear()
    amend(deeds, ["completeness"])
