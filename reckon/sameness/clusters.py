"""Which records are the same, with people's answers as hard rules, and which pairs to ask people about next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from reckon.sameness.evidence import chance
from reckon.sameness.gather import CAP, Contradiction, Gathered, Pairs, gather, roots, whole
from reckon.sameness.linking import Linking, link
from reckon.sameness.reasons import Reason, reasons
from reckon.sameness.record import Record, as_record
from reckon.sameness.values import Array

THRESHOLD = 50  # hundredths of log-odds: groups join when five to three on
Answer = tuple[int, int]
Rows = Sequence[Record | Mapping[str, Any]]


@dataclass(frozen=True)
class Pair:
    """Two rows, how likely they are the same (0 to 1), and what speaks for and against, strongest first."""

    i: int
    j: int
    probability: float
    reasons: tuple[Reason, ...]


@dataclass
class Clusters:
    """``cluster[row]`` is a number for the row's organisation, counted from 0 in the order they first appear."""

    records: list[Record]
    linking: Linking
    same: frozenset[Answer]
    different: frozenset[Answer]
    taught: Linking = field(repr=False)
    gathered: Gathered = field(repr=False)
    weighed: Pairs = field(repr=False)

    @cached_property
    def cluster(self) -> list[int]:
        """The number of each row's organisation."""
        found = _each_row(self)
        _, first, back = np.unique(found, return_index=True, return_inverse=True)
        order = np.argsort(np.argsort(first))
        return [int(x) for x in order[back]]

    @cached_property
    def pairs(self) -> list[Pair]:
        """The thousand likeliest pairs no one has answered, likeliest first; none under one in five."""
        return self.pairs_above(0.2, 1_000)

    def pairs_above(self, least: float, most: int) -> list[Pair]:
        """Up to ``most`` unanswered pairs with at least this probability, likeliest first, then by row."""
        made, odds = self.taught, self.taught.score
        i, j = made.units.first[made.i], made.units.first[made.j]
        i, j = np.minimum(i, j), np.maximum(i, j)
        order = np.lexsort((j, i, -odds))
        answered = self.same | self.different
        picked: list[int] = []
        for k in order[chance(odds[order]) >= least].tolist():
            if len(picked) >= most:
                break
            if (int(i[k]), int(j[k])) not in answered:
                picked.append(k)
        return self._pairs(i[picked], j[picked])

    def why(self, i: int, j: int) -> Pair:
        """Two rows beside each other, met or not."""
        return self.why_each([(i, j)])[0]

    def why_each(self, pairs: Iterable[Answer]) -> list[Pair]:
        """The same for many, in their order: all weighed at once, a hundred times as quick as one by one."""
        both = np.array([(min(i, j), max(i, j)) for i, j in pairs], dtype=np.int64).reshape(-1, 2)
        return self._pairs(both[:, 0], both[:, 1])

    def _pairs(self, i: Array, j: Array) -> list[Pair]:
        made = self.taught
        a, b = made.units.of[i], made.units.of[j]
        levels = made.between(a, b)
        sure = chance(made.weights.score(levels)) if levels else np.full(len(i), 0.0)
        words = reasons(made, self.records, i, j, levels)
        return [Pair(int(p), int(q), float(s), tuple(w)) for p, q, s, w in zip(i, j, sure, words)]

    def answered(self, same: Iterable[Answer] = (), different: Iterable[Answer] = ()) -> Clusters:
        """The same records with more answers counted in; raises Contradiction when two can't both be true."""
        more_same, more_different = self.same | _ordered(same), self.different | _ordered(different)
        linking = self.linking
        twins = {r for p in more_different for r in p if linking.units.of[p[0]] == linking.units.of[p[1]]}
        if twins:
            linking = link(self.records, {r for p in more_different for r in p})
        return _gathered(self.records, linking, more_same, more_different)


def cluster(records: Rows, *, same: Iterable[Answer] = (), different: Iterable[Answer] = (), seed: int = 0) -> Clusters:
    """Find which records are the same. ``same`` and ``different`` are pairs of rows that people answered about.

    Records that share an identifier are together unless someone said they differ; a pair answered "different" is
    apart, and one answered "same" together, whatever the evidence (Contradiction when that can't be). Answers also
    move the weights. Nothing depends on the order of rows.

    >>> found = cluster([
    ...     {"name": "Mill Lane Library", "address": "4 Mill Lane", "phone": "0121 496 0001"},
    ...     {"name": "Oak Road Scouts", "address": "91 Oak Road", "phone": "0121 496 0777"},
    ...     {"name": "Mill Lane Lib.", "address": "4 Mill Ln", "phone": "01214960001"},
    ... ])
    >>> found.cluster
    [0, 1, 0]
    >>> [reason.words for reason in found.why(0, 2).reasons if reason.field == "phone"]
    ['same phone 0121 496 0001, which only these two have']
    """
    made = [as_record(r) for r in records]
    ordered_same, ordered_different = _ordered(same), _ordered(different)
    _in_range(len(made), ordered_same | ordered_different)
    apart = {r for p in ordered_different for r in p}
    return _gathered(made, link(made, apart, seed), ordered_same, ordered_different)


def _ordered(answers: Iterable[Answer]) -> frozenset[Answer]:
    return frozenset((min(int(a), int(b)), max(int(a), int(b))) for a, b in answers)


def _in_range(rows: int, answers: Iterable[Answer]) -> None:
    for a, b in answers:
        if a < 0 or b >= rows:
            raise IndexError(f"An answer is about rows {a} and {b}, but there are only {rows} rows, counted from 0.")


def _gathered(
    records: list[Record], linking: Linking, same: frozenset[Answer], different: frozenset[Answer]
) -> Clusters:
    of = linking.units.of
    together = [(int(of[a]), int(of[b])) for a, b in sorted(same)]
    apart = [(int(of[a]), int(of[b])) for a, b in sorted(different)]
    start, extra = _start(linking, together, apart, different)
    asked = [p for p in together if p[0] != p[1]]
    taught = linking.taught(sorted(set(asked)), sorted(set(apart)))
    pairs = _with(whole(taught.i, taught.j, taught.score, taught.weights.prior), extra)
    gathered = gather(linking.units.size, pairs, THRESHOLD, apart, start)
    return Clusters(records, linking, same, different, taught, gathered, pairs)


def _start(
    linking: Linking, together: list[Answer], apart: list[Answer], different: frozenset[Answer]
) -> tuple[Array, list[Answer]]:
    """The groups that answers and identifiers make; identifiers an answer speaks against come back as mere evidence."""
    count = len(linking.units)
    by_answer = roots(count, together)
    for (a, b), rows in zip(apart, sorted(different)):
        if by_answer[a] == by_answer[b]:
            raise Contradiction(
                f"Rows {rows[0]} and {rows[1]} were answered “not the same”, but other answers make them the same. "
                "Take one of the answers back."
            )
    links = _by_identifier(linking)
    both = roots(count, [*together, *links])
    torn = {int(both[a]) for a, b in apart if both[a] == both[b]}
    kept = [p for p in links if int(both[p[0]]) not in torn]
    return roots(count, [*together, *kept]), [p for p in links if int(both[p[0]]) in torn]


def _by_identifier(linking: Linking) -> list[Answer]:
    first: dict[str, int] = {}
    links = []
    for unit, ids in enumerate(linking.units.folded.ids):
        for identifier in ids:
            if identifier in first:
                links.append((first[identifier], unit))
            else:
                first[identifier] = unit
    return links


def _with(pairs: Pairs, extra: list[Answer]) -> Pairs:
    """The pairs with some raised to certainty."""
    if not extra:
        return pairs
    more = np.array(sorted({(min(p), max(p)) for p in extra}), dtype=np.int64)
    known = {(int(a), int(b)) for a, b in more}
    keep = np.array([(int(a), int(b)) not in known for a, b in zip(pairs.i, pairs.j)], dtype=bool)
    fill = np.ones(len(more), dtype=np.int64)
    return Pairs(
        np.concatenate([pairs.i[keep], more[:, 0]]),
        np.concatenate([pairs.j[keep], more[:, 1]]),
        np.concatenate([pairs.score[keep], fill * CAP]),
        np.concatenate([pairs.heft[keep], fill * 100]),
    )


def _each_row(found: Clusters) -> Array:
    """A label for each row; rows that say too little to be told apart each stand alone unless joined to others."""
    units = found.linking.units
    label = found.gathered.label[units.of] if len(units) else units.of
    many = np.bincount(found.gathered.label, minlength=len(units)) if len(units) else units.of
    thin = (units.size > 1) & (many[found.gathered.label] == 1) & _thin(found.taught)
    alone = thin[units.of] if len(units) else np.zeros(0, dtype=bool)
    joined = {r for p in found.same for r in p}
    alone[sorted(joined)] = False
    return np.where(alone, len(units) + np.arange(len(label)), label)


def _thin(made: Linking) -> Array:
    """Units of several rows that know at most half of the columns, too little to call two rows the same."""
    keys = [c.key for c in made.lens.comparers if not c.key.startswith("id ")]
    known = np.sum([made.columns[key].code >= 0 for key in keys], axis=0) if keys else np.zeros(len(made.units))
    named = np.array([bool(ids) for ids in made.units.folded.ids], dtype=bool)
    thin = (made.units.size > 1) & (known <= len(keys) / 2) & ~named
    few = np.flatnonzero(thin)
    if len(few):
        thin[few] = made.weights.score(made.between(few, few)) <= 0
    return np.asarray(thin)


def ask_next(found: Clusters, most: int = 20) -> list[Pair]:
    """The pairs whose answer would settle most: many records hang on it and the evidence is in doubt.

    Most useful first; pairs already answered are left out, and no two share a record, so they can be asked together.
    """
    made, at = found.taught, found.weighed
    ranked = sorted(found.gathered.questions, key=lambda q: (-_doubt(q.average) * q.stake**0.7, q.pair))
    answered = found.same | found.different
    i: list[int] = []
    j: list[int] = []
    used: set[int] = set()
    for q in ranked:
        if len(i) >= most:
            break
        a, b = int(made.units.first[at.i[q.pair]]), int(made.units.first[at.j[q.pair]])
        pair = (min(a, b), max(a, b))
        if pair in answered or used & {a, b}:
            continue
        used |= {a, b}
        i.append(pair[0])
        j.append(pair[1])
    return found._pairs(np.array(i, dtype=np.int64), np.array(j, dtype=np.int64))


def _doubt(average: float) -> float:
    sure = 1 / (1 + np.exp(-average / 80))
    return float(min(sure, 1 - sure))
