"""The slow, obvious version of sameness: pair by pair, with sets and loops, as one would do it with a pencil."""

from __future__ import annotations

import itertools
import math

from reckon import likeness
from reckon.sameness.clues import CLUES
from reckon.sameness.compare import comparer
from reckon.sameness.gather import CAP, UNMET, UNMET_HEFT
from reckon.sameness.values import digest, mix


def letter_groups(text: str) -> set[str]:
    padded = f" {text} "
    return {padded[k : k + 3] for k in range(len(padded) - 2)}


def rarity(texts: list[str], parts) -> dict[str, float]:
    """log((units + 51) / (units having it + 1)) + 0.1 for each part: fifty units stand in for the world outside."""
    having: dict[str, int] = {}
    for text in texts:
        for part in parts(text):
            having[part] = having.get(part, 0) + 1
    return {part: math.log((len(texts) + 51) / (n + 1)) + 0.1 for part, n in having.items()}


def weight(parts: set[str], rare: dict[str, float]) -> float:
    return sum(rare[p] for p in parts)


def wording(column: list[str], a: str, b: str, c) -> int:
    """The level of two names or descriptions among all of a column's."""
    rare = rarity(column, letter_groups)
    both = weight(letter_groups(a) & letter_groups(b), rare)
    ours, theirs = weight(letter_groups(a), rare), weight(letter_groups(b), rare)
    alike = both / math.sqrt(ours * theirs)
    step = sum(alike >= cut for cut in c.cuts)
    if a == b:
        step = len(c.cuts) + 1
    elif both / min(ours, theirs) >= 0.8 and alike < 0.75:
        step = len(c.cuts) + 2
    shared = weight(set(a.split()) & set(b.split()), rarity(column, lambda t: set(t.split())))
    return step * (len(c.rare) + 1) + sum(shared >= cut for cut in c.rare)


def addressing(column: list[str], a: str, b: str, c) -> int:
    def bare(text: str) -> set[str]:
        numbers = likeness.numbers(text)
        return letter_groups(" ".join(w for w in text.split() if w not in numbers) or text)

    rare = rarity(column, bare)
    alike = weight(bare(a) & bare(b), rare) / math.sqrt(weight(bare(a), rare) * weight(bare(b), rare))
    ours, theirs = likeness.numbers(a), likeness.numbers(b)
    if not ours or not theirs:
        number = 3
    elif ours[0] in theirs or theirs[0] in ours:
        number = 2
    else:
        number = 1 if len(ours[0]) > 2 and slips(ours[0], theirs[0]) <= 1 else 0
    return number * (len(c.cuts) + 1) + sum(alike >= cut for cut in c.cuts)


def slips(a: str, b: str) -> int:
    """Letters wrong, missing, added or swapped with their neighbour (optimal string alignment)."""
    table = [[i + j if i * j == 0 else 0 for j in range(len(b) + 1)] for i in range(len(a) + 1)]
    for i, j in itertools.product(range(1, len(a) + 1), range(1, len(b) + 1)):
        table[i][j] = min(table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + (a[i - 1] != b[j - 1]))
        if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
            table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
    return table[-1][-1]


def exactly(column: list[str], a: str, b: str, c) -> int:
    if a == b:
        count, total = column.count(a), len(column)
        return 5 - (count > max(5, total * 0.001)) - (count > max(5, total * 0.01))
    turned = c.key.startswith("date") and b == a[:4] + a[6:] + a[4:6]
    values = set(column)
    close = sum(x != y and slips(x, y) <= 1 for x in values for y in values)
    crowded = len(values) >= 10 and close > 0.05 * len(values) * (len(values) - 1)
    if c.key != "website" and not crowded and (turned or slips(a, b) <= 1):
        return 2
    return int(bool(c.part(a)) and c.part(a) == c.part(b))


LEVEL = {"name": wording, "text": wording, "address": addressing}


def level(key: str, column: list[str], i: int, j: int) -> int:
    """How units i and j compare in a column; -1 where either says nothing."""
    if not column[i] or not column[j]:
        return -1
    known = [t for t in column if t]
    return LEVEL.get(key.split(" ")[0], exactly)(known, column[i], column[j], comparer(key))


def clues(columns: dict[str, list[str]], unit: int) -> set[tuple[str, str]]:
    """A unit's clues, each with the column it comes from."""
    found = set()
    for key, column in columns.items():
        if column[unit]:
            make = CLUES.get(key.split(" ")[0], lambda t: ["=" + t])
            found |= {(key, clue) for clue in make(column[unit])}
    return found


def met(columns: dict[str, list[str]], units: int, most: int = 9) -> set[tuple[int, int]]:
    """Pairs sharing one of the rarest ``most`` clues of both (lists of at most 30 units)."""
    of = [clues(columns, u) for u in range(units)]
    count = {c: sum(c in o for o in of) for o in of for c in o}

    def order(clue):
        import numpy as np

        return count[clue], int(mix(np.array([digest(clue[1])]), digest(clue[0]))[0])

    kept = [set(sorted((c for c in o if count[c] > 1), key=order)[:most]) for o in of]
    return {(i, j) for i, j in itertools.combinations(range(units), 2) if kept[i] & kept[j]}


def gather(size, pairs, threshold=0, apart=(), start=None):
    """Average linkage, the best two groups at a time. ``pairs``: (i, j) -> (score, heft)."""
    groups: dict[int, list[int]] = {}
    for unit in range(len(size)):
        groups.setdefault(start[unit] if start is not None else unit, []).append(unit)
    never = {frozenset(p) for p in apart}
    while True:
        best = max(
            (
                (average(groups[a], groups[b], size, pairs), tie(a, b), a, b)
                for a, b in itertools.combinations(sorted(groups), 2)
                if not any(frozenset((x, y)) in never for x in groups[a] for y in groups[b])
            ),
            default=(threshold, 0, 0, 0),
        )
        if best[0] <= threshold:
            break
        groups[best[2]] += groups.pop(best[3])
    label = [0] * len(size)
    for name, members in groups.items():
        for unit in members:
            label[unit] = name
    return label


def average(ours, theirs, size, pairs) -> float:
    total = heft = 0
    for x, y in itertools.product(ours, theirs):
        score, much = pairs.get((min(x, y), max(x, y)), (UNMET, UNMET_HEFT))
        total += score * much * size[x] * size[y]
        heft += much * size[x] * size[y]
    return total / heft


def tie(a: int, b: int) -> int:
    import numpy as np

    return int(mix(np.array([a]), np.array([b]))[0])


def scored(weights, levels: dict[str, int]) -> float:
    """Log-odds of one pair: the same against strangers and kin together."""
    total = [float(w) for w in weights.classes]
    for key, at in levels.items():
        if at >= 0:
            total = [t + float(weights.shares[key][k][at]) for k, t in enumerate(total)]
    return total[0] - math.log(math.exp(total[1]) + math.exp(total[2]))


def cluster(columns: dict[str, list[str]], size: list[int], weights, joined=()) -> list[int]:
    """Groups of units, given weights: every pair that met or has a friend in common, scored one by one, then linked."""
    units = len(size)
    pairs = {p: score_pair(columns, weights, *p) for p in sorted(met(columns, units) | set(joined))}
    prior = float(weights.prior)
    whole = {p: (round(max(-CAP, min(CAP, s * 100))), 5 + round(min(12.0, abs(s - prior)))) for p, s in pairs.items()}
    return gather(size, whole)


def score_pair(columns, weights, i, j) -> float:
    return scored(weights, {key: level(key, column, i, j) for key, column in columns.items()})
