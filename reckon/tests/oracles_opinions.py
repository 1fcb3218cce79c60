"""Opinion maps the slow, plain way: one vote, one pair, one share at a time."""

from math import dist, sqrt

import numpy as np


def filled_in(table: list[list[int | None]]) -> np.ndarray:
    """Rows are people, columns statements; a vote not given is the mean of its column, then means are taken off."""
    columns = list(zip(*table, strict=True))
    means = [sum(v for v in column if v is not None) / max(1, sum(v is not None for v in column)) for column in columns]
    return np.array([[0.0 if v is None else v - mean for v, mean in zip(row, means, strict=True)] for row in table])


def directions(table: list[list[int | None]]) -> np.ndarray:
    """The two leading directions, from the whole filled-in matrix at once (signs as they fall)."""
    return np.linalg.svd(filled_in(table), full_matrices=False)[2][:2]


def silhouette(points: list[tuple[float, float]], labels: list[int]) -> float:
    """Rousseeuw's mean: for each point how much nearer its own group is than the next; alone in a group: nought."""
    scores = []
    for at, (point, label) in enumerate(zip(points, labels, strict=True)):
        apart = {}
        for other, (spot, group) in enumerate(zip(points, labels, strict=True)):
            if other != at:
                apart.setdefault(group, []).append(dist(point, spot))
        if label not in apart:
            scores.append(0.0)
            continue
        own = sum(apart[label]) / len(apart[label])
        other = min(sum(away) / len(away) for group, away in apart.items() if group != label)
        scores.append((other - own) / max(own, other) if max(own, other) else 0.0)
    return sum(scores) / len(scores)


def cost(points: list[tuple[float, float]], labels: list[int]) -> float:
    """Summed squared distance of each point from the middle of its group."""
    total = 0.0
    for group in set(labels):
        mine = [point for point, label in zip(points, labels, strict=True) if label == group]
        middle = [sum(side) / len(mine) for side in zip(*mine, strict=True)]
        total += sum(dist(point, middle) ** 2 for point in mine)
    return total


def holds(table: list[list[int | None]], group: list[int], which: int) -> list[tuple[int, int]]:
    """(statement, side) that group `which` holds more than the rest, strongest first, at most five."""
    found, weak = [], []
    for column in range(len(table[0])):
        votes = [(row[column], at == which) for row, at in zip(table, group, strict=True) if at >= 0]
        inside = [v for v, mine in votes if mine and v is not None]
        outside = [v for v, mine in votes if not mine and v is not None]
        if not inside:
            continue
        tests = [_tests(inside, outside, side) for side in (1, -1)]
        side = -1 if tests[1][1] > tests[0][1] else 1
        most, more, strength = tests[0 if side == 1 else 1]
        if most > 1.2815515655446004 and more > 1.2815515655446004:
            found.append((-round(strength, 9), column, side))
        elif strength > 0:
            weak.append((-round(strength, 9), column, side))
    best = sorted(found)[:5] or sorted(weak)[:1]
    return [(column, side) for _strength, column, side in best]


def _tests(inside: list[int], outside: list[int], side: int) -> tuple[float, float, float]:
    a, n, b, m = inside.count(side), len(inside), outside.count(side), len(outside)
    share, elsewhere = (a + 1) / (n + 2), (b + 1) / (m + 2)
    most = 2 * sqrt(n + 1) * ((a + 1) / (n + 1) - 0.5)
    pooled = (a + 1 + b + 1) / (n + 1 + m + 1)
    spread = sqrt(max(pooled * (1 - pooled), 0) * (1 / (n + 1) + 1 / (m + 1)))
    more = ((a + 1) / (n + 1) - (b + 1) / (m + 1)) / spread if spread > 0 else 0.0
    return most, more, share / elsewhere * more * share * most


def unites(table: list[list[int | None]], group: list[int]) -> list[tuple[int, int]]:
    """(statement, side) on which most of every group are, firmest first; nothing where there is no group."""
    found = []
    for side in (1, -1) if max(group) >= 0 else ():
        for column in range(len(table[0])):
            firm = 1.0
            for which in range(max(group) + 1):
                said = [row[column] for row, at in zip(table, group, strict=True) if at == which]
                said = [v for v in said if v is not None]
                share = (said.count(side) + 1) / (len(said) + 2)
                firm = firm * share if said and share > 0.5 else 0.0
            if firm:
                found.append((-round(firm, 9), column, side))
    return [(column, side) for _firm, column, side in sorted(found)]


def most_first(table: list[list[int | None]], group: list[int]) -> list[tuple[int, int]]:
    """What unites, where there are several groups by how many more of all of them are for it than voted otherwise."""

    def lead(column: int, side: int) -> int:
        said = [row[column] for row, at in zip(table, group, strict=True) if at >= 0 and row[column] is not None]
        return said.count(side) - sum(v != side for v in said)

    return sorted(unites(table, group), key=lambda one: -lead(*one) if max(group) > 0 else 0)
