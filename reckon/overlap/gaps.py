"""What is asked for or needed and nobody we know of does."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from .candidates import candidates
from .entries import Activity, Ask, Atlas, Entry, Need, Offer, Pair, check_ids, completeness
from .evidence import Evidence
from .ranking import stage_of
from .reasons import Pick, findings
from .synergies import MEET, meets
from .wording import Floats, Ints

ANSWERS = 0.5  # a supply that scores this much answers what is wanted


@dataclass(frozen=True)
class Gap:
    """Something wanted without known supply.

    `wanted` is the id of the ask or need, or "" for a type of help missing from a place. `rule` is "asked for",
    "need known", "need not fully met" or "no supply known" (how much need there is, nobody has said). `nearest` are the
    closest supplies, as `Pair`s from supply to what is wanted; they fall short. `places` counts what those that do
    answer say they offer. `private` holds ids that only their owners may be told of.
    """

    rule: str
    wanted: str
    words: str
    score: float
    complete: float
    kind: str = ""
    place: str = ""
    nearest: tuple[Pair, ...] = ()
    places: int | None = None
    private: tuple[str, ...] = ()


def gaps(
    entries: Sequence[Entry],
    atlas: Atlas | None = None,
    *,
    kinds: Iterable[str] = (),
    top: int = 100,
    today: date | None = None,
) -> list[Gap]:
    """What asks and needs among the entries want and no activity or offer brings, best grounded first, then by id.

    A known need (figure and source) that nobody answers comes before an ask, an ask before a supposed need; a type of
    help of `kinds` that no activity brings to a place where something is known comes last, as "no supply known".
    What is over (`today` helps to tell) is no supply; nor is a private plan or offer, which nobody may be told of.

    ValueError for an id used twice.
    """
    check_ids(entries)
    atlas = atlas or Atlas()
    entries = sorted(entries, key=lambda entry: entry.id)
    supply = [entry for entry in entries if isinstance(entry, Activity | Offer) and not entry.private]
    supply = [entry for entry in supply if stage_of(entry, today)]
    wanted = [entry for entry in entries if isinstance(entry, Ask | Need)]
    found = _Answers(supply, wanted, atlas).gaps(top) if wanted else []
    alive = [entry for entry in supply if isinstance(entry, Activity)]
    found += _empty_cells(alive, [*supply, *wanted], sorted(set(kinds)), atlas)
    return sorted(found, key=lambda gap: (-gap.score, gap.wanted, gap.kind, gap.place))[:top]


class _Answers:
    """How well each thing wanted is answered."""

    def __init__(self, supply: Sequence[Entry], wanted: Sequence[Ask | Need], atlas: Atlas) -> None:
        self.wanted, self.first = wanted, len(supply)
        self.evidence = Evidence([*supply, *wanted], atlas, MEET)
        self.best: Floats = np.zeros(len(wanted))
        self.nearest: list[list[tuple[float, str, int]]] = [[] for _ in wanted]
        self.answered: list[set[int]] = [set() for _ in wanted]
        rows = np.arange(len(supply) + len(wanted))
        for left, right in candidates(self.evidence, rows[: self.first], rows[self.first :]):
            self._weigh(left, right)

    def gaps(self, top: int) -> list[Gap]:
        """The `top` gaps; only these are given their nearest supplies."""
        rough = [gap for n, want in enumerate(self.wanted) if (gap := self._gap(n, want))]
        best = sorted(rough, key=lambda found: (-found[0], self.wanted[found[1]].id))[:top]
        return [self._full(score, n, rule) for score, n, rule in best]

    def _weigh(self, left: Ints, right: Ints) -> None:
        score, grounds = meets(self.evidence, left, right)
        score = np.where(grounds, score, 0.0)
        np.maximum.at(self.best, right - self.first, score)
        keep = np.flatnonzero(score > 0.25)
        for i, j, s in zip(left[keep].tolist(), right[keep].tolist(), score[keep].tolist()):
            near = self.nearest[j - self.first]
            near.append((-round(s, 6), self.evidence.entries[i].id, i))
            if len(near) > 30:
                near[:] = sorted(set(near))[:3]
            if s >= ANSWERS:
                self.answered[j - self.first].add(i)

    def _gap(self, n: int, want: Ask | Need) -> tuple[float, int, str] | None:
        best = float(self.best[n])
        if best >= ANSWERS:
            short = self._short(n, want)
            return (round(0.9 * short, 6), n, "need not fully met") if short else None
        if isinstance(want, Ask):
            return round(0.9 * (1 - best), 6), n, "asked for"
        if want.known:
            return round(1 - best, 6), n, "need known"
        return round(0.6 * (1 - best), 6), n, "no supply known"

    def _short(self, n: int, want: Ask | Need) -> float:
        """The share of a counted need beyond all places offered; 0 where anything needed for that is not said."""
        places = self._places(n)
        if not isinstance(want, Need) or not (want.known and want.of_people and want.figure) or places is None:
            return 0.0
        return max(0.0, 1 - places / want.figure)

    def _places(self, n: int) -> int | None:
        """Places offered by all that answer, None if any of them does not say."""
        supply = [self.evidence.entries[row] for row in self.answered[n]]
        offered = [entry.offered for entry in supply if isinstance(entry, Activity)]
        return None if None in offered or not offered else sum(number or 0 for number in offered)

    def _full(self, score: float, n: int, rule: str) -> Gap:
        want, row = self.wanted[n], self.first + n
        near = [i for _, _, i in sorted(set(self.nearest[n]))[:3]] if rule != "need not fully met" else []
        pairs = findings(self.evidence, [Pick((i, row), "nearest supply") for i in near])
        places = self._places(n) if self.answered[n] else None
        return Gap(
            rule=rule,
            wanted=want.id,
            words=_sentence(rule, want, places),
            score=score,
            complete=completeness(want),
            nearest=tuple(pairs),
            places=places,
            private=(want.id,) if want.private else (),
        )


def _sentence(rule: str, want: Ask | Need, places: int | None) -> str:
    name = want.name or want.text or want.id
    if isinstance(want, Need) and want.known:
        need = f"{name}: {want.figure:,g} {want.unit}".rstrip() + f" ({want.source})"
        if rule == "need not fully met":
            return f"{need}; we know of {places:,} places."
        return f"{need}; nobody we know of yet."
    if rule == "asked for":
        return f"{name}: asked for; nobody we know of yet."
    return f"{name}: no supply known; how much need there is, we do not know."


def _empty_cells(alive: Sequence[Activity], known: Sequence[Entry], kinds: list[str], atlas: Atlas) -> list[Gap]:
    """Types of help that no activity brings to a place, around it or inside it. What most places have weighs most."""
    places = sorted({place for entry in known for place in entry.places})
    there = _kinds_by_place(alive, places, atlas)
    found = []
    for kind in kinds if places else []:
        share = sum(kind in there[place] for place in places) / len(places)
        for place in places:
            if kind not in there[place]:
                found.append(_cell(kind, place, atlas, round(0.05 + 0.25 * share, 6)))
    return found


def _cell(kind: str, place: str, atlas: Atlas, score: float) -> Gap:
    words = f"{atlas.name(kind)} in {atlas.name(place)}: no supply known; how much need there is, we do not know."
    return Gap(rule="no supply known", wanted="", words=words, score=score, complete=0.0, kind=kind, place=place)


def _kinds_by_place(alive: Sequence[Activity], places: list[str], atlas: Atlas) -> dict[str, set[str]]:
    direct: dict[str, set[str]] = {place: set() for place in places}
    for activity in alive:
        for place in activity.places:
            direct[place] |= activity.kinds
    whole = {place: set(kinds) for place, kinds in direct.items()}
    for place in places:
        for wider in atlas.within.get(place, ()):
            if wider in direct:
                whole[place] |= direct[wider]
                whole[wider] |= direct[place]
    return whole
