"""Who works with whom, as a network: connectors, bridges, islands, and where to draw each."""

from __future__ import annotations

from dataclasses import dataclass

from reckon.layout import layout
from reckon.ties import Network


@dataclass(frozen=True)
class Picture:
    """Positions between 0 and 1, and who holds the network together; islands are groups nothing ties to the rest."""

    spots: dict[int, tuple[float, float]]
    connectors: list[int]
    bridges: list[tuple[int, int]]
    islands: list[list[int]]


def picture(nodes: list[int], ties: list[tuple[int, int]]) -> Picture:
    """The network of these bodies; about n² work, so keep it to a few hundred."""
    network = Network(nodes, ties)
    return Picture(layout(nodes, ties), network.connectors(), network.bridges(), network.islands())


def joins(nodes: list[int], ties: list[tuple[int, int]], one: int, other: int) -> str:
    """What introducing two would do, in words: "joins two islands"."""
    return Network(nodes, ties).joins(one, other).words
