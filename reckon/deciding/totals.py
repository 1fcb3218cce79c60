"""Totals: how many people chose each option, and what they gave it together."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from .delegation import Weighed


@dataclass(frozen=True)
class Line:
    """One option: how many people gave it something, and the sum of what they gave."""

    option: Hashable
    people: int
    total: int

    def mean(self, of: int) -> Fraction | None:
        """What each of `of` people gave it on average, exactly; None where nobody is counted."""
        return Fraction(self.total, of) if of else None


@dataclass(frozen=True)
class Totals:
    """A line for each option, in the order asked for; `first` are those with the highest total, several when they tie,
    none when nobody gave anything."""

    lines: list[Line]
    people: int
    first: list[Hashable]


def totals(options: Sequence[Hashable], of: Weighed) -> Totals:
    """Add up what was given to each option: ticks, dots, or scores. Each person counts as many times as they speak for.

    An option that somebody left out got nothing from them; one that is not among `options` is not counted.

    >>> of = Weighed({"ann": {"tea": 3}, "ben": {"tea": 1, "cake": 4}}, {"ann": 2, "ben": 1}, ())
    >>> [(line.option, line.people, line.total) for line in totals(["tea", "cake"], of).lines]
    [('tea', 3, 7), ('cake', 1, 4)]
    """
    people, given = dict.fromkeys(options, 0), dict.fromkeys(options, 0)
    for who, choices in of.said.items():
        for option, value in choices.items():
            if value and option in given:
                people[option] += of.weights[who]
                given[option] += value * of.weights[who]
    most = max(given.values(), default=0)
    first = [option for option in options if most and given[option] == most]
    return Totals([Line(option, people[option], given[option]) for option in options], of.people, first)
