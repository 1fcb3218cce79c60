"""Entries that could help each other: an offer meets an ask, kinds that complete each other, one after another."""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from .candidates import candidates
from .entries import Activity, Ask, Atlas, Entry, Offer, Pair, Reason, check_ids
from .evidence import Bools, Evidence, Likeness
from .ranking import Found, Ranked, stage_of, worth
from .reasons import Pick, findings
from .wording import Floats, Ints

MEET = {"kind": 0.15, "topic": 0.20, "people": 0.10, "place": 0.20, "dates": 0.05, "text": 0.30}
BESIDE = {"kind": 0.0, "topic": 0.25, "people": 0.25, "place": 0.30, "dates": 0.05, "text": 0.15}
LEAST = 0.4
ALIKE = 0.25
SOON = 366  # days between the end of one and the start of what follows it
Kinds = Mapping[tuple[str, str], str]

COMPLEMENTS: Kinds = {
    ("fund", "train"): "one has money to give and the other trains people who could use it",
    ("fund", "events"): "one has money to give and the other brings together people who could use it",
    ("fund", "networks"): "one has money to give and the other links people who could use it",
    ("train", "howtos"): "one trains and the other writes the guides",
    ("train", "networks"): "people trained by one could keep in touch through the other",
    ("train", "events"): "one trains and the other brings people together",
    ("events", "networks"): "people who meet through one could keep in touch through the other",
    ("howtos", "networks"): "one writes guides and the other reaches the people who need them",
    ("research", "what works"): "one finds out what is happening and the other what works",
    ("research", "fund"): "one finds out what is needed and the other pays for it",
    ("what works", "howtos"): "one finds out what works and the other writes it down",
    ("what works", "train"): "one finds out what works and the other teaches it",
}
FOLLOWS: Kinds = {
    ("train", "fund"): "people trained first could then apply for the money",
    ("research", "fund"): "the money could go where the research says",
    ("research", "train"): "the training could build on the research",
    ("research", "events"): "the event could talk about what the research found",
    ("research", "what works"): "what works can be sought where the research points",
    ("what works", "howtos"): "the guides could hold what was found to work",
    ("what works", "train"): "the training could teach what was found to work",
    ("howtos", "train"): "the training could use the guides",
    ("train", "networks"): "people trained first could keep in touch afterwards",
    ("events", "networks"): "people who met first could keep in touch afterwards",
    ("fund", "what works"): "what the money did could be looked at afterwards",
}


def synergies(
    entries: Sequence[Entry], atlas: Atlas | None = None, *, top: int = 100, today: date | None = None
) -> list[Pair]:
    """Pairs of activities, offers and asks that could help each other, best first, equal ones by id; none stands twice.

    `rule` is "offer meets ask" or "activity meets ask" (`b` is the ask), "one after the other" (`a` comes first) or
    "complementary". Organisations in common, places known to differ, and grounds that are only guessed rule a pair
    out. Nobody stands more than ten times under one rule. Needs are passed over.

    ValueError for an id used twice.
    """
    check_ids(entries)
    by_id = sorted(entries, key=lambda entry: entry.id)
    entries = [entry for sort in (Activity, Offer, Ask) for entry in by_id if isinstance(entry, sort)]
    evidence = Evidence(entries, atlas or Atlas(), MEET)
    ends = np.cumsum([sum(isinstance(entry, sort) for entry in entries) for sort in (Activity, Offer)])
    rows = np.split(np.arange(len(entries)), ends)
    beside = evidence.weighing(BESIDE)
    pairs = findings(evidence, _meetings(evidence, rows, top, today))
    return _best_of_each(pairs + findings(beside, _sequels(beside, rows[0], top, today)), top)


def meets(evidence: Evidence, left: Ints, right: Ints) -> tuple[Floats, Bools]:
    """How well supply answers what is wanted (MEET weights), and whether there are grounds to say so."""
    found = evidence.compare(left, right)
    return found.score, _grounds(evidence, found, left, right)


def _meetings(evidence: Evidence, rows: list[Ints], top: int, today: date | None) -> list[Pick]:
    activities, offers, asks = rows
    stage = np.array([stage_of(entry, today) for entry in evidence.entries], dtype=np.int64)
    picks = []
    for rule, supply in (("offer meets ask", offers), ("activity meets ask", activities)):
        found = [_met(evidence, stage, left, right) for left, right in candidates(evidence, supply, asks)]
        for i, j in Ranked.of(found, evidence.entries, directed=True).pick(top, 10):
            picks.append(Pick((i, j), rule, (), float(worth(stage[[i]], stage[[j]])[0])))
    return picks


def _met(evidence: Evidence, stage: Ints, left: Ints, right: Ints) -> Found:
    score, grounds = meets(evidence, left, right)
    score = score * worth(stage[left], stage[right])
    keep = (score >= LEAST) & grounds & ~evidence.same_organisation(left, right)
    return left[keep], right[keep], score[keep]


def _grounds(evidence: Evidence, found: Likeness, left: Ints, right: Ints) -> Bools:
    """By their own saying they are for the same thing: in topic, in words, or in both kind and people."""
    shared = (found.alike >= ALIKE) & found.sound
    same = shared[:, 1] | shared[:, 5] | (shared[:, 0] & shared[:, 2])
    elsewhere = evidence.said[left, 3] & evidence.said[right, 3] & (found.alike[:, 3] <= 0)
    past = evidence.said[left, 4] & evidence.said[right, 4] & (found.alike[:, 4] <= 0)
    return np.asarray(same & ~elsewhere & ~past)


def _sequels(evidence: Evidence, activities: Ints, top: int, today: date | None) -> list[Pick]:
    beside = _Beside(evidence, today)
    after, together = [], []
    for left, right in candidates(beside.evidence, activities, fit=beside.fit):
        found, likeness = beside.placed(left, right)
        together.append(beside.complementary(*found, likeness))
        after.append(beside.following(*found, likeness))
        after.append(beside.following(found[1], found[0], likeness))
    entries = evidence.entries
    first = [beside.sequel(rows) for rows in Ranked.of(after, entries, directed=True).pick(top, 10)]
    return first + [beside.couple(rows) for rows in Ranked.of(together, entries).pick(top, 10)]


class _Beside:
    """Activities whose kinds complete each other, at one time or one after the other."""

    def __init__(self, evidence: Evidence, today: date | None) -> None:
        self.evidence = evidence
        entries = evidence.entries
        self.stage = np.array([stage_of(entry, today) for entry in entries], dtype=np.int64)
        self.names = sorted({kind for pair in (*COMPLEMENTS, *FOLLOWS) for kind in pair})
        self.kinds = np.array([[name in entry.kinds for name in self.names] for entry in entries], dtype=np.float32)
        self.kinds = self.kinds.reshape(len(entries), len(self.names))
        self.kinds[[("kind" in entry.guessed) for entry in entries]] = 0  # a guess is no ground for a finding
        both = {**COMPLEMENTS} | {(b, a): words for (a, b), words in COMPLEMENTS.items()}
        self.complement, self.follow = self._table(both), self._table(FOLLOWS)
        self.either = self.complement + self.follow + self.follow.T
        bit = 1 << np.arange(len(self.names))
        self.held: Ints = (self.kinds > 0) @ bit
        self.wanted: Ints = (self.kinds @ self.either > 0) @ bit

    def fit(self, rows: Ints, cols: Ints) -> Bools:
        """A table of rows × columns: whether the kinds complete or follow each other."""
        return np.asarray((self.wanted[rows][:, None] & self.held[cols]) != 0)

    def placed(self, left: Ints, right: Ints) -> tuple[tuple[Ints, Ints], Likeness]:
        """Those in one place, of different organisations, with people, topic or words in common."""
        kinds = (self.kinds[left] @ self.either * self.kinds[right]).any(axis=1)
        left, right = left[kinds], right[kinds]
        found = self.evidence.compare(left, right)
        shared = (found.alike >= ALIKE) & found.sound
        keep = shared[:, 3] & shared[:, [1, 2, 5]].any(axis=1) & ~self.evidence.same_organisation(left, right)
        kept = Likeness(found.alike[keep], found.weight[keep], found.sound[keep])
        return (left[keep], right[keep]), kept

    def complementary(self, left: Ints, right: Ints, found: Likeness) -> Found:
        fit = (self.kinds[left] @ self.complement * self.kinds[right]).any(axis=1)
        alike = (self.kinds[left] * self.kinds[right]).any(axis=1)
        apart = self.evidence.said[left, 4] & self.evidence.said[right, 4] & (found.alike[:, 4] <= 0)
        return self._scored(left, right, found, fit & ~alike & ~apart)

    def following(self, left: Ints, right: Ints, found: Likeness) -> Found:
        fit = (self.kinds[left] @ self.follow * self.kinds[right]).any(axis=1)
        wait = self.evidence.first[right] - self.evidence.last[left]
        return self._scored(left, right, found, fit & (wait > 0) & (wait <= SOON) & (self.stage[right] > 0))

    def couple(self, rows: tuple[int, int]) -> Pick:
        return self._pick(rows, "complementary", self._words(COMPLEMENTS, rows))

    def sequel(self, rows: tuple[int, int]) -> Pick:
        first, then = (self.evidence.entries[n].dates.said for n in rows)
        why = f"{self._words(FOLLOWS, rows)} (first {first}; then {then})"
        return self._pick(rows, "one after the other", why)

    def _table(self, pairs: Kinds) -> "np.typing.NDArray[np.float32]":
        table = np.zeros((len(self.names), len(self.names)), dtype=np.float32)
        for one, other in pairs:
            table[self.names.index(one), self.names.index(other)] = 1
        return table

    def _scored(self, left: Ints, right: Ints, found: Likeness, fit: Bools) -> Found:
        score = found.score * worth(self.stage[left], self.stage[right])
        keep = fit & (score >= LEAST)
        return left[keep], right[keep], score[keep]

    def _words(self, table: Kinds, rows: tuple[int, int]) -> str:
        a, b = (self.evidence.entries[n].kinds for n in rows)
        either = table is COMPLEMENTS
        fit = [w for (x, y), w in table.items() if (x in a and y in b) or (either and x in b and y in a)]
        return fit[0]

    def _pick(self, rows: tuple[int, int], rule: str, why: str) -> Pick:
        i, j = rows
        factor = float(worth(self.stage[[i]], self.stage[[j]])[0])
        return Pick(rows, rule, (Reason("kind", why, 0.0),), factor)


def _best_of_each(pairs: list[Pair], top: int) -> list[Pair]:
    """Each two once, under their best rule; the first `top` that all may see and the first `top` others."""
    best: dict[frozenset[str], Pair] = {}
    for pair in sorted(pairs, key=lambda pair: (-pair.score, pair.rule != "one after the other", pair.a, pair.b)):
        best.setdefault(frozenset((pair.a, pair.b)), pair)
    left = {True: top, False: top}
    kept = []
    for pair in best.values():
        left[bool(pair.private)] -= 1
        if left[bool(pair.private)] >= 0:
            kept.append(pair)
    return kept
