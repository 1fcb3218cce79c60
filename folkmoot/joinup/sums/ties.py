"""Who works with whom, as a network: connectors, bridges, islands, and where to draw each."""

from __future__ import annotations

from collections.abc import Collection
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


def islands_of(nodes: list[int], ties: list[tuple[int, int]]) -> dict[int, int]:
    """Body -> the number of the group of bodies that known ties join it to; one without a tie is a group of its own."""
    return {body: n for n, island in enumerate(Network(nodes, ties).islands()) for body in island}


def joined_by(nodes: list[str], ties: list[tuple[str, str]], pairs: list[tuple[str, str]]) -> list[tuple[str, int]]:
    """For each pair of names what introducing the two would do, in words ("joins two islands, of 2 and 5"), and how
    many pairs of bodies could then reach each other that cannot now."""
    network = Network(nodes, ties)
    joins = [network.joins(one, other) for one, other in pairs]
    return [(each.words, each.newly_linked) for each in joins]


def in_common(ties: Collection[tuple[int, int]], some: set[int], others: set[int]) -> set[int]:
    """The bodies that are tied both to one of these and to one of those, and are none of them."""

    def near(bodies: set[int]) -> set[int]:
        return {body for tie in ties if bodies & set(tie) for body in tie}

    return near(some) & near(others) - some - others


def way_between(ties: Collection[tuple[int, int]], some: set[int], others: set[int]) -> list[int]:
    """The bodies along the shortest way from one of these to one of those, both ends told; [] where none is known."""
    return Network([], ties).way(some, others)
