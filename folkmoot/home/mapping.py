"""The wall of a mapping hour: who does what as it is entered, and what looks alike, the parties first."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from folkmoot.directory.models import TypeOfHelp
from folkmoot.events import mapping as hour
from folkmoot.events.models import Event, Mapped
from folkmoot.events.views.finding import run_by
from folkmoot.joinup.looking import KINDS, WORTH_A_LOOK
from folkmoot.joinup.sums import overlaps
from folkmoot.people.access import asks_the_noun

MOST = 40


@dataclass(frozen=True)
class Alike:
    """Two programmes of the room that are worth a look together. `names` only where both said they may be named."""

    kind: str
    types: tuple[str, ...]
    names: tuple[str, ...]


@asks_the_noun("GET")
def wall(request: HttpRequest, pk: int) -> HttpResponse:
    """For the big screen: it follows within two seconds."""
    event = run_by(request, pk)
    return render(request, "home/mapping_wall.html", on_the_wall(event))


@asks_the_noun("GET")
def live(request: HttpRequest, pk: int) -> HttpResponse:
    """What changed on it, asked for each second; 304 when nothing did."""
    event = run_by(request, pk)
    mark = hour.mark(event)
    if request.headers.get("If-None-Match") == mark:
        return HttpResponse(status=304, headers={"ETag": mark})
    answer = render(request, "home/_mapping_wall.html", on_the_wall(event))
    answer.headers["ETag"] = mark
    return answer


def on_the_wall(event: Event) -> dict:
    """The grid, how many were entered, and what looks alike: counts by type of help, names with both parties' say."""
    cards = list(event.mapped.standing().with_all())
    found = alike(cards, timezone.localdate())
    by_kind = {kind: [one for one in found if one.kind == kind] for kind in ("duplication", "synergy")}
    return {
        "event": event,
        "mark": hour.mark(event),
        "grid": hour.grid(event),
        "cards": cards,
        "bodies": len({card.body.lower() for card in cards}),
        "same": counted(by_kind["duplication"]),
        "help": counted(by_kind["synergy"]),
        "named": [one for one in found if one.names],
    }


def alike(cards: list[Mapped], day: date) -> list[Alike]:
    """What is worth a look among these alone, likeliest first; programmes of one body are not compared."""
    known = {str(card.pk): card for card in cards}
    entries, atlas = overlaps.as_said(_row(card) for card in cards), overlaps.atlas(False)
    found = []
    for kind, sums in KINDS:
        for pair in sums(entries, atlas, day, MOST):
            one, other = known.get(pair.a), known.get(pair.b)
            if pair.score >= WORTH_A_LOOK[pair.rule] and one.body.lower() != other.body.lower():
                found.append(_alike(kind, one, other))
    return found


def counted(found: list[Alike]) -> list[tuple[str, int]]:
    """(type of help, how many pairs), most first; "" where they share none."""
    return Counter(name for one in found for name in one.types or ("",)).most_common()


def _alike(kind: str, one: Mapped, other: Mapped) -> Alike:
    names = dict(TypeOfHelp.objects.values_list("code", "name"))
    shared = {each.pk for each in one.types.all()} & {each.pk for each in other.types.all()}
    said = (f"{one} ({one.body})", f"{other} ({other.body})") if one.may_be_named and other.may_be_named else ()
    return Alike(kind, tuple(names[code] for code in sorted(shared)), said)


def _row(card: Mapped) -> dict:
    kinds, people = [each.pk for each in card.types.all()], [each.pk for each in card.people.all()]
    facts = {"id": card.pk, "name": card.title, "kinds": kinds, "people": people, "place": card.place_id}
    return facts | {"when": card.when_said, "body": card.body}
