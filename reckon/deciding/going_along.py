"""Going along: each says, option by option, at how many others they would go along; and a draw in which all count.

The rule is "maximal partial consensus" (Heitzig, Simmons and Constantino, "Fair consensus through conditional approvals
and proportional draws", arXiv 2006.06548, 2020), with five steps in words in place of a figure from 0 to 100.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from .delegation import Weighed

# What each answer asks for: at least so many in 100 of all who are counted, whoever says it among them. 0: never.
IF_SO_MANY = {1: 90, 2: 75, 3: 50, 4: 25, 5: 0}


@dataclass(frozen=True)
class Slip:
    """One option: how many people go along with it in the end, how many would if more did (`nearly`), and how many
    slips of paper it has in the draw."""

    option: Hashable
    along: int
    nearly: int
    slips: int


@dataclass(frozen=True)
class GoingAlong:
    """An entry for each option, in the order asked for. `first` are those with the most slips. `slips` is how many
    there are in all: people who go along with nothing put none in."""

    options: list[Slip]
    people: int
    slips: int
    first: list[Hashable]

    @property
    def settled(self) -> bool:
        """Whether one option has all slips, so that nothing need be drawn."""
        return len(self.first) == 1 and max(one.slips for one in self.options) == self.slips


def going_along(options: Sequence[Hashable], of: Weighed) -> GoingAlong:
    """Who goes along with what, and what each person's slip is for.

    An answer is from 0 to 5, see IF_SO_MANY; one that is left out is 0, never. With an option goes along the largest
    set of people of whom each is content with how many that set is. Each person's slip is for the option they go along
    with that most people go along with; where several do, the one they themselves ask fewest others for, then the one
    that stands first. So whoever has more than half cannot take the whole draw by holding out for their own: they gain
    by going along with what many more can live with, and so does everybody else.

    >>> half = Weighed({"ann": {"tea": 5, "both": 1}, "ben": {"cake": 5, "both": 1}}, {"ann": 3, "ben": 2}, ())
    >>> [(one.option, one.along, one.slips) for one in going_along(["tea", "cake", "both"], half).options]
    [('tea', 3, 0), ('cake', 2, 0), ('both', 5, 5)]
    """
    along = {option: _set(option, of) for option in options}
    many = {option: sum(of.weights[who] for who in who_does) for option, who_does in along.items()}
    slips = dict.fromkeys(options, 0)
    for who, said in of.said.items():
        mine = [option for option in options if who in along[option]]
        if mine:
            slips[max(mine, key=lambda one: (many[one], said.get(one, 0)))] += of.weights[who]
    most = max(slips.values(), default=0)
    rows = [Slip(option, many[option], _would(option, of) - many[option], slips[option]) for option in options]
    return GoingAlong(rows, of.people, sum(slips.values()), [one for one in options if most and slips[one] == most])


def _set(option: Hashable, of: Weighed) -> set[Hashable]:
    """Begin with everybody who might; whoever is not content with how many are left goes, until nobody goes."""
    inside = {who for who, said in of.said.items() if said.get(option, 0) in IF_SO_MANY}
    while True:
        many = sum(of.weights[who] for who in inside)
        stay = {who for who in inside if 100 * many >= IF_SO_MANY[of.said[who][option]] * of.people}
        if stay == inside:
            return inside
        inside = stay


def _would(option: Hashable, of: Weighed) -> int:
    return sum(of.weights[who] for who, said in of.said.items() if said.get(option, 0) in IF_SO_MANY)
