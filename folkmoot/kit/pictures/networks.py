"""A network: nodes at given positions, edges between them, and the words beside each node placed where they fit.

Nodes are mappings: `key`, `label`, `x`, `y` (any unit; the picture is fitted to them), and if there are any `address`,
`kind` (a name, shown by shape and colour), `size` (1 ordinary, up to 3) and `note`. Edges: `from`, `to`, and if there
are any `label` and `kind` (a name, shown by how the line is drawn).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from folkmoot.kit.pictures.labels import write
from folkmoot.kit.pictures.scale import SHAPES

WIDTH, HEIGHT, EDGE = 640, 440, 54


def network(nodes: Sequence[Mapping], edges: Sequence[Mapping]) -> dict[str, Any]:
    """What `kit/pictures/network.html` draws. An edge to a node that is not given raises KeyError with its key."""
    kinds = list(dict.fromkeys(node.get("kind", "") for node in nodes))
    lines = list(dict.fromkeys(edge.get("kind", "") for edge in edges))
    drawn = {node["key"]: spot for node, spot in zip(nodes, _spots(nodes), strict=True)}
    for node in nodes:
        drawn[node["key"]] |= _look(node, kinds)
    ties = [_line(edge, drawn, lines) for edge in edges]
    write(list(drawn.values()), WIDTH, HEIGHT, [(tie["x1"], tie["y1"], tie["x2"], tie["y2"]) for tie in ties])
    return {
        "nodes": list(drawn.values()),
        "edges": ties,
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
        "label": str(node["label"]),
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
