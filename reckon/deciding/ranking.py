"""Options put in order by several people: each pair is a contest of its own.

Whoever beats every other option is first. Where there is no such option the widest path decides: Markus Schulze,
"A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent single-winner election method",
Social Choice and Welfare 36 (2011), 267-303, with the strength of a link counted as the votes that win it.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from .delegation import Weighed

Contest = dict[Hashable, dict[Hashable, int]]


@dataclass(frozen=True)
class Ranked:
    """`beats[a][b]`: how many people put a before b. `winners`: those that nothing beats on the widest path, several
    when they tie, in the order of the options. `beats_all`: the one that wins each of its contests, or None."""

    beats: Contest
    paths: Contest
    winners: list[Hashable]
    beats_all: Hashable | None
    people: int


def ranked(options: Sequence[Hashable], of: Weighed) -> Ranked:
    """Who wins, from each person's order (1 is first; equal numbers tie; what is left out comes after all the rest).

    >>> said = {n: order for n, order in enumerate([{"a": 1, "b": 2, "c": 3}] * 4 + [{"c": 1, "a": 2, "b": 3}] * 3)}
    >>> found = ranked(["a", "b", "c"], Weighed(said, dict.fromkeys(said, 1), ()))
    >>> found.winners, found.beats_all, found.beats["a"]["c"], found.beats["c"]["a"]
    (['a'], 'a', 4, 3)
    """
    beats = _contests(options, of)
    paths = _widest(options, beats)
    winners = [a for a in options if all(paths[a][b] >= paths[b][a] for b in options if b != a)]
    alone = [a for a in options if len(options) > 1 and all(beats[a][b] > beats[b][a] for b in options if b != a)]
    said = of.people > 0
    return Ranked(beats, paths, winners if said else [], alone[0] if alone else None, of.people)


def _contests(options: Sequence[Hashable], of: Weighed) -> Contest:
    beats = {a: {b: 0 for b in options if b != a} for a in options}
    for who, order in of.said.items():
        for a in options:
            for b in options:
                if a != b and _place(order, a) < _place(order, b):
                    beats[a][b] += of.weights[who]
    return beats


def _place(order: Mapping[Hashable, int], option: Hashable) -> float:
    return order.get(option) or float("inf")


def _widest(options: Sequence[Hashable], beats: Contest) -> Contest:
    """The strength of the strongest path between each two (Floyd and Warshall, with min for sum and max for min)."""
    paths = {a: {b: beats[a][b] if beats[a][b] > beats[b][a] else 0 for b in beats[a]} for a in options}
    for middle in options:
        for a in options:
            for b in options:
                if len({a, b, middle}) == 3:
                    paths[a][b] = max(paths[a][b], min(paths[a][middle], paths[middle][b]))
    return paths
