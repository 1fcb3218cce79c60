"""Organisations as records, and which of them may be the same, with reasons that give nothing private away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from folkmoot.directory.models import Identifier, Organisation, Record
from reckon import sameness

# Where a fact of ours stands in a record of the sums; texts and dates are not compared for organisations.
FIELDS = ("name", "address", "postcode", "phone", "website", "email")
MATCHING = {"mobile": "phone", "telephone": "phone", "url": "website"}


@dataclass(frozen=True)
class Known:
    """One organisation as the sums take it, and which of its fields came only from what may never be shown."""

    pk: int
    record: sameness.Record
    private: frozenset[str]


def known_organisations() -> list[Known]:
    """Every live organisation by pk; values its sources gave for matching alone are used, and marked."""
    hidden = _matching()
    ids = defaultdict(list)
    for body, scheme, value in Identifier.objects.values_list("organisation", "scheme", "value"):
        ids[body].append(f"{scheme}-{value}")
    rows = Organisation.objects.live().shown().order_by("pk").values_list("pk", "hides_address", *FIELDS)
    return [_known(row, hidden.get(row[0], {}), ids.get(row[0], [])) for row in rows.iterator(chunk_size=5000)]


def _known(row: tuple, hidden: dict[str, str], ids: list[str]) -> Known:
    pk, hides_address, *values = row
    facts = dict(zip(FIELDS, values))
    private = {name for name in FIELDS if not facts[name] and hidden.get(name)}
    private |= {"address", "postcode"} if hides_address else set()
    facts |= {name: hidden[name] for name in FIELDS if not facts[name] and hidden.get(name)}
    return Known(pk, sameness.Record(**facts, ids=tuple(ids)), frozenset(private))


def _matching() -> dict[int, dict[str, str]]:
    """What sources gave to match by and never to show, by organisation; the first of a kind counts."""
    found: dict[int, dict[str, str]] = {}
    rows = Record.objects.filter(organisation__isnull=False, gone_at=None).exclude(matching={})
    for body, values in rows.values_list("organisation", "matching"):
        kept = found.setdefault(body, {})
        for name, value in values.items():
            kept.setdefault(MATCHING.get(name, name), str(value or ""))
    return found


def clustered(known: list[Known], same: Iterable[tuple[int, int]], different: Iterable[tuple[int, int]]):
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


def likely_pairs(known: list[Known], found, least: float, most: int) -> list[tuple[int, int, float, list[dict]]]:
    """(lower pk, higher pk, likelihood, reasons), likeliest first; no reason shows a value that is only to match by."""
    pairs = found.pairs_above(least, most)
    return [_pair(known[pair.i], known[pair.j], pair) for pair in pairs]


def _pair(one: Known, other: Known, pair) -> tuple[int, int, float, list[dict]]:
    one, other = sorted((one, other), key=lambda each: each.pk)
    private = one.private | other.private
    reasons = [
        {"field": each.field, "words": _words(each, private), "weight": round(float(each.weight), 2)}
        for each in pair.reasons
    ]
    return one.pk, other.pk, round(float(pair.probability), 4), reasons


def _words(reason, private: frozenset[str]) -> str:
    """The reason in words; of a private field only whether it speaks for or against."""
    if reason.field not in private:
        return reason.words
    field = {"address": _("address"), "postcode": _("postcode"), "phone": _("telephone"), "email": _("mail address")}
    name = field.get(reason.field, reason.field)
    alike = _("%(field)s alike, in a list whose keeper keeps it private")
    unlike = _("%(field)s not alike, in a list whose keeper keeps it private")
    return (alike if reason.weight > 0 else unlike) % {"field": name}
