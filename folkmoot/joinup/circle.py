"""Who is tied to whom by what is public: parts in one activity, shared work, and introductions that were published."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations

from django.utils.translation import get_language

from folkmoot.directory.models import Activity, Organisation, Party
from folkmoot.directory.models.keeping import kept
from folkmoot.joinup.models import Agreement
from folkmoot.joinup.sums import ties as sums
from folkmoot.moderation.models import Standing
from folkmoot.places.models import Place

MOST = 120
WORTH_KEEPING = 500


@dataclass(frozen=True)
class Circle:
    """The network as the picture takes it, and what it shows in words. `left_out` bodies did not fit on the page."""

    nodes: list[dict]
    edges: list[dict]
    islands: int
    connectors: list[Organisation]
    alone: int
    left_out: int


def circle(place: Place | None) -> Circle:
    """The circle of one place, kept until the journal has a new line: drawing it takes longer than a page may."""
    return kept(f"circle {get_language()} {place.pk if place else ''}", lambda: _circle(place), lambda _drawn: True)


def _circle(place: Place | None) -> Circle:
    ties = ties_at(place)
    count = Counter(body for pair in ties for body in pair)
    chosen = [body for body, _n in count.most_common(MOST)]
    bodies = Organisation.objects.live().shown().in_bulk(chosen)
    nodes = sorted(bodies)
    among = {pair: how for pair, how in ties.items() if set(pair) <= set(nodes)}
    drawn = sums.picture(nodes, list(among))
    everyone = Organisation.objects.live().shown()
    alone = (everyone.at(place) if place else everyone).exclude(pk__in=list(count)).count()
    return Circle(
        nodes=[_node(bodies[pk], drawn.spots[pk], pk in drawn.connectors) for pk in nodes],
        edges=[{"from": a, "to": b, "label": how, "kind": ""} for (a, b), how in sorted(among.items())],
        islands=len(drawn.islands),
        connectors=[bodies[pk] for pk in drawn.connectors],
        alone=alone,
        left_out=len(count) - len(nodes),
    )


def _node(body: Organisation, spot: tuple[float, float], connects: bool) -> dict:
    kind = body.get_sector_display() if body.sector else ""
    x, y = spot
    address = body.get_absolute_url()
    return {
        "key": body.pk,
        "label": body.name,
        "x": x,
        "y": y,
        "kind": kind,
        "address": address,
        "size": 2 if connects else 1,
    }


def all_ties() -> dict[tuple[int, int], str]:
    """`ties_at` everywhere, kept until the journal has a new line where there are many."""
    return kept("ties", lambda: ties_at(None), lambda ties: len(ties) > WORTH_KEEPING)


def ties_at(place: Place | None) -> dict[tuple[int, int], str]:
    """(lower pk, higher pk) → in words what ties them; activities first. A body that moderators hold or have removed
    is tied to nobody."""
    activities = Activity.objects.live().shown().public()
    activities = activities.at(place) if place else activities
    parts = defaultdict(set)
    titles, after, hidden = {}, Organisation.objects.survivors(), _hidden()
    rows = Party.objects.filter(activity__in=activities.values("pk"))
    for activity, title, body in rows.values_list("activity", "activity__title", "organisation"):
        parts[activity].add(after.get(body, body))
        titles[activity] = title
    ties = {pair: titles[activity] for activity, held in parts.items() for pair in combinations(sorted(held), 2)}
    for agreement in Agreement.objects.standing().prefetch_related("joinings"):
        joined = sorted(
            {after.get(each.organisation_id, each.organisation_id) for each in agreement.joinings.all() if each.is_in}
        )
        ties |= {pair: agreement.what for pair in combinations(joined, 2) if pair not in ties}
    return {pair: how for pair, how in ties.items() if not hidden & set(pair)}


def _hidden() -> set[int]:
    held_back = Organisation.objects.exclude(standing=None).exclude(standing__state=Standing.State.SHOWN)
    return set(held_back.values_list("pk", flat=True))
