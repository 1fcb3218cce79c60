"""Records to scored pairs: fold, count, meet, compare, weigh."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from reckon.sameness import clues
from reckon.sameness.compare import Comparer, comparer
from reckon.sameness.evidence import Weights, learn, teach
from reckon.sameness.gather import STEPS, UNMET
from reckon.sameness.record import Folded, Record, Units, fold_all, units
from reckon.sameness.values import Array, Tally, Values, distinct, mix, values, within

LETTERS_UP_TO = 60_000  # units beyond which names are no longer met letter group by letter group
SAMPLE = 600_000  # pairs enough to learn weights from
ANCHORS = 2_000  # pairs whose weights answers should not overturn
SLICE = 1_000_000


@dataclass
class Lens:
    """The columns in use and how each is compared, with the counts taken from one body of records."""

    comparers: list[Comparer]
    tallies: dict[str, Tally]

    def look(self, folded: Folded) -> dict[str, Values]:
        """The same columns of other records, ready to compare."""
        found = {c.key: values(_column(folded, c.key)) for c in self.comparers}
        for c in self.comparers:
            c.ready(found[c.key], self.tallies[c.key])
        return found

    def levels(self, left: dict[str, Values], i: Array, right: dict[str, Values], j: Array) -> dict[str, Array]:
        """The level of each pair in each column."""
        out = {c.key: np.full(len(i), -1, dtype=np.int8) for c in self.comparers}
        for start in range(0, len(i), SLICE):
            cut = slice(start, start + SLICE)
            for c in self.comparers:
                out[c.key][cut] = c.compare(left[c.key], i[cut], right[c.key], j[cut])
        return out


def scheme(identifier: str) -> str:
    """What kind of identifier it is: everything up to the last hyphen or colon.

    >>> scheme("gb-chc-1000389"), scheme("company:123"), scheme("123")
    ('gb-chc', 'company', '')
    """
    cut = max(identifier.rfind("-"), identifier.rfind(":"))
    return identifier[:cut] if cut > 0 else ""


def _column(folded: Folded, key: str) -> list[str]:
    if not key.startswith("id "):
        return folded.columns.get(key) or [""] * len(folded)
    return [next((i for i in ids if scheme(i) == key[3:]), "") for ids in folded.ids]


def lens_on(folded: Folded) -> tuple[Lens, dict[str, Values]]:
    """Choose and count the columns of these records."""
    schemes = Counter(scheme(i) for ids in folded.ids for i in ids)
    common = sorted(schemes, key=lambda s: (-schemes[s], s))[:4]
    comparers = [comparer(key) for key in [*folded.columns, *(f"id {s}" for s in common)]]
    found = {c.key: values(_column(folded, c.key)) for c in comparers}
    tallies = {}
    for c in comparers:
        tallies[c.key] = c.fit(found[c.key])
        c.ready(found[c.key], tallies[c.key])
    return Lens(comparers, tallies), found


@dataclass
class Linking:
    """Scored pairs of units, and all that is needed to score them again after people have answered."""

    units: Units
    lens: Lens
    columns: dict[str, Values]
    i: Array
    j: Array
    levels: dict[str, Array]
    weights: Weights

    @property
    def score(self) -> Array:
        return self.weights.score(self.levels)

    def between(self, i: Array, j: Array) -> dict[str, Array]:
        return self.lens.levels(self.columns, i, self.columns, j)

    def taught(self, same: Sequence[tuple[int, int]], different: Sequence[tuple[int, int]]) -> Linking:
        """The same pairs under weights moved by answers (pairs of units)."""
        asked = np.array([*same, *different], dtype=np.int64).reshape(-1, 2)
        truth = np.arange(len(asked)) < len(same)
        if not len(asked) or not self.levels:
            return self
        chosen = mix(self.i, self.j) % max(len(self.i), 1) < ANCHORS
        anchors = {key: level[chosen] for key, level in self.levels.items()}
        return replace(self, weights=teach(self.weights, self.between(asked[:, 0], asked[:, 1]), truth, anchors))


def link(records: Sequence[Record], apart: Iterable[int] = (), seed: int = 0) -> Linking:
    """Fold, meet, compare and weigh. ``apart`` are rows to keep as units of their own."""
    folded = fold_all(records)
    found = units(folded, apart)
    lens, columns = lens_on(found.folded)
    i, j = meet(columns, len(found))
    some = _sample(i, j)
    levels = lens.levels(columns, i[some], columns, j[some])
    a, b = strangers(len(found), i, j, seed)
    weights = learn(lens.comparers, levels, lens.levels(columns, a, columns, b))
    if len(i) > SAMPLE:
        i, j, levels = _sifted(lens, columns, (i, j), weights)
    return _with_friends(Linking(found, lens, columns, i, j, levels, weights))


def _sample(i: Array, j: Array) -> Array:
    """All pairs, or on a long list a fixed shuffle's choice of them."""
    return np.flatnonzero(mix(i, j) % max(len(i), 1) < SAMPLE)


def _sifted(
    lens: Lens, columns: dict[str, Values], met: tuple[Array, Array], weights: Weights
) -> tuple[Array, Array, dict[str, Array]]:
    """Only the pairs that say more than one never compared would (as which the rest count), slice by slice."""
    parts = []
    for start in range(0, len(met[0]), SLICE):
        i, j = met[0][start : start + SLICE], met[1][start : start + SLICE]
        levels = lens.levels(columns, i, columns, j)
        keep = weights.score(levels) * STEPS > UNMET
        parts.append((i[keep], j[keep], {key: level[keep] for key, level in levels.items()}))
    joined = {key: np.concatenate([p[2][key] for p in parts]) for key in parts[0][2]}
    return np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts]), joined


def strangers(count: int, i: Array, j: Array, seed: int = 0) -> tuple[Array, Array]:
    """About as many pairs that never met as pairs that did, picked by a fixed shuffle."""
    wanted = np.arange(max(2_000, min(len(i), SAMPLE)) if count > 1 else 0)
    a, b = mix(wanted, 2 * seed + 1) % max(count, 1), mix(wanted, 2 * seed + 2) % max(count, 1)
    key = distinct(np.minimum(a, b) * count + np.maximum(a, b))
    low, high = key // max(count, 1), key % max(count, 1)
    fresh = (low != high) & ~within(key, i * count + j)
    return low[fresh], high[fresh]


def meet(columns: dict[str, Values], count: int) -> tuple[Array, Array]:
    """The pairs worth comparing, lower unit first, each once, in order."""
    table = clues.rarest(clues.clues(columns, count), count, 9 if count <= 200_000 else 8)
    i, j = clues.pairs(table, least=1 if count <= 200_000 else 2)
    if count > LETTERS_UP_TO:
        return i, j
    keys = [i * count + j, *(_by_letters(columns[k], count) for k in ("name", "address") if k in columns)]
    key = distinct(np.concatenate(keys))
    return key // max(count, 1), key % max(count, 1)


def _by_letters(found: Values, count: int) -> Array:
    """Pairs whose values look alike letter by letter; of units with one value, each meets the first of the other."""
    a, b = clues.alike_names(found.extra["groups_of"], found.extra["groups_sum"])
    order = np.argsort(found.code, kind="stable")
    first = np.searchsorted(found.code[order], np.arange(len(found.texts)))
    many = np.bincount(found.code[found.code >= 0], minlength=len(found.texts))
    met = []
    for step in range(5):
        for x, y in ((a, b), (b, a)):
            good = many[x] > step
            p, q = order[first[x[good]] + step], order[first[y[good]]]
            met.append(np.minimum(p, q) * count + np.maximum(p, q))
    return distinct(np.concatenate(met))


def _with_friends(made: Linking) -> Linking:
    score = made.score
    good = score > 0
    i, j = clues.friends_of_friends(len(made.units), made.i[good], made.j[good], score[good])
    if not len(i):
        return made
    count = len(made.units)
    fresh = ~within(i * count + j, made.i * count + made.j)
    i, j = i[fresh], j[fresh]
    more = made.between(i, j)
    key = np.concatenate([made.i * count + made.j, i * count + j])
    order = np.argsort(key, kind="stable")
    levels = {k: np.concatenate([made.levels[k], more[k]])[order] for k in more}
    return replace(made, i=key[order] // count, j=key[order] % count, levels=levels)
