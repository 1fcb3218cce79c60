"""The fast sums equal the slow, obvious ones on thousands of small random cases."""

import random

import numpy as np
import pytest

from reckon.sameness import clues
from reckon.sameness.compare import comparer
from reckon.sameness.evidence import learn, starting
from reckon.sameness.gather import Pairs, gather, whole
from reckon.sameness.linking import lens_on, meet
from reckon.sameness.record import Folded
from reckon.sameness.values import values
from reckon.tests import oracles_sameness as slow
from reckon.tests.sizes import some

WORDS = [
    "mill",
    "lane",
    "library",
    "oak",
    "road",
    "scouts",
    "girls",
    "youth",
    "club",
    "saint",
    "mary",
    "trust",
    "centre",
    "hall",
]
COLUMNS = {
    "name": lambda r: " ".join(r.choices(WORDS, k=r.randint(1, 4))),
    "address": lambda r: " ".join([*r.choices(["4", "12", "124", "12a"], k=r.randint(0, 2)), *r.choices(WORDS, k=2)]),
    "postcode": lambda r: r.choice(["B11AA", "B11AB", "B129ZZ", "60612", "60621"]),
    "phone": lambda r: r.choice(["3865286", "3865268", "3865287", "9999999"]),
    "website": lambda r: r.choice(["a.org", "b.org"]),
    "email": lambda r: r.choice(["x@a.org", "y@a.org", "x@gmail.com", "y@gmail.com"]),
    "date 0": lambda r: r.choice(["18550104", "18550401", "18550105", "19000101", "about 1855"]),
    "text 0": lambda r: " ".join(r.choices(WORDS, k=r.randint(1, 9))),
}


def some_columns(r: random.Random, units: int, keys=tuple(COLUMNS)) -> dict[str, list[str]]:
    return {key: [COLUMNS[key](r) if r.random() < 0.85 else "" for _ in range(units)] for key in keys}


def slipped(r: random.Random, text: str) -> str:
    k = r.randrange(len(text) + 1)
    return text[:k] + r.choice("aeiou1") + text[k + r.randint(0, 1) :]


@pytest.mark.parametrize("key", COLUMNS)
def test_levels_equal_the_slow_ones(key):
    r = random.Random(key)
    for _ in range(some(125)):
        column = some_columns(r, 8, [key])[key]
        column += [slipped(r, t) if t and key in ("name", "address") else t for t in column[:3]]
        found, c = values(column), comparer(key)
        c.ready(found, c.fit(found))
        i, j = np.triu_indices(len(column), 1)
        fast = c.compare(found, i, found, j).tolist()
        assert fast == [slow.level(key, column, a, b) for a, b in zip(i, j)], column


def test_meeting_pairs_are_those_that_share_a_rare_clue():
    r = random.Random(3)
    for _ in range(some(300)):
        keys = r.sample(list(COLUMNS), 3)
        columns = some_columns(r, 12, keys)
        table = clues.rarest(clues.clues({k: values(c) for k, c in columns.items()}, 12), 12)
        i, j = clues.pairs(table)
        assert set(zip(i.tolist(), j.tolist())) == slow.met(columns, 12)


def test_groups_equal_joining_the_best_two_at_a_time():
    r = random.Random(4)
    for case in range(some(2_000)):
        units = r.randint(1, 9)
        size = [r.choice([1, 1, 1, 2, 5]) for _ in range(units)]
        chosen = [(a, b) for b in range(units) for a in range(b) if r.random() < 0.6]
        pairs = {p: (r.choice([-600, -300, -50, 0, 100, 100, 250, 600]), r.randint(5, 17)) for p in chosen}
        apart = [p for p in chosen if r.random() < 0.1] if case % 2 else []
        i, j = np.array(chosen, dtype=np.int64).reshape(-1, 2).T
        score, heft = np.array(list(pairs.values()), dtype=np.int64).reshape(-1, 2).T
        fast = gather(np.array(size), Pairs(i, j, score, heft), 0, apart).label.tolist()
        assert fast == slow.gather(size, pairs, 0, apart), (size, pairs, apart)


def test_a_pair_scores_what_its_columns_add_up_to():
    r = random.Random(5)
    for _ in range(some(60)):
        columns = some_columns(r, 8)
        lens, found = lens_on(Folded(columns, [()] * 8))
        i, j = np.triu_indices(8, 1)
        levels = lens.levels(found, i, found, j)
        weights = learn(lens.comparers, levels, {k: v[:0] for k, v in levels.items()})
        fast = weights.score(levels)
        assert fast == pytest.approx([slow.score_pair(columns, weights, a, b) for a, b in zip(i, j)])


def test_the_whole_chain_equals_the_slow_one():
    r = random.Random(6)
    for _ in range(some(150)):
        keys = r.sample(list(COLUMNS), r.randint(2, 5))
        columns = some_columns(r, 9, keys)
        lens, found = lens_on(Folded(columns, [()] * 9))
        i, j = meet(found, 9)
        weights = starting(lens.comparers)
        odds = weights.score(lens.levels(found, i, found, j))
        size = np.ones(9, dtype=np.int64)
        fast = gather(size, whole(i, j, odds, weights.prior)).label.tolist()
        assert fast == slow.cluster(columns, size.tolist(), weights, zip(i.tolist(), j.tolist()))
