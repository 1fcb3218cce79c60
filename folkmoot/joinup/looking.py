"""Looks through the whole directory again and keeps what it finds; what no longer holds is marked gone, not deleted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import date

from django.db import transaction
from django.utils import timezone

from folkmoot.directory.models import Activity, Served
from folkmoot.joinup.models import Finding, Look
from folkmoot.joinup.sums import overlaps
from folkmoot.places.models import Place
from folkmoot.requests.models import Request

TOP = 400
# Under these a pair shares too little to be worth two people's time; by the rule that found it. Set by reading the
# lists of Thornbeck and of the 2009 story until what stood at the foot was still worth a telephone call.
WORTH_A_LOOK = {
    "duplication": 0.55,
    "complementary": 0.6,
    "one after the other": 0.6,
    "activity meets ask": 0.5,
    "offer meets ask": 0.45,
    "programmes": 0.55,
}
SIDE_OF = {"activity": "{}_id", "programme": "programme_{}_id"}
KINDS = (("duplication", overlaps.duplications), ("synergy", overlaps.synergies))


def look_again(day: date, *, story: bool = False) -> dict[str, int]:
    """How many findings are new, the same and gone, after comparing everything with everything.

    Safe twice: a pair is one finding by its `once`, and a finding that comes back keeps its answers.
    """
    entries, atlas = overlaps.everything(story=story)
    pairs = [(kind, pair) for kind, sums in KINDS for pair in sums(entries, atlas, day, TOP)]
    found = [_row(kind, pair, story) for kind, pair in pairs if pair.score >= WORTH_A_LOOK[pair.rule]]
    found += _of_programmes(overlaps.programmes(entries, story=story), found, atlas, day, story)
    gaps = [_gap(each, atlas) for each in overlaps.gaps(entries, atlas, day, TOP)]
    supply = [asdict(each) for each in overlaps.over_supply(entries, atlas) if each.empty > 0]
    Look.objects.update_or_create(
        story=story, defaults={"at": timezone.now(), "entries": len(entries), "gaps": gaps, "supply": supply}
    )
    return _keep(_placed(found), story)


def _gap(gap, atlas) -> dict:
    """One gap as plain values: what is wanted, where, why we say so, and what comes nearest."""
    what, _, pk = gap.wanted.partition(":")
    return {
        "rule": gap.rule,
        "what": what,
        "pk": int(pk) if pk else None,
        "words": gap.words,
        "score": round(float(gap.score), 3),
        "kind": overlaps.CODE.get(gap.kind, gap.kind),
        "place": int(gap.place.partition(":")[2]) if gap.place else None,
        "place_name": atlas.name(gap.place) if gap.place else "",
        "nearest": [
            {"id": pair.a, "words": "; ".join(each.words for each in pair.reasons)} for pair in gap.nearest[:3]
        ],
    }


def _of_programmes(programmes, found: list[Finding], atlas, day: date, story: bool) -> list[Finding]:
    """Programmes alike as wholes. Where two of their activities are found alike, that is asked already: the same is
    not asked twice, unless the two were asked before."""
    asked = set(Finding.objects.filter(request__isnull=False).values_list("once", flat=True))
    met = _programmes_met(found)
    rows = []
    for pair in overlaps.duplications(programmes, atlas, day, TOP):
        row = _row("duplication", replace(pair, rule="programmes"), story)
        sides = frozenset((row.programme_a_id, row.programme_b_id))
        if pair.score >= WORTH_A_LOOK["programmes"] and (sides not in met or row.once in asked):
            rows.append(row)
    return rows


def _programmes_met(found: list[Finding]) -> set[frozenset[int]]:
    """The pairs of programmes of which two activities are among these findings as alike, in public."""
    open_ones = [each for each in found if each.kind == "duplication" and not each.for_owner_alone]
    activities = {pk for each in open_ones for pk in (each.a_id, each.b_id)}
    held = Activity.objects.filter(pk__in=activities).select_related("programme__same_as")
    of = {each.pk: each.programme.survivor().pk for each in held if each.programme}
    return {frozenset((of[each.a_id], of[each.b_id])) for each in open_ones if each.a_id in of and each.b_id in of}


def _row(kind: str, pair, story: bool) -> Finding:
    """One pair as an unsaved finding; an offer or an activity first, what is wanted second."""
    sides = {}
    for name, known_as in (("a", pair.a), ("b", pair.b)):
        what, _, pk = known_as.partition(":")
        sides[SIDE_OF.get(what, f"{what}_id").format(name)] = int(pk)
    reasons = [{"field": each.field, "words": each.words, "share": round(each.share, 3)} for each in pair.reasons]
    return Finding(
        kind=kind,
        **sides,
        once=f"{kind}:{pair.a}:{pair.b}",
        rule=pair.rule,
        score=min(1.0, max(0.0, float(pair.score))),
        certainty=pair.when,
        reasons=reasons,
        missing=list(pair.missing),
        known_a=round(pair.complete_a * 10),
        known_b=round(pair.complete_b * 10),
        for_owner_alone=bool(pair.private),
        story=story,
    )


def _placed(found: list[Finding]) -> list[Finding]:
    """Give each finding the smallest place that holds both sides, so that a place's page can count it."""
    activities = {pk for each in found for pk in (each.a_id, each.b_id) if pk}
    programmes = {pk for each in found for pk in (each.programme_a_id, each.programme_b_id) if pk}
    served = Served.objects.filter(activity__in=activities).values_list("activity", "place__path")
    within = Served.objects.filter(activity__in=Activity.objects.filter(programme__in=programmes).public().shown())
    paths: dict[tuple[str, int | None], list[str]] = defaultdict(list)
    for pk, path in served:
        paths["activity", pk].append(path)
    for pk, path in within.values_list("activity__programme", "place__path"):
        paths["programme", pk].append(path)
    for each in found:
        what, one, other = _sides(each)
        shared = _common([*paths[what, one], *paths[what, other]])
        each.place_id = int(shared[-1]) if shared else None
    known = set(Place.objects.filter(pk__in={each.place_id for each in found}).values_list("pk", flat=True))
    for each in found:
        each.place_id = each.place_id if each.place_id in known else None
    return found


def _sides(each: Finding) -> tuple[str, int | None, int | None]:
    if each.of_programmes():
        return "programme", each.programme_a_id, each.programme_b_id
    return "activity", each.a_id, each.b_id


def _common(paths: list[str]) -> list[str]:
    """The ids that all the paths begin with."""
    lines = [[part for part in path.split("/") if part] for path in paths]
    shared = []
    for parts in zip(*lines):
        if len(set(parts)) > 1:
            break
        shared.append(parts[0])
    return shared


@transaction.atomic
def _keep(found: Iterable[Finding], story: bool) -> dict[str, int]:
    now = timezone.now()
    wanted = {each.once: each for each in found}
    known = {each.once: each for each in Finding.objects.filter(story=story).exclude(certainty="said then")}
    new = [each for once, each in wanted.items() if once not in known]
    Finding.objects.bulk_create(new, ignore_conflicts=True, batch_size=500)
    kept = [each for once, each in wanted.items() if once in known]
    for each in kept:
        each.pk, each.seen_at = known[each.once].pk, now
    facts = ["score", "rule", "certainty", "reasons", "missing", "known_a", "known_b", "place", "for_owner_alone"]
    Finding.objects.bulk_update(kept, [*facts, "seen_at", "gone_at"], batch_size=500)
    gone = [each.pk for once, each in known.items() if once not in wanted and each.gone_at is None]
    Finding.objects.filter(pk__in=gone).update(gone_at=now)
    _asked_of(gone).update(closed_at=now)
    _asked_of([each.pk for each in kept if known[each.once].gone_at]).update(closed_at=None)
    return {"new": len(new), "the same": len(kept), "gone": len(gone)}


def _asked_of(findings: list[int]):
    """The questions put about these: closed while a finding does not hold, open again when it does."""
    return Request.objects.filter(pk__in=Finding.objects.filter(pk__in=findings).values("request"))


def look_at(activity: Activity, day: date) -> dict[str, int]:
    """Look again because this entry was made or changed; the whole directory, since scores are relative to it."""
    return look_again(day, story=activity.story)
