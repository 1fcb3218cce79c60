"""Who works with whom: the picture, and the same in a table."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.joinup.bridging import Proposed, worth_introducing
from folkmoot.joinup.circle import circle
from folkmoot.joinup.narrowing import Narrowed
from folkmoot.kit import lists
from folkmoot.people.access import everyone, person_of
from folkmoot.people.models import Person


@everyone("GET")
def network(request: HttpRequest) -> HttpResponse:
    """Bodies tied by public shared work, in one place or everywhere; the most tied first where there are too many."""
    narrowed = Narrowed.of(request.GET)
    place = narrowed.place
    drawn = circle(place)
    names = {node["key"]: node["label"] for node in drawn.nodes}
    ties = [Tie(names[edge["from"]], names[edge["to"]], edge["label"]) for edge in drawn.edges]
    if request.GET.get("as") in lists.FILES:
        return lists.answer(request, _("Who works with whom"), ties, COLUMNS, "joinup/network.html")
    page = {"circle": drawn, "place": place, "narrowed": narrowed, "downloads": lists.downloads(request)}
    return render(request, "joinup/network.html", page | {"worth": _worth(person_of(request))})


def _worth(person: Person | None) -> list[Proposed]:
    return worth_introducing(person, timezone.localdate()) if person else []


@dataclass(frozen=True)
class Tie:
    """Two bodies, by name, and in words what ties them."""

    one: str
    other: str
    what: str


COLUMNS = (
    ("one", gettext_lazy("One body"), "one"),
    ("other", gettext_lazy("And"), "other"),
    ("what", gettext_lazy("What ties them"), "what"),
)
