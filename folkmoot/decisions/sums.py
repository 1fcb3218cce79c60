"""The count of a decision: rows in, plain values out."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from folkmoot.decisions.models import Decision
from folkmoot.decisions.models.decision import MOST_SCORE
from folkmoot.rounds.models import Choice, Option, Round, Say
from reckon.deciding import GoingAlong, Ranked, Weighed, going_along, ranked, totals, weighed


def counted(decision: Decision) -> dict[str, Any]:
    """What came of the newest round: {"said": people counted, "in_person", "delegated", "silent", "roll", "quorum",
    "met", "lines": [{"words", "people", "total", "share"}], "first": [words], "table": contests of a ranking, "slips":
    of going along, how many slips are in the draw}.

    `share` is what of the most possible an option got, from 0 to 1. Everything is 0 or empty where nobody was asked.
    """
    found = decision.round()
    options = {option.pk: option.words for option in found.options.filter(dropped_at=None)} if found else {}
    of = _weighed(decision, found)
    heads = {
        "said": of.people,
        "in_person": len(of.weights),
        "delegated": of.delegated,
        "silent": len(of.silent),
        "roll": decision.eligible.count(),
        "quorum": decision.quorum,
        "met": of.people >= decision.quorum,
    }
    if decision.method == Decision.Method.RANK:
        return heads | _order(options, ranked(list(options), of))
    if decision.method == Decision.Method.TOGETHER:
        return heads | _along(options, going_along(list(options), of))
    return heads | _added(decision, options, of)


def _along(options: dict[int, str], found: GoingAlong) -> dict[str, Any]:
    """For each option how many go along, and how many slips it has; `settled`: one has them all."""
    lines = [
        {
            "words": options[int(str(one.option))],
            "people": one.along,
            "nearly": one.nearly,
            "total": one.slips,
            "share": one.slips / found.slips if found.slips else 0.0,
        }
        for one in found.options
    ]
    first = [options[int(str(key))] for key in found.first]
    return {"lines": lines, "first": first, "table": [], "slips": found.slips, "settled": found.settled}


def _added(decision: Decision, options: dict[int, str], of: Weighed) -> dict[str, Any]:
    added = totals(list(options), of)
    most = _most(decision)
    lines = [
        {
            "words": options[int(str(one.option))],
            "people": one.people,
            "total": one.total,
            "share": float(one.total / (most * of.people)) if of.people else 0.0,
        }
        for one in added.lines
    ]
    return {"lines": lines, "first": [options[int(str(key))] for key in added.first], "table": []}


def _most(decision: Decision) -> int:
    """The most that one person can give one option."""
    if decision.method == Decision.Method.SCORE:
        return MOST_SCORE
    return int(decision.dots) if decision.method == Decision.Method.DOT else 1


def _order(options: dict[int, str], found: Ranked) -> dict[str, Any]:
    """Each pair of options as a row: [one, how many put it before, other, how many put that before]."""
    keys = list(options)
    pairs = [(a, b) for at, a in enumerate(keys) for b in keys[at + 1 :]]
    table = [[options[a], found.beats[a][b], options[b], found.beats[b][a]] for a, b in pairs]
    wins = {a: sum(found.beats[a][b] > found.beats[b][a] for b in keys if b != a) for a in keys}
    most = max(1, len(keys) - 1)
    lines = [{"words": options[a], "people": wins[a], "total": wins[a], "share": wins[a] / most} for a in keys]
    return {"lines": lines, "first": [options[int(str(key))] for key in found.winners], "table": table}


def given(decision: Decision) -> dict[str, Any]:
    """What anyone on the roll can count again with `python -m reckon.deciding`: people are numbers in it, shuffled by
    nothing but their place on the roll."""
    found = decision.round()
    of = _weighed(decision, found)
    words = {option.pk: option.words for option in found.options.filter(dropped_at=None)} if found else {}
    said = {str(who): {words[key]: value for key, value in choices.items()} for who, choices in of.said.items()}
    lines = decision.eligible.exclude(delegate=None).values_list("pk", "delegate")
    return {
        "method": decision.method,
        "options": list(words.values()),
        "said": said,
        "delegates": {str(pk): str(delegate) for pk, delegate in lines},
    }


def _weighed(decision: Decision, found: Round | None) -> Weighed:
    if found is None:
        return weighed({}, {})
    by_voter: dict[str, dict[Hashable, int]] = {}
    live = set(Option.objects.filter(round=found, dropped_at=None).values_list("pk", flat=True))
    for voter in Say.objects.filter(round=found).values_list("voter", flat=True):
        by_voter[voter] = {}
    rows = Choice.objects.filter(say__round=found, option__in=live).values_list("say__voter", "option", "value")
    for voter, option, value in rows:
        by_voter[voter][option] = value
    said: dict[Hashable, dict[Hashable, int]] = {}
    delegates: dict[Hashable, Hashable] = {}
    for line in decision.eligible.all():
        key = Say.voter_of(line.person) if line.person else Say.voter_of(paper=str(line.pk))
        if key in by_voter:
            said[line.pk] = by_voter[key]
        if line.delegate_id:
            delegates[line.pk] = line.delegate_id
    return weighed(said, delegates)
