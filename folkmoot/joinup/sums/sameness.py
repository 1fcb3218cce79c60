"""Organisations as records, and which of them may be the same, with reasons that give nothing private away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from folkmoot.directory.models import Identifier, Organisation, Record
from reckon import sameness

# Where a fact of ours stands in a record of the sums; texts and dates are not compared for organisations.
FIELDS = ("name", "address", "postcode", "phone", "website", "email")
# What speaks for or against a pair, as kept: {"field", "words", "weight"}.
Reasons = list[dict[str, Any]]
MATCHING = {"mobile": "phone", "telephone": "phone", "url": "website"}


@dataclass(frozen=True)
class Known:
    """One organisation as the sums take it, and which of its fields came only from what may never be shown.
    `survivor` is itself, or what absorbed it."""

    pk: int
    record: sameness.Record
    private: frozenset[str]
    survivor: int


def known_organisations(answered: Iterable[int] = ()) -> list[Known]:
    """Every live organisation by pk, and those among `answered` that were absorbed since: what people said of them
    still teaches. Values its sources gave for matching alone are used, and marked."""
    hidden = _matching()
    ids = defaultdict(list)
    for body, scheme, value in Identifier.objects.values_list("organisation", "scheme", "value"):
        ids[body].append(f"{scheme}-{value}")
    after = Organisation.objects.survivors()
    absorbed = [pk for pk in set(answered) if pk in after]
    there = Organisation.objects.shown().filter(story=False)
    rows = there.filter(Q(same_as=None) | Q(pk__in=absorbed)).order_by("pk")
    return [
        _known(row, after.get(row[0], row[0]), hidden.get(row[0], {}), ids.get(row[0], []))
        for row in rows.values_list("pk", "hides_address", *FIELDS).iterator(chunk_size=5000)
    ]


def _known(row: tuple[Any, ...], survivor: int, hidden: dict[str, str], ids: list[str]) -> Known:
    pk, hides_address, *values = row
    facts = dict(zip(FIELDS, values))
    private = {name for name in FIELDS if not facts[name] and hidden.get(name)}
    private |= {"address", "postcode"} if hides_address else set()
    facts |= {name: hidden[name] for name in FIELDS if not facts[name] and hidden.get(name)}
    return Known(pk, sameness.Record(**facts, ids=tuple(ids)), frozenset(private), survivor)


def _matching() -> dict[int, dict[str, str]]:
    """What sources gave to match by and never to show, by organisation; the first of a kind counts."""
    found: dict[int, dict[str, str]] = {}
    rows = Record.objects.filter(organisation__isnull=False, gone_at=None).exclude(matching={})
    for body, values in rows.values_list("organisation", "matching"):
        kept = found.setdefault(body, {})
        for name, value in values.items():
            kept.setdefault(MATCHING.get(name, name), str(value or ""))
    return found


def clustered(
    known: list[Known], same: Iterable[tuple[int, int]], different: Iterable[tuple[int, int]]
) -> sameness.Clusters:
    """Everything grouped, people's answers (pairs of pks) obeyed and learnt from; answers about the gone are dropped.

    Where answers contradict each other the later ones would win, but nobody can tell here which: then none teach.
    """
    row = {each.pk: n for n, each in enumerate(known)}
    as_rows = [[(row[a], row[b]) for a, b in pairs if a in row and b in row] for pairs in (same, different)]
    records = [each.record for each in known]
    try:
        return sameness.cluster(records, same=as_rows[0], different=as_rows[1])
    except sameness.Contradiction:
        return sameness.cluster(records)


def likely_pairs(
    known: list[Known], found: sameness.Clusters, least: float, most: int
) -> list[tuple[int, int, float, Reasons]]:
    """(lower pk, higher pk, likelihood, reasons), likeliest first; no reason shows a value that is only to match by.

    What is alike to the letter, or shares a number, is grouped without being weighed: it comes first.
    """
    weighed = found.pairs_above(least, most)
    return _of_the_living(known, [*_not_weighed(found, weighed, most), *weighed][:most])


def _not_weighed(found: sameness.Clusters, weighed: list[sameness.Pair], most: int) -> list[sameness.Pair]:
    """Pairs of rows that stand in one group though no pair that was weighed or answered leads from one to the other:
    for each such part of a group its first row with the group's first."""
    above = list(range(len(found.cluster)))

    def top(row: int) -> int:
        while above[row] != row:
            above[row] = above[above[row]]
            row = above[row]
        return row

    for i, j in [*((pair.i, pair.j) for pair in weighed), *found.same]:
        one, other = sorted((top(i), top(j)))
        above[other] = one
    first: dict[int, int] = {}
    for row, group in enumerate(found.cluster):
        first.setdefault(group, row)
    parts = ((first[group], row) for row, group in enumerate(found.cluster) if top(row) == row)
    return found.why_each(islice((p for p in parts if top(p[0]) != p[1]), most))


def worth_asking(known: list[Known], found: sameness.Clusters, most: int) -> list[tuple[int, int, float, Reasons]]:
    """As `likely_pairs`: those whose answer would settle most, the most useful first, however likely they are."""
    return _of_the_living(known, sameness.ask_next(found, most))


def _of_the_living(known: list[Known], pairs: list[sameness.Pair]) -> list[tuple[int, int, float, Reasons]]:
    """The pairs in their order, one that was absorbed as what absorbed it; each two once, and none with itself."""
    made: dict[tuple[int, int], tuple[int, int, float, Reasons]] = {}
    for pair in pairs:
        row = _pair(known[pair.i], known[pair.j], pair)
        if row[0] != row[1]:
            made.setdefault(row[:2], row)
    return list(made.values())


def _pair(one: Known, other: Known, pair: sameness.Pair) -> tuple[int, int, float, Reasons]:
    one, other = sorted((one, other), key=lambda each: each.survivor)
    private = one.private | other.private
    reasons = [
        {"field": each.field, "words": _words(each, private), "weight": round(float(each.weight), 2)}
        for each in pair.reasons
    ]
    return one.survivor, other.survivor, round(float(pair.probability), 4), reasons


def _words(reason: sameness.Reason, private: frozenset[str]) -> str:
    """The reason in words; of a private field only whether it speaks for or against."""
    if reason.field not in private:
        return reason.words
    field = {"address": _("address"), "postcode": _("postcode"), "phone": _("telephone"), "email": _("mail address")}
    name = field.get(reason.field, reason.field)
    alike = _("%(field)s alike, in a list whose keeper keeps it private")
    unlike = _("%(field)s not alike, in a list whose keeper keeps it private")
    return str((alike if reason.weight > 0 else unlike) % {"field": name})
