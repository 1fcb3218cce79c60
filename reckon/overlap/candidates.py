"""Which pairs to look at, so that not every one of five thousand million is.

Up to EVERY_PAIR, all of them. Beyond, in each place, for each entry the BEST of those there, in wider places around
it or next door, by what they have in common; and entries with no place beside all others. In a crowded place
features that more than COMMON of its entries have cannot by themselves bring two together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import scipy  # its parts are read when they are first used: 40 MB that a page does without

from .entries import Atlas
from .evidence import WHAT, Bools, Evidence
from .whereabouts import NEAR_KM
from .wording import Floats, Ints

EVERY_PAIR = 3_000_000
CROWDED = 4_000_000
COMMON = 0.02
CHUNK = 500_000
BEST = 20
Pairs = tuple[Ints, Ints]
Fit = Callable[[Ints, Ints], Bools]


def candidates(
    evidence: Evidence, rows: Ints | None = None, cols: Ints | None = None, fit: Fit | None = None
) -> Iterator[Pairs]:
    """Pairs of one entry of `rows` (all) and another of `cols` (the same as rows), in pieces.

    The lower number stands first. A pair may come more than once. `fit`, given rows and columns, says which pairs of
    a table of both could be a finding at all, so that the BEST are chosen among those.
    """
    everyone = np.arange(len(evidence.entries))
    rows = everyone if rows is None else rows
    cols = rows if cols is None else cols
    if len(rows) * len(cols) <= 2 * EVERY_PAIR:
        yield from _all(rows, cols) if len(cols) else ()
        return
    features = _features(evidence)
    for here, there in _blocks(evidence, rows, cols):
        if len(here) * len(there) > CROWDED:
            yield from _crowded(features, here, there, fit)
        else:
            yield from _placed(features, here, there, fit)


def _all(rows: Ints, cols: Ints) -> Iterator[Pairs]:
    size = max(1, CHUNK // max(1, len(cols)))
    for start in range(0, len(rows), size):
        left, right = np.repeat(rows[start : start + size], len(cols)), np.tile(cols, len(rows[start : start + size]))
        yield _in_order(left, right)


def _in_order(left: Ints, right: Ints) -> Pairs:
    """Each pair once with the lower number first, whichever way it was met; nobody beside themselves."""
    low, high = np.minimum(left, right), np.maximum(left, right)
    key = np.unique((low << 32) | high) if len(low) else np.zeros(0, dtype=np.int64)
    low, high = key >> 32, key & 0xFFFFFFFF
    apart = low != high
    return low[apart], high[apart]


def _features(evidence: Evidence) -> scipy.sparse.csr_matrix:
    """All that says what an entry does, side by side, so that a product is its part of the score."""
    weights = dict(zip(("kind", "topic", "people", "place", "dates", "text"), evidence.weights))
    parts = [
        evidence.what[name] * np.sqrt(weights[name] * (2 if name == "text" else 1)) for name in WHAT if weights[name]
    ]
    return scipy.sparse.hstack(parts, format="csr")


def _blocks(evidence: Evidence, rows: Ints, cols: Ints) -> Iterator[Pairs]:
    """For each place, the rows there and the columns there, around it and next door; and the unplaced beside all."""
    at_row, at_col = _by_place(evidence, rows), _by_place(evidence, cols)
    beside = _next_door(evidence.atlas, sorted({*at_row, *at_col} - {""}))
    unplaced_rows, unplaced_cols = at_row.pop("", []), at_col.pop("", [])
    if unplaced_rows:
        yield np.array(unplaced_rows), cols
    if unplaced_cols and rows is not cols:
        yield rows, np.array(unplaced_cols)
    for place in sorted({*at_row, *at_col}):
        around = (place, *evidence.atlas.within.get(place, ()), *beside.get(place, ()))
        there = [n for other in around for n in at_col.get(other, ())]
        if place in at_row and there:
            yield np.array(at_row[place]), np.unique(there)
        above = [n for other in evidence.atlas.within.get(place, ()) for n in at_row.get(other, ())]
        if place in at_col and above and rows is not cols:
            yield np.unique(above), np.array(at_col[place])


def _by_place(evidence: Evidence, rows: Ints) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for row in rows.tolist():
        for place in set(evidence.entries[row].places) or {""}:
            found.setdefault(place, []).append(row)
    return found


def _next_door(atlas: Atlas, places: list[str]) -> dict[str, list[str]]:
    """Places whose points lie within NEAR_KM, as the crow flies through the earth, which is the same for so few."""
    placed = [place for place in places if place in atlas.points]
    if not placed:
        return {}
    lat, lon = np.radians(np.array([atlas.points[place] for place in placed])).T
    globe = 6371.0 * np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    near = scipy.spatial.cKDTree(globe).query_ball_point(globe, NEAR_KM)
    return {place: [placed[n] for n in found if placed[n] != place] for place, found in zip(placed, near)}


def _placed(features: scipy.sparse.csr_matrix, here: Ints, there: Ints, fit: Fit | None) -> Iterator[Pairs]:
    """The best of one place, looked for in a full table."""
    right = features[there].T.tocsr()
    size = max(1, CHUNK // len(there))
    for start in range(0, len(here), size):
        rows = here[start : start + size]
        shared: Floats = (features[rows] @ right).toarray()
        if fit:
            shared *= fit(rows, there)
        shared[rows[:, None] == there[None, :]] = 0
        best = np.argpartition(-shared, BEST, axis=1)[:, :BEST] if len(there) > BEST else _every(len(rows), len(there))
        left = np.repeat(np.arange(len(rows)), best.shape[1])
        some = shared[left, best.ravel()] > 0
        yield _in_order(rows[left[some]], there[best.ravel()[some]])


def _every(rows: int, cols: int) -> Ints:
    return np.tile(np.arange(cols), (rows, 1))


def _crowded(features: scipy.sparse.csr_matrix, here: Ints, there: Ints, fit: Fit | None) -> Iterator[Pairs]:
    """The best of a place too large for that, by the rarer features, row by row."""
    right = features[there].T.tocsr()
    users = np.diff(right.indptr)
    right = scipy.sparse.diags((users <= max(50, COMMON * len(there))).astype(float)) @ right
    right.eliminate_zeros()
    for start in range(0, len(here), 200):
        rows = here[start : start + 200]
        shared = (features[rows] @ right).tocsr()
        left, best = zip(*(_best_of_row(shared, n, rows, there, fit) for n in range(len(rows))))
        yield _in_order(np.concatenate(left), np.concatenate(best))


def _best_of_row(shared: scipy.sparse.csr_matrix, n: int, rows: Ints, there: Ints, fit: Fit | None) -> Pairs:
    part = slice(shared.indptr[n], shared.indptr[n + 1])
    cols, values = shared.indices[part], shared.data[part]
    for most in (8 * BEST, BEST):
        if len(values) > most:
            best = np.argpartition(-values, most)[:most]
            cols, values = cols[best], values[best]
        if fit and most > BEST:
            fits = fit(rows[n : n + 1], there[cols])[0]
            cols, values = cols[fits], values[fits]
    return np.full(len(cols), rows[n]), there[cols]
