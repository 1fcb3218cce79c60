"""Groups of people who stand near each other: how many, and who is in which.

k-means (Lloyd, "Least squares quantization in PCM", 1982) for every number of groups at once, from several fixed
starts, and mean silhouettes (Rousseeuw, "Silhouettes", J. Comp. Appl. Math. 20, 1987) to choose the number. No dice:
people are put in order of where they stand first, so the same positions give the same groups in any order.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

MOST_GROUPS = 5
# Another group is worth naming only if the picture gets this much clearer; so the number does not flicker.
CLEARER = 0.02
# Past this many people, groups are made of nearby knots of people instead, each with its weight.
EXACT = 5000
KNOTS = 100
ROUNDS = 100
# How many starts are scattered, and the step of their throws: multiples of the golden ratio fill 0 to 1 evenly.
SCATTERED = 6
GOLDEN = 0.6180339887498949
# Distances are measured for so many points by so many at a time.
BLOCK = 256
# Squares along each side of the net of cells.
NET = 24

Floats = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Grouping:
    """`labels` gives each point's group, 0 for the largest group downward (ties: the one further left, then lower).

    `silhouettes` maps each number of groups there could be to its mean silhouette, -1 to 1: how clearly the groups
    stand apart; `centres` each number that was tried to where its middles were.
    """

    labels: Labels
    silhouettes: dict[int, float]
    centres: dict[int, Floats]

    @property
    def count(self) -> int:
        return int(self.labels.max()) + 1 if len(self.labels) else 0


def grouped(points: Floats, near: dict[int, Floats] | None = None, least: int = 1, keep: int = 0) -> Grouping:
    """Groups of `points` (n, 2): the fewest, from 2 to 5, whose silhouette is within CLEARER of the best.

    Points all at one spot are one group; there are never more groups than spots. `near`, the centres of a
    grouping of nearly the same points, is taken as the only start: several times quicker, and it keeps to what was
    found then. No group has fewer than `least` points: those of a smaller one stand with the nearest that is large
    enough; where at most one is, all are one. `keep`, a number of groups, is kept to while it is within CLEARER of the
    best, so that the number does not flicker.

    >>> grouped(np.array([[0.0, 0], [0, 1], [9, 0], [9, 1], [9, 2]])).labels.tolist()
    [1, 1, 0, 0, 0]
    """
    knot, knots, weights = knotted(points)
    found = of_knots(knots, weights, near, least, keep)
    return replace(found, labels=found.labels[knot])


def knotted(points: Floats) -> tuple[Labels, Floats, Floats]:
    """(which knot each point is in, where the knots are, how many points each has): the points themselves, those at
    one spot as one; past EXACT spots about KNOTS knots of near ones. The same for the points in any order."""
    order = np.lexsort(np.round(points, 9).T[::-1])
    knots, knot, weights = _knots(points[order])
    return knot[np.argsort(order, kind="stable")], knots, weights


def of_knots(
    knots: Floats, weights: Floats, near: dict[int, Floats] | None = None, least: int = 1, keep: int = 0
) -> Grouping:
    """The groups of knots, each as many points as its weight says; `labels` are those of the knots. See `grouped`."""
    one_group = np.zeros(len(knots), dtype=np.int64)
    if len(knots) < 2:
        return Grouping(one_group, {}, {})
    found = _kmeans(knots, weights, near or {})
    centres = {k: middles for k, (_labels, middles) in found.items()}
    large = [_large(knots, weights, labels, middles, least) for labels, middles in found.values()]
    best = _clearest(knots, weights, large)
    if not best:
        return Grouping(one_group, {}, centres)
    clear = {k: score for k, (score, _labels) in best.items()}
    near_best = [k for k in clear if clear[k] >= max(clear.values()) - CLEARER]
    chosen = keep if keep in near_best else min(near_best)
    return Grouping(_largest_first(knots, weights, best[chosen][1]), clear, centres)


def _large(points: Floats, weights: Floats, labels: Labels, centres: Floats, least: int) -> Labels:
    """The groups with at least `least` in each, numbered anew: the smallest goes, again and again, and those in it
    stand with the nearest group that is left. So a knot of few that lies far out takes no map away from the others."""
    left = np.arange(len(centres))
    while len(left) > 1:
        sizes = np.bincount(labels, weights, minlength=len(left))
        smallest = int(sizes.argmin())
        if sizes[smallest] >= least:
            break
        left = np.delete(left, smallest)
        away = _away(points, centres[left][None])[:, 0]
        moved = np.where(labels > smallest, labels - 1, labels)
        labels = np.where(labels == smallest, away.argmin(axis=1), moved)
    return labels


def _clearest(points: Floats, weights: Floats, groupings: list[Labels]) -> dict[int, tuple[float, Labels]]:
    """For each number of groups above one the clearest of its groupings, with how clear it is; the first of equals."""
    several = [labels for labels in groupings if labels.max() > 0]
    scores = _silhouettes(points, weights, several) if several else []
    found: dict[int, tuple[float, Labels]] = {}
    for score, labels in zip(scores, several, strict=True):
        k = int(labels.max()) + 1
        if k not in found or score > found[k][0]:
            found[k] = score, labels
    return dict(sorted(found.items()))


def _knots(points: Floats) -> tuple[Floats, Labels, Floats]:
    """The points themselves, those at one spot as one; past EXACT, about KNOTS knots of near ones: (where, which knot
    each point is in, how many are in it)."""
    spots, spot, count = np.unique(np.round(points, 9), axis=0, return_inverse=True, return_counts=True)
    spot = spot.reshape(-1)
    if len(spots) <= EXACT:
        return spots, spot, count.astype(np.float64)
    steps = np.linspace(0, len(spots) - 1, KNOTS).astype(int)
    nearest = _lloyd(spots, count.astype(np.float64), spots[steps][None])[0][0]
    _used, labels = np.unique(nearest, return_inverse=True)
    weights = np.bincount(labels, weights=count).astype(np.float64)
    middle = [np.bincount(labels, weights=count * spots[:, side]) / weights for side in range(2)]
    return np.stack(middle, axis=1), labels[spot].astype(np.int64), weights


def _kmeans(points: Floats, weights: Floats, near: dict[int, Floats]) -> dict[int, tuple[Labels, Floats]]:
    """For each number of groups its best grouping, with its centres: the least summed squared distance.

    Every start is tried on cells of near points, which are few; the best two are then moved on the points themselves.
    """
    most = min(MOST_GROUPS, len(points))
    cells, heavy = _cells(points, weights)
    fixed, scattered = _ways(cells, heavy), _spread_out(cells, heavy, most)
    found = {}
    for k in range(2, most + 1):
        if k in near:
            begin = near[k][None]
        elif k > len(cells):
            begin = points[:k][None]
        else:
            tried = np.concatenate([_slices(cells, heavy, fixed, k), scattered[:, :k]])
            _labels, costs, centres = _lloyd(cells, heavy, tried)
            begin = centres[np.argsort(np.round(costs, 9), kind="stable")[:2]]
        labels, costs, centres = _lloyd(points, weights, begin)
        best = int(np.argmin(np.round(costs, 9)))
        found[k] = labels[best], centres[best]
    return found


def _cells(points: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Points that fall into one square of a net count as one, at their middle; a few hundred at most."""
    if len(points) <= NET * 8:
        return points, weights
    low, high = points.min(axis=0), points.max(axis=0)
    square = np.minimum(((points - low) / np.maximum(high - low, 1e-12) * NET).astype(np.int64), NET - 1)
    _used, cell = np.unique(square[:, 0] * NET + square[:, 1], return_inverse=True)
    heavy = np.bincount(cell, weights=weights).astype(np.float64)
    middle = [np.bincount(cell, weights=weights * points[:, side]) / heavy for side in range(2)]
    return np.stack(middle, axis=1), heavy


def _ways(points: Floats, weights: Floats) -> list[Labels]:
    """The order of the points along x, along y and along both diagonals."""
    spread = points / np.maximum(points.std(axis=0), 1e-12)
    along = (spread[:, 0], spread[:, 1], spread.sum(axis=1), spread[:, 0] - spread[:, 1])
    return [np.argsort(way, kind="stable") for way in along]


def _slices(points: Floats, weights: Floats, ways: list[Labels], k: int) -> Floats:
    """(ways, k, 2): the middles of k slices of equal weight along each way; an empty one stands at the mean."""
    starts = []
    for order in ways:
        passed = np.cumsum(weights[order]) - weights[order] / 2
        cut = np.minimum((passed / weights.sum() * k).astype(np.int64), k - 1)
        full = np.bincount(cut, minlength=k)
        middle = np.stack([np.bincount(cut, weights=points[order, side], minlength=k) for side in range(2)], axis=1)
        starts.append(np.where(full[:, None] > 0, middle / np.maximum(full, 1)[:, None], points.mean(axis=0)))
    return np.stack(starts)


def _spread_out(points: Floats, weights: Floats, k: int) -> Floats:
    """(starts, k, 2), of which the first j are a start for j groups: the points furthest from one another, then
    k-means++ (Arthur and Vassilvitskii, SODA 2007) with its throws from a fixed sequence: no chance in it."""
    throws = (np.arange(1, SCATTERED * k + 1) * GOLDEN % 1).reshape(SCATTERED, k)
    nearest = np.tile(((points - points.mean(axis=0)) ** 2).sum(axis=1), (SCATTERED + 1, 1))
    nearest[1:] = 1
    starts = np.empty((SCATTERED + 1, k, 2))
    row = np.arange(SCATTERED + 1)
    for at in range(min(k, len(points))):
        passed = np.cumsum(nearest[1:] * weights, axis=1)
        thrown = (passed < throws[:, at, None] * passed[:, -1:]).sum(axis=1)
        chosen = np.concatenate([[int(np.argmax(nearest[0]))], np.minimum(thrown, len(points) - 1)])
        starts[:, at] = points[chosen]
        away = ((points[None] - points[chosen][:, None]) ** 2).sum(axis=2)
        nearest = away if at == 0 else np.minimum(nearest, away)
    return starts[row]


def _lloyd(points: Floats, weights: Floats, centres: Floats) -> tuple[Labels, Floats, Floats]:
    """(labels, costs, centres) of every start, each moved until it rests; an emptied centre stays where it was."""
    settled, moving = centres.copy(), np.arange(len(centres))
    for _round in range(ROUNDS):
        moved = _moved(points, weights, settled[moving])
        still = np.abs(moved - settled[moving]).max(axis=(1, 2)) > 1e-10
        settled[moving] = moved
        moving = moving[still]
        if not len(moving):
            break
    away = _away(points, settled)
    labels = away.argmin(axis=2)
    nearest = np.take_along_axis(away, labels[:, :, None], axis=2)[:, :, 0]
    costs = ((nearest + (points**2).sum(axis=1)[:, None]) * weights[:, None]).sum(axis=0)
    return labels.T.astype(np.int64), costs, settled


def _away(points: Floats, centres: Floats) -> Floats:
    """(n, starts, k): squared distance of each point from each centre, less the point's own squared length."""
    flat = centres.reshape(-1, 2)
    away: Floats = (flat**2).sum(axis=1)[None] - (2 * points) @ flat.T
    return away.reshape(len(points), *centres.shape[:2])


def _moved(points: Floats, weights: Floats, centres: Floats) -> Floats:
    """Each centre at the mean of the points nearest to it, the first of equally near ones."""
    starts, k, _ = centres.shape
    where = (_away(points, centres).argmin(axis=2) + np.arange(starts) * k).ravel()
    moved = np.empty((starts * k, 2))
    total = np.bincount(where, weights=np.repeat(weights, starts), minlength=starts * k)
    for side in range(2):
        moved[:, side] = np.bincount(where, np.repeat(weights * points[:, side], starts), minlength=starts * k)
    moved /= np.maximum(total, 1e-12)[:, None]
    empty = total == 0
    if empty.any():
        moved[empty] = centres.reshape(-1, 2)[empty]
    return moved.reshape(starts, k, 2)


def _silhouettes(points: Floats, weights: Floats, groupings: list[Labels]) -> list[float]:
    """Mean silhouette of each grouping; each point counts by its weight, and one alone in its group as nought.

    Distances are measured once for all groupings. Those at one spot are at no distance from each other.
    """
    counts = [int(labels.max()) + 1 for labels in groupings]
    members = np.concatenate(
        [(labels[:, None] == np.arange(k)) * weights[:, None] for k, labels in zip(counts, groupings, strict=True)],
        axis=1,
    )
    summed = _summed((points - points.mean(axis=0)).astype(np.float32), members.astype(np.float32))
    sizes, clear, begin = members.sum(axis=0), [], 0
    for k, labels in zip(counts, groupings, strict=True):
        mean = _silhouette(summed[:, begin : begin + k], sizes[begin : begin + k], labels, weights)
        clear.append(round(mean, 6))
        begin += k
    return clear


def _summed(points: npt.NDArray[np.float32], members: npt.NDArray[np.float32]) -> Floats:
    """Each point's distances to all points, summed over the members of each group: (n, groups). A block of distances
    at a time, small enough to stay in the processor's own memory, and each used for both its sides."""
    square, one = (points**2).sum(axis=1, keepdims=True), np.ones((len(points), 1), dtype=np.float32)
    here, there = np.hstack([-2 * points, square, one]), np.hstack([points, one, square]).T.copy()
    summed = np.zeros(members.shape)
    for begin in range(0, len(points), BLOCK):
        mine = slice(begin, begin + BLOCK)
        for other in range(begin, len(points), BLOCK):
            theirs = slice(other, other + BLOCK)
            apart = here[mine] @ there[:, theirs]
            np.maximum(apart, 0, out=apart)
            np.sqrt(apart, out=apart)
            if other == begin:
                np.fill_diagonal(apart, 0)
            else:
                summed[theirs] += apart.T @ members[mine]
            summed[mine] += apart @ members[theirs]
    return summed


def _silhouette(summed: Floats, sizes: Floats, labels: Labels, weights: Floats) -> float:
    row = np.arange(len(labels))
    own = summed[row, labels] / np.maximum(sizes[labels] - 1, 1e-12)
    other = summed / np.maximum(sizes, 1e-12)
    other[row, labels] = np.inf
    nearest = other.min(axis=1)
    score = (nearest - own) / np.maximum(np.maximum(own, nearest), 1e-12)
    score[sizes[labels] <= 1] = 0
    return float(np.average(score, weights=weights))


def _largest_first(points: Floats, weights: Floats, labels: Labels) -> Labels:
    groups, labels = np.unique(labels, return_inverse=True)
    size = np.bincount(labels, weights)
    middle = [np.bincount(labels, weights=weights * points[:, side]) / size for side in range(2)]
    order = np.lexsort((np.round(middle[1], 9), np.round(middle[0], 9), -size))
    rank = np.empty(len(groups), dtype=np.int64)
    rank[order] = np.arange(len(groups))
    return rank[labels]
