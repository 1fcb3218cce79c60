"""Cohen's kappa as one would do it with a square of counts and a pencil."""

from __future__ import annotations


def kappa(table: list[list[int]]) -> tuple[float, float]:
    """(kappa, standard error) of a square table of counts: rows are the first person's classes."""
    n = sum(sum(row) for row in table)
    size = range(len(table))
    share = [[count / n for count in row] for row in table]
    first = [sum(share[i]) for i in size]
    second = [sum(share[i][j] for i in size) for j in size]
    same = sum(share[i][i] for i in size)
    chance = sum(first[i] * second[i] for i in size)
    found = (same - chance) / (1 - chance)
    a = sum(share[i][i] * (1 - (first[i] + second[i]) * (1 - found)) ** 2 for i in size)
    b = (1 - found) ** 2 * sum(share[i][j] * (second[i] + first[j]) ** 2 for i in size for j in size if i != j)
    c = (found - chance * (1 - found)) ** 2
    return found, (max(0.0, a + b - c) / n) ** 0.5 / (1 - chance)
