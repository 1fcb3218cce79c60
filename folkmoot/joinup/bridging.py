"""Whom to introduce: out of what is worth a look and of who is tied to whom, with the reason."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.utils.translation import gettext as _

from folkmoot.directory.models import Activity, Organisation, Party
from folkmoot.joinup.circle import all_ties
from folkmoot.joinup.models import Finding, Introduction
from folkmoot.joinup.models.heard import SIDES, Voice
from folkmoot.joinup.sums import ties as sums
from folkmoot.people.models import Person
from folkmoot.places.models import Place

SHOWN, FROM_THE_NETWORK, LOOKED_THROUGH = 6, 3, 60
PARTS_READ = 2_000
Ties = dict[tuple[int, int], str]


@dataclass(frozen=True)
class Proposed:
    """Two bodies that might meet: why, and what it would do for the network ("joins two islands, of 2 and 5"). With
    the finding behind it, where there is one."""

    one: Organisation
    other: Organisation
    finding: Finding | None
    why: str
    network: str
    newly_linked: int

    @property
    def reason(self) -> str:
        """What both would read, to be changed by whoever suggests it."""
        return f"{self.why[:1].upper()}{self.why[1:]}."[:400]

    @property
    def score(self) -> float:
        return self.finding.score if self.finding else 0.0


@dataclass(frozen=True)
class Candidate:
    """Two bodies and why they might meet, before the network was asked what it would join."""

    one: Organisation
    other: Organisation
    why: str
    finding: Finding | None = None

    @property
    def pair(self) -> frozenset[int]:
        return frozenset((self.one.pk, self.other.pk))


def worth_introducing(person: Person | None, day: date) -> list[Proposed]:
    """At most six: out of the findings this person may hear of, and bodies of theirs with others in the same place
    that nothing known ties to them; those that join most bodies first, then by score.

    Left out: pairs tied already, those introduced or declined, and private plans.
    """
    if person is None:
        return []
    ties = all_ties()
    done = {frozenset(pair) for pair in ties} | {frozenset(p) for p in Introduction.objects.values_list("a", "b")}
    found = [each for each in _from_findings(person, day) if each.pair not in done]
    done |= {each.pair for each in found}
    islands = [each for each in _across_islands(Voice(person, day), ties) if each.pair not in done][:FROM_THE_NETWORK]
    best = sorted(_proposed(found, ties), key=lambda each: (-each.newly_linked, -each.score))
    network = _proposed(islands, ties)
    shown = [*best[: SHOWN - len(network)], *network]
    return sorted(shown, key=lambda each: (-each.newly_linked, -each.score))


def _from_findings(person: Person, day: date) -> list[Candidate]:
    pairs: dict[frozenset[int], Candidate] = {}
    heard = Finding.objects.live().standing().filter(for_owner_alone=False).heard_by(person, day)
    for finding in heard.select_related(*SIDES).order_by("-score", "pk")[:LOOKED_THROUGH]:
        one, other = (next(iter(side), None) for side in finding.parties())
        if one and other and one != other and not finding.is_secret():
            why = "; ".join(each["words"] for each in finding.reasons[:2])
            made = Candidate(one, other, why, finding)
            pairs.setdefault(made.pair, made)
    return list(pairs.values())


def _across_islands(voice: Voice, ties: Ties) -> list[Candidate]:
    """This person's bodies (a keeper's: all) with one of each other island that is at work in the same place; the
    largest islands first. The place is the reason, so a body that says no place is in none of them."""
    island = sums.islands_of([], list(ties))
    parts = _at_work()
    near: dict[int, set[int]] = defaultdict(set)
    for body, place in parts:
        near[place].add(body)
    mine = {body for body, _place in parts if voice.keeps or body in voice.bodies}
    met: dict[tuple[int, int], tuple[int, int, int]] = {}
    for body, place in parts:
        for other in sorted(near[place]) if body in mine else ():
            groups = island.get(body, -body), island.get(other, -other)
            if groups[0] != groups[1]:
                met.setdefault((min(groups), max(groups)), (body, other, place))
    return _named(list(met.values()))


def _at_work() -> list[tuple[int, int]]:
    """(body, place) of public activities, the places where the fewest are at work first: those say most."""
    activities = Activity.objects.live().shown().public().exclude(stage=Activity.Stage.ENDED)
    rows = Party.objects.filter(activity__in=activities.values("pk"), role__in=Party.OWNERS)
    rows = rows.exclude(activity__served=None).values("activity__served__place")
    few = rows.annotate(n=Count("organisation", distinct=True)).filter(n__gte=2).order_by("n")[:LOOKED_THROUGH]
    places = [row["activity__served__place"] for row in few]
    after = Organisation.objects.survivors()
    found = Party.objects.filter(activity__in=activities.values("pk"), role__in=Party.OWNERS)
    found = found.filter(activity__served__place__in=places)
    pairs = found.values_list("organisation", "activity__served__place").order_by("pk")[:PARTS_READ]
    order = {place: n for n, place in enumerate(places)}
    return sorted({(after.get(body, body), place) for body, place in pairs}, key=lambda row: (order[row[1]], row[0]))


def _named(met: list[tuple[int, int, int]]) -> list[Candidate]:
    bodies = Organisation.objects.live().shown().in_bulk({pk for row in met for pk in row[:2]})
    places = Place.objects.in_bulk({row[2] for row in met})
    words = _("both are at work in %(place)s, and we know of nothing that ties them")
    return [
        Candidate(bodies[one], bodies[other], words % {"place": places[place]})
        for one, other, place in met
        if one in bodies and other in bodies
    ]


def _proposed(left: list[Candidate], ties: Ties) -> list[Proposed]:
    wanted = {pk for pair in ties for pk in pair} | {pk for each in left for pk in each.pair}
    names = _names(wanted)
    told = [(names[one], names[other]) for one, other in ties if one in names and other in names]
    pairs = [(names[each.one.pk], names[each.other.pk]) for each in left]
    joins = sums.joined_by(list(names.values()), told, pairs)
    return [
        Proposed(each.one, each.other, each.finding, each.why, words, newly)
        for each, (words, newly) in zip(left, joins, strict=True)
    ]


def _names(wanted: set[int]) -> dict[int, str]:
    """Number -> name, with the number behind it where two have the same."""
    names: dict[int, str] = {}
    for pk, name in Organisation.objects.filter(pk__in=wanted).order_by("pk").values_list("pk", "name"):
        names[pk] = f"{name} ({pk})" if name in names.values() else name
    return names
