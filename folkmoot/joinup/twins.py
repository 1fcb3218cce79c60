"""Finds entries that may be one organisation, and keeps what people answered about them."""

from __future__ import annotations

from datetime import date
from itertools import zip_longest

from django.db import transaction
from django.db.models import F, Q

from folkmoot.directory.models import Membership
from folkmoot.joinup.models import Match
from folkmoot.joinup.sums import sameness
from folkmoot.people.models import Person
from folkmoot.people.permissions import is_keeper

LEAST, MOST, MOST_ASKED = 0.3, 2000, 400
# Nobody is asked about two that are not the same more than nine times in ten, however much the answer would teach.
LEAST_ASKED = 0.1


def look_for_twins() -> dict[str, int]:
    """Compare every organisation with every other; keep the likely pairs, drop open ones that no longer are.

    Pairs somebody answered stay as they are, and teach the rest. Safe twice.
    """
    answered = list(Match.objects.exclude(verdict=Match.Verdict.OPEN).values_list("a", "b", "verdict"))
    known = sameness.known_organisations({pk for pair in answered for pk in pair[:2]})
    same = [(a, b) for a, b, verdict in answered if verdict == Match.Verdict.SAME]
    different = [(a, b) for a, b, verdict in answered if verdict == Match.Verdict.DIFFERENT]
    clusters = sameness.clustered(known, same, different)
    asked = [row for row in sameness.worth_asking(known, clusters, MOST_ASKED) if row[2] >= LEAST_ASKED]
    likely = sameness.likely_pairs(known, clusters, LEAST, MOST)
    # One that settles much, then one that is likely, in turn: quick to say, and worth saying.
    mixed = [row for both in zip_longest(asked, likely) for row in both if row]
    found: dict[tuple, tuple] = {}
    for row in mixed:
        found.setdefault(row[:2], row)
    rows = [(*row, turn) for turn, row in enumerate(found.values())]
    return _keep(rows, {(a, b) for a, b, _verdict in answered})


@transaction.atomic
def _keep(found: list[tuple], answered: set[tuple[int, int]]) -> dict[str, int]:
    open_ones = {(each.a_id, each.b_id): each for each in Match.objects.filter(verdict=Match.Verdict.OPEN)}
    wanted = {(a, b): facts for a, b, *facts in found if (a, b) not in answered}
    new = [
        Match(a_id=a, b_id=b, likelihood=p, reasons=why, turn=turn)
        for (a, b), (p, why, turn) in wanted.items()
        if (a, b) not in open_ones
    ]
    Match.objects.bulk_create(new, batch_size=500, ignore_conflicts=True)
    kept = {pair: facts for pair, facts in wanted.items() if pair in open_ones}
    changed = [open_ones[pair] for pair, facts in kept.items() if open_ones[pair].takes(*facts)]
    # New rows over the old ones: a hundred times as quick as naming each row's values in one long UPDATE.
    Match.objects.bulk_create(
        changed, 500, update_conflicts=True, unique_fields=["a", "b"], update_fields=["likelihood", "reasons", "turn"]
    )
    gone = [each.pk for pair, each in open_ones.items() if pair not in wanted]
    Match.objects.filter(pk__in=gone).delete()
    return {"new": len(new), "the same": len(kept), "gone": len(gone)}


def open_matches(person: Person, day: date):
    """The pairs this person may answer, those whose answer settles most first: all for a keeper, else those of bodies
    they speak for or entered."""
    found = Match.objects.filter(verdict=Match.Verdict.OPEN, a__same_as=None, b__same_as=None)
    if not is_keeper(person, day):
        mine = Membership.objects.spoken_by(person, day)
        entered = Q(a__entered_by=person, b__entered_by=person)
        found = found.filter(Q(a__in=mine) | Q(b__in=mine) | entered)
    return found.select_related("a", "b").order_by(F("turn").asc(nulls_last=True), "-likelihood", "pk")


def answered_matches():
    return Match.objects.exclude(verdict=Match.Verdict.OPEN).select_related("a", "b", "by").order_by("-at")
