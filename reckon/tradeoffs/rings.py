"""How far one person's choices between two agree with one another: rings, where A is before B, B before C, C before A.

Kendall and Babington Smith, "On the method of paired comparisons", Biometrika 31, 1940.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from itertools import combinations


@dataclass(frozen=True)
class Consistency:
    """`rings` of three that go round, of `triples` of which all three choices were made. `example` is the first of
    them, each before the next; None where there is none. `changed` counts pairs chosen both ways."""

    rings: int
    triples: int
    example: tuple[Hashable, Hashable, Hashable] | None
    changed: int


def consistency(choices: Iterable[tuple[Hashable, Hashable]]) -> Consistency:
    """From (chosen, other) of one person. A pair chosen both ways counts as changed and is in no triple.

    >>> consistency([("bus", "park"), ("park", "shed"), ("shed", "bus")]).example
    ('bus', 'park', 'shed')
    """
    made = set(choices)
    both = {pair for pair in made if pair[::-1] in made}
    before = made - both
    things = list(dict.fromkeys(one for pair in sorted(before, key=str) for one in pair))
    rings, triples, example = 0, 0, None
    for three in combinations(things, 3):
        won = [sum((one, other) in before for other in three) for one in three]
        if sum(won) < 3:
            continue
        triples += 1
        if won == [1, 1, 1]:
            rings += 1
            example = example or _in_turn(three, before)
    return Consistency(rings, triples, example, len(both) // 2)


def _in_turn(
    three: tuple[Hashable, Hashable, Hashable], before: set[tuple[Hashable, Hashable]]
) -> tuple[Hashable, Hashable, Hashable]:
    a, b, c = three
    return (a, b, c) if (a, b) in before else (a, c, b)
