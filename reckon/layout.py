"""Where to draw each node of a network, so that the tied stand near and nothing stands on anything.

A force-directed drawing (Fruchterman and Reingold 1991) from a fixed start, so that the same network is always
drawn the same way: no dice.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TypeVar

import numpy as np

Node = TypeVar("Node", bound=Hashable)
GOLDEN = np.pi * (3 - 5**0.5)


def layout(
    nodes: Sequence[Node], ties: Sequence[tuple[Node, Node]], *, rounds: int = 150
) -> dict[Node, tuple[float, float]]:
    """x and y of each node, between 0 and 1, in the order given; about n² work for each round.

    Ties to oneself are passed over, and a tie to an unknown node raises KeyError.

    >>> spots = layout(["a", "b", "c"], [("a", "b")])
    >>> near, far = (abs(complex(*spots["a"]) - complex(*spots[other])) for other in ("b", "c"))
    >>> near < far
    True
    """
    if not nodes:
        return {}
    at = {node: n for n, node in enumerate(nodes)}
    pairs = np.array([(at[a], at[b]) for a, b in ties if a != b], dtype=np.int64).reshape(-1, 2)
    spots = _settled(_sunflower(len(nodes)), pairs, rounds)
    low, high = spots.min(axis=0), spots.max(axis=0)
    spots = (spots - low) / np.where(high > low, high - low, 1.0)
    return {node: (round(float(x), 4), round(float(y), 4)) for node, (x, y) in zip(nodes, spots)}


def _sunflower(n: int) -> np.ndarray:
    """n points spread evenly over a disc: a fixed start in which no two are alike."""
    turn = np.arange(n) * GOLDEN
    return np.asarray(np.sqrt((np.arange(n) + 0.5) / n)[:, None] * np.column_stack([np.cos(turn), np.sin(turn)]))


def _settled(spots: np.ndarray, pairs: np.ndarray, rounds: int) -> np.ndarray:
    """Push everybody apart, pull the tied together, each round by less; a light pull keeps islands on the page."""
    ideal = np.sqrt(4.0 / len(spots))
    for step in range(rounds):
        apart = spots[:, None, :] - spots[None, :, :]
        distance = np.maximum(np.linalg.norm(apart, axis=2), 1e-6)
        force = (apart / distance[:, :, None] ** 2).sum(axis=1) * ideal**2
        along = spots[pairs[:, 0]] - spots[pairs[:, 1]]
        pull = along * (np.linalg.norm(along, axis=1, keepdims=True) / ideal)
        np.add.at(force, pairs[:, 0], -pull)
        np.add.at(force, pairs[:, 1], pull)
        force -= 0.3 * spots
        length = np.maximum(np.linalg.norm(force, axis=1, keepdims=True), 1e-9)
        spots = spots + force / length * np.minimum(length, 0.15 * (1 - step / rounds))
    return spots
