"""Who speaks for whom: each person counts once, in what they said themselves or in what their delegate said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TypeVar

Voter = TypeVar("Voter", bound=Hashable)
Said = Mapping[Hashable, Mapping[Hashable, int]]


@dataclass(frozen=True)
class Weighed:
    """What was said, and how many people each of those who said it speaks for.

    `weights` holds one entry for each who said something: themselves, and those who delegated to them and said
    nothing. `silent` are those who delegated to somebody who in the end said nothing either; they count nowhere.
    """

    said: dict[Hashable, dict[Hashable, int]]
    weights: dict[Hashable, int]
    silent: tuple[Hashable, ...]

    @property
    def people(self) -> int:
        """How many people are counted, in person or through somebody."""
        return sum(self.weights.values())

    @property
    def delegated(self) -> int:
        """How many of them through somebody."""
        return self.people - len(self.weights)


def weighed(said: Said, delegates: Mapping[Hashable, Hashable]) -> Weighed:
    """Follow each delegation to the first person on the way who said something.

    `said`: person → option → value; `delegates`: person → the one who speaks for them. What somebody says themselves
    counts in place of their delegation. A delegation that comes back to where it began reaches nobody, so those on it
    are silent, in the order of `delegates`.

    >>> weighed({"ann": {"x": 1}}, {"ben": "ann", "cem": "ben", "dot": "eve", "eve": "dot"})
    Weighed(said={'ann': {'x': 1}}, weights={'ann': 3}, silent=('dot', 'eve'))
    """
    counted = Counter(dict.fromkeys(said, 1))
    silent = []
    for person in delegates:
        if person in said:
            continue
        speaker = _speaker(person, said, delegates)
        if speaker is None:
            silent.append(person)
        else:
            counted[speaker] += 1
    return Weighed({who: dict(choices) for who, choices in said.items()}, dict(counted), tuple(silent))


def _speaker(person: Hashable, said: Said, delegates: Mapping[Hashable, Hashable]) -> Hashable | None:
    seen: set[Hashable] = set()
    step: Hashable | None = person
    while step is not None and step not in said:
        if step in seen:
            return None
        seen.add(step)
        step = delegates.get(step)
    return step
