"""What is compared: activities, offers, asks and needs, as plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from reckon.times import Span, period

FIELDS = ("kind", "topic", "people", "place", "dates", "text")
PLANNED = frozenset({"idea", "planned"})


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What every entry says. An empty set, an empty text or None means *not said*, never *none*.

    `kinds`, `topics`, `places` and `organisations` are ids, which `Atlas.names` turns into words;
    `people` are words, as said. `guessed` holds names of FIELDS that somebody has yet to confirm.
    A `private` entry is compared, but every finding it is in says whose it is (`Pair.private`).
    """

    id: str
    name: str = ""
    text: str = ""
    kinds: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    places: tuple[str, ...] = ()
    starts: Span | None = None
    ends: Span | None = None
    organisations: frozenset[str] = frozenset()
    guessed: frozenset[str] = frozenset()
    private: bool = False

    @cached_property
    def dates(self) -> Span:
        return period(self.starts, self.ends)


@dataclass(frozen=True, kw_only=True)
class Activity(Entry):
    """Something done or planned. `stage` is idea, planned, funded, running or ended, or "" when not said.

    `offered` and `filled` are places for people; `cost_pence` is the whole cost.
    """

    stage: str = ""
    offered: int | None = None
    filled: int | None = None
    cost_pence: int | None = None

    def over(self, today: date | None) -> bool:
        """Whether it has ended: said so, or its last day has passed."""
        last = self.ends.latest if self.ends else None
        return self.stage == "ended" or bool(today and last and last < today)


@dataclass(frozen=True, kw_only=True)
class Offer(Entry):
    """What somebody has to give: a room, a trainer, money, data, an audience."""


@dataclass(frozen=True, kw_only=True)
class Ask(Entry):
    """What somebody wants."""


@dataclass(frozen=True, kw_only=True)
class Need(Entry):
    """A need or a priority of a place. Without a `figure` and its `source` the need is not known, only supposed.

    `of_people` says that the figure counts people, so that it may be set beside places offered.
    """

    figure: float | None = None
    unit: str = ""
    source: str = ""
    of_people: bool = False

    @property
    def known(self) -> bool:
        return self.figure is not None and bool(self.source)


@dataclass(frozen=True)
class Atlas:
    """What ids mean: `within` gives an id's ancestors, nearest first (places, and topics too); `points` latitude
    and longitude in degrees of places; `names` the words for any id.

    >>> atlas = Atlas(within={"netherton": ("dudley", "england")}, names={"dudley": "Dudley"})
    >>> atlas.name("dudley"), atlas.name("netherton"), atlas.steps("england", "netherton")
    ('Dudley', 'netherton', 2)
    """

    within: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    points: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    def name(self, known_as: str) -> str:
        return self.names.get(known_as, known_as)

    def steps(self, one: str, other: str) -> int | None:
        """How many levels lie between two when one is inside the other: 0 for the same, None for neither."""
        if one == other:
            return 0
        for inner, outer in ((one, other), (other, one)):
            above = self.within.get(inner, ())
            if outer in above:
                return above.index(outer) + 1
        return None


@dataclass(frozen=True)
class Reason:
    """One thing two entries share, in words a person can check, and its part of the score (0 to 1)."""

    field: str
    words: str
    share: float


@dataclass(frozen=True)
class Pair:
    """Two entries worth a look, and why.

    `rule` names the finding. `likeness` is over what both say; `certainty` how much of what could be compared
    both say; `score` draws likeness towards that of any two entries where little is known, and orders the list.
    `complete_a` and `complete_b` are the shares of the fields that each has filled in, guesses left out.
    `when` says whether their dates overlap. `missing` names what one or both have not said.
    `private` holds the ids that are private: tell nobody but their owners. Where there are two, tell each
    owner only that a plan like theirs exists, until both agree.
    """

    a: str
    b: str
    rule: str
    score: float
    likeness: float
    certainty: float
    when: str
    reasons: tuple[Reason, ...]
    missing: tuple[str, ...]
    complete_a: float
    complete_b: float
    private: tuple[str, ...] = ()


def completeness(entry: Entry) -> float:
    """The share of the six fields that an entry says for itself, guesses left out.

    >>> completeness(Activity(id="a", text="Training for bloggers", kinds=frozenset({"train"})))
    0.3333333333333333
    """
    said = {
        "kind": entry.kinds,
        "topic": entry.topics,
        "people": entry.people,
        "place": entry.places,
        "dates": entry.dates.known,
        "text": entry.text.strip(),
    }
    return sum(bool(value) for name, value in said.items() if name not in entry.guessed) / len(FIELDS)


def check_ids(entries: Sequence[Entry]) -> None:
    """ValueError for an id that stands for two entries, whose findings nobody could tell apart."""
    seen: set[str] = set()
    for entry in entries:
        if entry.id in seen:
            raise ValueError(f"Two entries have the id {entry.id!r}; give each its own.")
        seen.add(entry.id)
