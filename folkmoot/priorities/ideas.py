"""Ideas with their support, by place: what people put to be voted on, and what a place puts first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.places.models import Boundary, Place
from folkmoot.priorities import weighing
from folkmoot.priorities.models import Priority, Question, Result, Statement

MOST = 1000


@dataclass(frozen=True)
class Idea:
    """`support` says in words how it stands and among how many; figures of two questions are never one scale.
    `strong` orders those of one source, the strongest first."""

    words: str
    place: Place | None
    address: str
    support: str
    whence: str
    strong: float = 0.0

    def __str__(self) -> str:
        return self.words

    def get_absolute_url(self) -> str:
        return self.address


def shown(where: Place | None = None) -> list[Idea]:
    """All that everybody may see, of this place or one inside it: by place, those of one source together."""
    found = [*_of_statements(where), *_of_priorities(where)][:MOST]
    return sorted(found, key=lambda one: (str(one.place or "~"), one.whence, -one.strong, one.words))


def _of_statements(where: Place | None) -> list[Idea]:
    newest = Result.objects.filter(question=OuterRef("pk")).order_by("-pk").values("pk")[:1]
    asked = Question.objects.shown().live().annotate(newest=Subquery(newest))
    rows = Statement.objects.shown().filter(question__in=asked).select_related("point__place", "question")
    rows = rows.filter(point__place__path__startswith=where.path) if where else rows
    last = dict(asked.values_list("pk", "newest"))
    results = Result.objects.in_bulk([pk for pk in last.values() if pk])
    told = {key: _told(results[pk].found) for key, pk in last.items() if pk}
    made = []
    for one in rows[:MOST]:
        support, strong = told.get(one.question_id, {}).get(one.option_id, (_("not counted yet"), 0.0))
        address = f"{one.get_absolute_url()}#point-{one.point_id}"
        made.append(Idea(str(one), one.point.place, address, support, str(one.question), strong))
    return made


def _told(found: dict) -> dict[int, tuple[str, float]]:
    """Option → (its support in words, how strong), of a result that may be shown; nothing of fewer than ten people."""
    rows = found.get("statements", []) + found.get("rows", []) if found.get("enough") else []
    return {row["statement"]: _support(row) for row in rows}


def _support(row: dict) -> tuple[str, float]:
    if "agree" in row:
        if row["voted"] is None:
            return _("fewer than ten voted on it"), 0.0
        return _("%(n)d of %(of)d agree") % {"n": row["agree"], "of": row["voted"]}, row["agree"] / row["voted"]
    if "mean" in row:
        return _("%(n)s points of each 100") % {"n": row["mean"]}, row["mean"] / 100
    if "price" in row:
        return _("%(n)d in 100 would buy it") % {"n": row["share"]}, row["share"] / 100
    return _("chosen %(n)d times in 100 before an average thing") % {"n": row["against"]}, row["against"] / 100


def _of_priorities(where: Place | None) -> list[Idea]:
    rows = Priority.objects.shown().live().wanting().select_related("place").prefetch_related("evidence")
    rows = rows.at(where) if where else rows
    made = []
    for one in rows[:MOST]:
        evidence = list(one.evidence.all())
        least = weighing.told(evidence)[0]
        support = weighing.people_words(evidence)
        made.append(Idea(one.words, one.place, one.get_absolute_url(), support, _("What is put first"), least))
    return made


def mapped(ideas: Sequence[Idea]) -> list[dict]:
    """Mappings for the map: each place with how many ideas there are and the strongest of them, most first."""
    at: dict[Place, list[Idea]] = {}
    for one in ideas:
        if one.place:
            at.setdefault(one.place, []).append(one)
    outlines = dict(Boundary.objects.filter(place__in=at).values_list("place", "geometry"))
    most = max(map(len, at.values()), default=0)
    ordered = sorted(at.items(), key=lambda pair: (-len(pair[1]), str(pair[0])))
    return [_thing(place, rows, outlines.get(place.pk), most) for place, rows in ordered]


def _thing(place: Place, rows: list[Idea], outline: dict | None, most: int) -> dict:
    n = len(rows)
    words = ngettext("%(n)d idea", "%(n)d ideas", n) % {"n": n}
    note = f"{words}: “{rows[0]}” ({rows[0].support})" if n == 1 else f"{words}, “{rows[0]}” ({rows[0].support}) …"
    thing = {"label": place.name, "address": f"?place={place.slug}", "note": note}
    if outline:
        level = "c" if n > most * 2 / 3 else "b" if n > most / 3 else "a"
        return thing | {"geometry": outline, "level": level}
    return thing | {"latitude": place.latitude, "longitude": place.longitude}


def sentence(ideas: Sequence[Idea]) -> str:
    """How many ideas there are, in how many places."""
    if not ideas:
        return _("Nobody has put anything here yet.")
    places = len({one.place for one in ideas if one.place})
    n = len(ideas)
    first = ngettext("%(n)d idea has been put", "%(n)d ideas have been put", n) % {"n": n}
    then = ngettext("for %(n)d place", "for %(n)d places", places) % {"n": places}
    return f"{first} {then}." if places else f"{first}."
