"""A network: nodes at given positions, edges between them, and the words beside each node placed where they fit.

Nodes are mappings: `key`, `label`, `x`, `y` (any unit; the picture is fitted to them), and if there are any `address`,
`kind` (a name, shown by shape and colour), `size` (1 ordinary, up to 3) and `note`. Edges: `from`, `to`, and if there
are any `label` and `kind` (a name, shown by how the line is drawn).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from folkmoot.kit.pictures.scale import SHAPES

WIDTH, HEIGHT, EDGE = 640, 440, 54
LETTER, LINE = 7.6, 18
MOST_NAMED = 80
Box = tuple[float, float, float, float]


def network(nodes: Sequence[Mapping], edges: Sequence[Mapping]) -> dict[str, Any]:
    """What `kit/pictures/network.html` draws. An edge to a node that is not given raises KeyError with its key."""
    kinds = list(dict.fromkeys(node.get("kind", "") for node in nodes))
    lines = list(dict.fromkeys(edge.get("kind", "") for edge in edges))
    drawn = {node["key"]: spot for node, spot in zip(nodes, _spots(nodes), strict=True)}
    for node in nodes:
        drawn[node["key"]] |= _look(node, kinds)
    _write(list(drawn.values()))
    return {
        "nodes": list(drawn.values()),
        "edges": [_line(edge, drawn, lines) for edge in edges],
        "kinds": [{"name": name, "k": at % 6 + 1, "shape": SHAPES[at % 4]} for at, name in enumerate(kinds) if name],
        "lines": [{"name": name, "dash": at % 3} for at, name in enumerate(lines) if name],
        "ties": _ties(nodes, edges, drawn),
        "width": WIDTH,
        "height": HEIGHT,
    }


def _spots(nodes: Sequence[Mapping]) -> list[dict]:
    """The positions stretched to fill the picture; all in one line, or one node alone, stands in the middle."""
    xs, ys = _stretched([node["x"] for node in nodes], WIDTH), _stretched([node["y"] for node in nodes], HEIGHT)
    return [{"x": x, "y": y} for x, y in zip(xs, ys, strict=True)]


def _stretched(values: list[float], room: int) -> list[float]:
    low, high = min(values, default=0), max(values, default=0)
    if high == low:
        return [room / 2 for _ in values]
    return [round(EDGE + (value - low) / (high - low) * (room - 2 * EDGE), 1) for value in values]


def _look(node: Mapping, kinds: list[str]) -> dict[str, Any]:
    at = kinds.index(node.get("kind", ""))
    return {
        "key": node["key"],
        "label": node["label"],
        "address": node.get("address", ""),
        "kind": node.get("kind", ""),
        "note": node.get("note", ""),
        "k": at % 6 + 1,
        "shape": SHAPES[at % 4],
        "r": 5 + 3 * min(max(node.get("size", 1), 1), 3),
    }


def _line(edge: Mapping, drawn: dict, lines: list[str]) -> dict[str, Any]:
    start, end = drawn[edge["from"]], drawn[edge["to"]]
    return {
        "x1": start["x"],
        "y1": start["y"],
        "x2": end["x"],
        "y2": end["y"],
        "ends": f"{edge['from']} {edge['to']}",
        "dash": lines.index(edge.get("kind", "")) % 3,
    }


def _ties(nodes: Sequence[Mapping], edges: Sequence[Mapping], drawn: dict) -> list[dict[str, Any]]:
    """The table: each node with all it is tied to, and by what."""
    met: dict[Any, list] = {node["key"]: [] for node in nodes}
    for edge in edges:
        words = edge.get("label") or edge.get("kind", "")
        met[edge["from"]].append((drawn[edge["to"]], words))
        met[edge["to"]].append((drawn[edge["from"]], words))
    return [{"node": drawn[key], "others": others} for key, others in met.items()]


def _write(spots: list[dict]) -> None:
    """Put each label below, right, left of or above its node: the first place that covers least of the rest.

    Where there are more nodes than can be read, the largest are named; the others say their name when pointed at.
    """
    taken = np.zeros((len(spots) + MOST_NAMED, 4))
    taken[: len(spots)] = [(s["x"] - s["r"], s["y"] - s["r"], s["x"] + s["r"], s["y"] + s["r"]) for s in spots]
    largest = sorted(spots, key=lambda one: (-one["r"], one["y"]))[:MOST_NAMED]
    for at, spot in enumerate(largest, len(spots)):
        choices = [_placed(spot, side) for side in ("below", "right", "left", "above")]
        words, box = min(choices, key=lambda choice: _spill(choice[1]) + _shared(choice[1], taken[:at]))
        spot |= words
        taken[at] = box


def _placed(spot: dict, side: str) -> tuple[dict, Box]:
    wide, gap = len(spot["label"]) * LETTER, spot["r"] + 5
    x, y, anchor = {
        "below": (spot["x"], spot["y"] + gap + 11, "middle"),
        "right": (spot["x"] + gap, spot["y"] + 5, "start"),
        "left": (spot["x"] - gap, spot["y"] + 5, "end"),
        "above": (spot["x"], spot["y"] - gap, "middle"),
    }[side]
    left = {"middle": x - wide / 2, "start": x, "end": x - wide}[anchor]
    return {"tx": round(x, 1), "ty": round(y, 1), "anchor": anchor}, (left, y - LINE + 4, left + wide, y + 4)


def _shared(one: Box, others: np.ndarray) -> float:
    """The area a box shares with all the others, rows of left, top, right, bottom."""
    wide = np.minimum(one[2], others[:, 2]) - np.maximum(one[0], others[:, 0])
    high = np.minimum(one[3], others[:, 3]) - np.maximum(one[1], others[:, 1])
    return float((wide.clip(0) * high.clip(0)).sum())


def _spill(box: Box) -> float:
    """How badly a label would be cut by the edge; far worse than lying over something."""
    return 1000 * (max(4 - box[0], 0) + max(box[2] - WIDTH + 4, 0) + max(4 - box[1], 0) + max(box[3] - HEIGHT + 4, 0))
