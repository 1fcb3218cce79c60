"""More places offered than filled, and what that costs."""

from collections.abc import Sequence
from dataclasses import dataclass

from .entries import Activity, Atlas


@dataclass(frozen=True)
class Supply:
    """One type of help in one place: places offered and filled by those who say both.

    `cost_pence` is a range (low, high), or None where some of the costs are not said: at one end the share of all
    costs that goes on empty places, at the other the whole activities that could be spared while the rest still
    hold everybody (the cheapest that free most). `silent` counts activities that do not say how full they are.
    """

    kind: str
    place: str
    activities: tuple[str, ...]
    offered: int
    filled: int
    silent: int
    cost_pence: tuple[int, int] | None
    words: str
    private: tuple[str, ...] = ()

    @property
    def empty(self) -> int:
        return self.offered - self.filled


def over_supply(activities: Sequence[Activity], atlas: Atlas | None = None) -> list[Supply]:
    """Where several activities offer more places than are filled: most empty places first, then by kind and place.

    An activity with several types of help or places stands under each, so rows must not be added up.

    >>> half = [Activity(id=i, kinds=frozenset({"train"}), places=("town",), offered=20, filled=n, cost_pence=100_000)
    ...         for i, n in (("a", 8), ("b", 12))]
    >>> row = over_supply(half)[0]
    >>> row.empty, row.cost_pence
    (20, (100000, 100000))
    """
    atlas = atlas or Atlas()
    cells: dict[tuple[str, str], list[Activity]] = {}
    for activity in activities:
        for kind in activity.kinds:
            for place in set(activity.places):
                cells.setdefault((kind, place), []).append(activity)
    found = [_supply(kind, place, held, atlas) for (kind, place), held in cells.items()]
    rows = [row for row in found if row and row.empty > 0]
    return sorted(rows, key=lambda row: (-row.empty, row.kind, row.place))


def _supply(kind: str, place: str, held: list[Activity], atlas: Atlas) -> Supply | None:
    held = sorted(held, key=lambda activity: activity.id)
    told = [activity for activity in held if activity.offered is not None and activity.filled is not None]
    if len(told) < 2:
        return None
    offered, filled = sum(a.offered or 0 for a in told), sum(a.filled or 0 for a in told)
    cost = _cost(told, offered, filled)
    row = Supply(
        kind=kind,
        place=place,
        activities=tuple(activity.id for activity in told),
        offered=offered,
        filled=filled,
        silent=len(held) - len(told),
        cost_pence=cost,
        words=_words(f"{atlas.name(kind)} in {atlas.name(place)}", (offered, filled, len(held) - len(told)), cost),
        private=tuple(activity.id for activity in told if activity.private),
    )
    return row


def _cost(told: list[Activity], offered: int, filled: int) -> tuple[int, int] | None:
    costs = [activity.cost_pence for activity in told]
    if None in costs or not offered or filled >= offered:
        return None
    share = sum(cost or 0 for cost in costs) * (offered - filled) // offered
    spared = _spared(told, offered - filled)
    return min(share, spared), max(share, spared)


def _spared(told: list[Activity], empty: int) -> int:
    """The cost of the activities that could stop, taken one by one: the cheapest for each place it offers first."""
    cost = 0
    for activity in sorted(told, key=lambda a: ((a.cost_pence or 0) / max(1, a.offered or 0), a.id)):
        if 0 < (activity.offered or 0) <= empty:
            empty -= activity.offered or 0
            cost += activity.cost_pence or 0
    return cost


def _words(what: str, counts: tuple[int, int, int], cost: tuple[int, int] | None) -> str:
    offered, filled, silent = counts
    words = f"{what}: {filled:,} of {offered:,} places filled"
    words += f"; {silent} more do not say" if silent else ""
    if cost is None:
        return f"{words}. What the empty ones cost is not known."
    low, high = (f"£{pence / 100:,.0f}" for pence in cost)
    return f"{words}. The empty ones cost {low if low == high else f'between {low} and {high}'}."
