"""Which pairs to look at, so that not every one of five thousand million is.

Up to EVERY_PAIR, all of them. Beyond, every pair in one place, in one place and a wider one around it, or in two
places next door, that has something in common; and entries with no place beside all others. In a crowded place
features that more than COMMON of its entries have cannot by themselves bring two together.
"""

from collections.abc import Iterator

import numpy as np
from scipy.sparse import csr_matrix, diags, hstack
from scipy.spatial import cKDTree

from .entries import Atlas
from .evidence import WHAT, Evidence
from .whereabouts import NEAR_KM
from .wording import Ints

EVERY_PAIR = 3_000_000
CROWDED = 4_000_000
COMMON = 0.02
CHUNK = 500_000
BEST = 40  # kept for each entry in each place
Pairs = tuple[Ints, Ints]


def candidates(evidence: Evidence, rows: Ints | None = None, cols: Ints | None = None) -> Iterator[Pairs]:
    """Pairs of one entry of `rows` and another of `cols` (both: all), in pieces; each pair of places at least once.

    The lower number stands first. A pair may come more than once.
    """
    everyone = np.arange(len(evidence.entries))
    rows, cols = everyone if rows is None else rows, everyone if cols is None else cols
    if len(rows) * len(cols) <= 2 * EVERY_PAIR:
        yield from _all(rows, cols) if len(cols) else ()
        return
    features = _features(evidence)
    for here, there in _blocks(evidence, rows, cols):
        yield from _sharing(features, here, there)


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


def _features(evidence: Evidence) -> csr_matrix:
    """All that says what an entry does, side by side, so that a product is its part of the score."""
    weights = dict(zip(("kind", "topic", "people", "place", "dates", "text"), evidence.weights))
    parts = [evidence.what[name] * np.sqrt(weights[name]) for name in WHAT if weights[name]]
    return hstack(parts, format="csr")


def _blocks(evidence: Evidence, rows: Ints, cols: Ints) -> Iterator[Pairs]:
    """For each place, the rows there and the columns there, around it and next door; and the unplaced beside all."""
    at_row, at_col = _by_place(evidence, rows), _by_place(evidence, cols)
    beside = _next_door(evidence.atlas, sorted({*at_row, *at_col} - {""}))
    unplaced_rows, unplaced_cols = at_row.pop("", []), at_col.pop("", [])
    yield from (
        pair
        for pair in ((np.array(unplaced_rows), cols), (rows, np.array(unplaced_cols)))
        if len(pair[0]) and len(pair[1])
    )
    for place in sorted({*at_row, *at_col}):
        around = (place, *evidence.atlas.within.get(place, ()), *beside.get(place, ()))
        there = [n for other in around for n in at_col.get(other, ())]
        if place in at_row and there:
            yield np.array(at_row[place]), np.unique(there)
        above = [n for other in evidence.atlas.within.get(place, ()) for n in at_row.get(other, ())]
        if place in at_col and above:
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
    near = cKDTree(globe).query_ball_point(globe, NEAR_KM)
    return {place: [placed[n] for n in found if placed[n] != place] for place, found in zip(placed, near)}


def _sharing(features: csr_matrix, here: Ints, there: Ints) -> Iterator[Pairs]:
    """The pairs of one block that have most in common: BEST for each row."""
    right = features[there].T.tocsr()
    if len(here) * len(there) > CROWDED:
        users = np.diff(right.indptr)
        right = diags((users <= max(50, COMMON * len(there))).astype(float)) @ right
        right.eliminate_zeros()
    size = max(1, 2 * CHUNK // max(1, len(there)))
    for start in range(0, len(here), size):
        rows = here[start : start + size]
        shared = (features[rows] @ right).tocsr()
        left, best = _best(shared)
        yield _in_order(rows[left], there[best])


def _best(shared: csr_matrix) -> Pairs:
    """Row and column of the BEST largest of each row, equal ones by column."""
    left = np.repeat(np.arange(shared.shape[0]), np.diff(shared.indptr))
    order = np.lexsort((shared.indices, -np.round(shared.data, 9), left))
    place = np.arange(len(left)) - np.repeat(shared.indptr[:-1], np.diff(shared.indptr))
    keep = order[place < BEST]
    return left[keep].astype(np.int64), shared.indices[keep].astype(np.int64)
