"""Finds entries that may be one organisation, and keeps what people answered about them."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Q

from folkmoot.directory.models import Membership
from folkmoot.joinup.models import Match
from folkmoot.joinup.sums import sameness
from folkmoot.people.models import Person
from folkmoot.people.permissions import is_keeper

LEAST, MOST = 0.3, 2000


def look_for_twins() -> dict[str, int]:
    """Compare every organisation with every other; keep the likely pairs, drop open ones that no longer are.

    Pairs somebody answered stay as they are, and teach the rest. Safe twice.
    """
    known = sameness.known_organisations()
    answered = Match.objects.exclude(verdict=Match.Verdict.OPEN).values_list("a", "b", "verdict")
    same = [(a, b) for a, b, verdict in answered if verdict == Match.Verdict.SAME]
    different = [(a, b) for a, b, verdict in answered if verdict == Match.Verdict.DIFFERENT]
    found = sameness.likely_pairs(known, sameness.clustered(known, same, different), LEAST, MOST)
    return _keep(found, {(a, b) for a, b, _verdict in answered})


@transaction.atomic
def _keep(found: list[tuple], answered: set[tuple[int, int]]) -> dict[str, int]:
    open_ones = {(each.a_id, each.b_id): each for each in Match.objects.filter(verdict=Match.Verdict.OPEN)}
    wanted = {(a, b): (likelihood, reasons) for a, b, likelihood, reasons in found if (a, b) not in answered}
    new = [
        Match(a_id=a, b_id=b, likelihood=p, reasons=why)
        for (a, b), (p, why) in wanted.items()
        if (a, b) not in open_ones
    ]
    Match.objects.bulk_create(new, batch_size=500, ignore_conflicts=True)
    kept = []
    for pair, (likelihood, reasons) in wanted.items():
        if pair in open_ones:
            open_ones[pair].likelihood, open_ones[pair].reasons = likelihood, reasons
            kept.append(open_ones[pair])
    Match.objects.bulk_update(kept, ["likelihood", "reasons"], batch_size=500)
    gone = [each.pk for pair, each in open_ones.items() if pair not in wanted]
    Match.objects.filter(pk__in=gone).delete()
    return {"new": len(new), "the same": len(kept), "gone": len(gone)}


def open_matches(person: Person, day: date):
    """The pairs this person may answer: all for a keeper, else those of bodies they speak for or entered."""
    found = Match.objects.filter(verdict=Match.Verdict.OPEN, a__same_as=None, b__same_as=None)
    if not is_keeper(person, day):
        mine = Membership.objects.speaking(day).filter(person=person).values("organisation")
        entered = Q(a__entered_by=person, b__entered_by=person)
        found = found.filter(Q(a__in=mine) | Q(b__in=mine) | entered)
    return found.select_related("a", "b").order_by("-likelihood", "pk")


def answered_matches():
    return Match.objects.exclude(verdict=Match.Verdict.OPEN).select_related("a", "b", "by").order_by("-at")
