"""A network's connectors, bridges and islands, and what one introduction would join.

We only know of ties that somebody has told us: no tie here means "we know of no link", never "they have not met".
"""

from collections import deque
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

Node = TypeVar("Node", bound=Hashable)


@dataclass(frozen=True)
class Join:
    """What an introduction of two would do, in words, and how many could then reach each other who cannot now.

    `steps` is the length of the shortest way between the two today, None where there is no way.
    """

    words: str
    newly_linked: int
    steps: int | None


class Network(Generic[Node]):
    """Who is known to be tied to whom. Ties have no direction; a tie to oneself is passed over, a doubled one is one.

    Anyone named in a tie belongs to the network; `nodes` may name others. All answers come in order of `str(node)`.

    >>> town = Network(["Fay"], [("Ann", "Bo"), ("Bo", "Cy"), ("Ann", "Cy"), ("Cy", "Di"), ("Di", "Ed")])
    >>> town.islands()
    [['Ann', 'Bo', 'Cy', 'Di', 'Ed'], ['Fay']]
    >>> town.bridges(), town.connectors()
    ([('Cy', 'Di'), ('Di', 'Ed')], ['Cy', 'Di'])
    """

    def __init__(self, nodes: Iterable[Node], ties: Iterable[tuple[Node, Node]]) -> None:
        ties = [(a, b) for a, b in ties]
        everyone = {*nodes, *(node for tie in ties for node in tie)}
        self.nodes: list[Node] = sorted(everyone, key=lambda node: (str(node), repr(node)))
        self._number = {node: n for n, node in enumerate(self.nodes)}
        near: list[set[int]] = [set() for _ in self.nodes]
        for a, b in ties:
            i, j = self._number[a], self._number[b]
            if i != j:
                near[i].add(j)
                near[j].add(i)
        self._near = [sorted(others) for others in near]

    def neighbours(self, node: Node) -> list[Node]:
        return [self.nodes[n] for n in self._near[self._at(node)]]

    def islands(self) -> list[list[Node]]:
        """Groups who can all reach each other and nobody else: largest first, equal ones by their first node."""
        found: dict[int, list[Node]] = {}
        for node, island in zip(self.nodes, self._island):
            found.setdefault(island, []).append(node)
        return sorted(found.values(), key=lambda group: (-len(group), self._number[group[0]]))

    def bridges(self) -> list[tuple[Node, Node]]:
        """Ties without which an island would fall in two, each with its earlier node first."""
        return [(self.nodes[i], self.nodes[j]) for i, j in self._cuts[0]]

    def connectors(self) -> list[Node]:
        """Nodes without whom an island would fall apart."""
        return [self.nodes[n] for n in self._cuts[1]]

    def between(self) -> dict[Node, float]:
        """For each node, how many pairs of others have their shortest way through it; a pair with several ways
        counts by the share of them. Brandes (2001): time grows with nodes × ties, so 10,000 nodes are a job
        for the background.
        """
        total = [0.0] * len(self.nodes)
        for start in range(len(self.nodes)):
            self._add_ways(start, total)
        return {node: round(value / 2, 9) for node, value in zip(self.nodes, total)}

    def joins(self, a: Node, b: Node) -> Join:
        """What introducing two would join.

        >>> town = Network(["Fay"], [("Ann", "Bo"), ("Cy", "Di")])
        >>> town.joins("Ann", "Di").words, town.joins("Ann", "Di").newly_linked
        ('joins two islands, of 2 and 2', 4)
        >>> town.joins("Fay", "Bo").words
        'brings in Fay, of whom we know no link yet'
        """
        i, j = self._at(a), self._at(b)
        if i == j:
            raise ValueError(f"{a} needs no introduction to {a}.")
        steps = self._steps(i, j)
        if steps is None:
            return self._across(i, j)
        if steps == 1:
            return Join("joins nothing new: the two are linked already", 0, 1)
        shared = sorted(set(self._near[i]) & set(self._near[j]))
        if shared:
            common = f"{len(shared)} in common" if len(shared) > 1 else f"{self.nodes[shared[0]]} in common"
            return Join(f"brings together two who have {common}", 0, steps)
        return Join(f"shortens the way between two who are {steps} steps apart", 0, steps)

    def way(self, some: Iterable[Node], others: Iterable[Node]) -> list[Node]:
        """The shortest way from any of these to any of those, both ends told; [] where there is none or they share
        one. Of ways as long as each other the first by its nodes, the end that was asked for first coming first.
        Names that are in no tie have no way.

        >>> town = Network(["Fay"], [("Ann", "Bo"), ("Bo", "Cy"), ("Cy", "Di")])
        >>> town.way(["Ann", "Fay"], ["Di"]), town.way(["Ann"], ["Fay"])
        (['Ann', 'Bo', 'Cy', 'Di'], [])
        """
        ends, starts = ({self._number[node] for node in nodes if node in self._number} for nodes in (others, some))
        if ends & starts:
            return []
        left = self._reach(*sorted(ends))
        near = [n for n in sorted(starts) if n in left]
        here = min(near, key=left.__getitem__, default=None)
        found = []
        while here is not None:
            found.append(self.nodes[here])
            here = next((n for n in self._near[here] if left[n] == left[here] - 1), None)
        return found

    def _at(self, node: Node) -> int:
        if node not in self._number:
            raise ValueError(f"{node} is not in this network.")
        return self._number[node]

    def _across(self, i: int, j: int) -> Join:
        sizes = [self._island.count(self._island[n]) for n in (i, j)]
        lone = [str(self.nodes[n]) for n, size in zip((i, j), sizes) if size == 1]
        if len(lone) == 2:
            words = "links two of whom we know no link yet"
        elif lone:
            words = f"brings in {lone[0]}, of whom we know no link yet"
        else:
            words = f"joins two islands, of {sizes[0]} and {sizes[1]}"
        return Join(words, sizes[0] * sizes[1], None)

    @cached_property
    def _island(self) -> list[int]:
        """For each node, the number of the first node of its island."""
        found = [-1] * len(self.nodes)
        for start in range(len(self.nodes)):
            if found[start] < 0:
                for n in self._reach(start):
                    found[n] = start
        return found

    def _reach(self, *starts: int) -> dict[int, int]:
        """Everybody who can be reached from one of these, and in how many steps."""
        steps, queue = dict.fromkeys(starts, 0), deque(starts)
        while queue:
            here = queue.popleft()
            for there in self._near[here]:
                if there not in steps:
                    steps[there] = steps[here] + 1
                    queue.append(there)
        return steps

    def _steps(self, i: int, j: int) -> int | None:
        return self._reach(i).get(j) if self._island[i] == self._island[j] else None

    @cached_property
    def _cuts(self) -> tuple[list[tuple[int, int]], list[int]]:
        """Bridges and connectors, by Tarjan's (1974) walk: how far up the tree each branch can get back by itself."""
        walk = _Walk(self._near)
        for start in range(len(self.nodes)):
            if start not in walk.seen:
                walk.from_root(start)
        return sorted(walk.bridges), sorted(walk.connectors)

    def _add_ways(self, start: int, total: list[float]) -> None:
        """Add each node's share of the shortest ways from one start to all others."""
        steps = self._reach(start)
        order = sorted(steps, key=steps.__getitem__)
        ways = dict.fromkeys(order, 0)
        ways[start] = 1
        for here in order:
            for there in self._near[here]:
                if steps[there] == steps[here] + 1:
                    ways[there] += ways[here]
        share = dict.fromkeys(order, 0.0)
        for there in reversed(order):
            for here in self._near[there]:
                if steps[here] == steps[there] - 1:
                    share[here] += ways[here] / ways[there] * (1 + share[there])
            if there != start:
                total[there] += share[there]


class _Walk:
    """A walk down every tie, without recursion so that long chains are no trouble."""

    def __init__(self, near: list[list[int]]) -> None:
        self.near = near
        self.seen: dict[int, int] = {}
        self.back: dict[int, int] = {}
        self.bridges: list[tuple[int, int]] = []
        self.connectors: set[int] = set()

    def from_root(self, root: int) -> None:
        self._enter(root)
        path, left, branches = [root], [iter(self.near[root])], 0
        while path:
            here = path[-1]
            there = next(left[-1], None)
            if there is None:
                path.pop()
                left.pop()
                if path:
                    self._leave(path[-1], here, path[-1] == root)
                    branches += path[-1] == root
            elif there not in self.seen:
                self._enter(there)
                path.append(there)
                left.append(iter(self.near[there]))
            elif len(path) < 2 or there != path[-2]:
                self.back[here] = min(self.back[here], self.seen[there])
        if branches > 1:
            self.connectors.add(root)

    def _enter(self, node: int) -> None:
        self.seen[node] = self.back[node] = len(self.seen)

    def _leave(self, above: int, node: int, root: bool) -> None:
        self.back[above] = min(self.back[above], self.back[node])
        if self.back[node] > self.seen[above]:
            self.bridges.append((min(above, node), max(above, node)))
        if self.back[node] >= self.seen[above] and not root:
            self.connectors.add(above)
