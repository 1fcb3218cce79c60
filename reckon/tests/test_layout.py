"""A drawing is always the same, holds everybody, and keeps the tied nearer than the strangers."""

from __future__ import annotations

from itertools import combinations

from reckon.layout import layout


def test_the_same_network_is_drawn_the_same_way():
    nodes, ties = list("abcdefgh"), [("a", "b"), ("b", "c"), ("d", "e")]
    assert layout(nodes, ties) == layout(nodes, ties)


def test_nobody_and_one_alone():
    assert layout([], []) == {}
    assert layout(["a"], []) == {"a": (0.0, 0.0)}


def test_two_clusters_stand_apart_and_nobody_stands_on_another():
    ties = list(combinations("abcd", 2)) + list(combinations("wxyz", 2))
    spots = {node: complex(*at) for node, at in layout(list("abcdwxyz"), ties).items()}

    inside = max(abs(spots[a] - spots[b]) for a, b in ties)
    between = abs(sum(spots[n] for n in "abcd") - sum(spots[n] for n in "wxyz")) / 4
    assert between > inside / 2
    assert min(abs(spots[a] - spots[b]) for a, b in combinations("abcdwxyz", 2)) > 0.02


def test_everything_stands_on_the_page():
    ties = [(n, (n * 7 + 1) % 60) for n in range(60)]
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in layout(list(range(60)), ties).values())
