"""What could be done when too many want to come, and who would be squeezed out each time."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from math import ceil

from .expected import Expected, Rate, expected, show_rate
from .line import Hold, allot, promote
from .party import Party, in_order, people_in
from .sectors import Row, by_sector, in_words, many
from .themes import capped, loosest_cap, split

KINDS = ("bigger room", "split by theme", "second date", "remote", "cap", "keep")


@dataclass(frozen=True)
class Possible:
    """What is known to be possible: rooms with their seats, the event's date and another (`dates`), places by screen
    (None: as many as like), and places held. What is left empty is not offered.
    """

    rooms: Sequence[tuple[str, int]] = ()
    dates: tuple[str, str] | None = None
    screens: int | None = 0
    holds: Sequence[Hold] = ()

    def __post_init__(self) -> None:
        if min([seats for _, seats in self.rooms], default=0) < 0 or (self.screens or 0) < 0:
            raise ValueError("A room or a screen with fewer than 0 places. Count places from 0 up.")


@dataclass(frozen=True)
class Option:
    """One thing to do. `seated` and `squeezed` hold ids in the order of the line; those by screen are seated too.

    `short` is how many seats would still be missing if as many came as expected, those who said maybe included;
    `torn` those who are in and cannot have all they wanted. `tied` names the kinds that squeeze out as many people.
    """

    kind: str
    title: str
    seated: tuple[str, ...]
    squeezed: tuple[str, ...]
    squeezed_people: int
    by_sector: tuple[Row, ...]
    short: int
    reasons: tuple[str, ...]
    cost: str
    torn: tuple[str, ...] = ()
    tied: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Found:
    """What one way comes to. `asking` is how many people may still want in under it."""

    kind: str
    title: str
    seated: Sequence[Party]
    seats: int
    asking: int
    reasons: Sequence[str]
    cost: str
    torn: Sequence[Party] = ()


@dataclass(frozen=True)
class _Case:
    replies: list[Party]
    capacity: int
    possible: Possible
    line: list[Party]
    over: bool

    def found(
        self, kind: str, title: str, seated: Iterable[Party], seats: int, why: Sequence[str], cost: str
    ) -> _Found:
        return _Found(kind, title, sorted(seated, key=lambda p: p.stands), seats, people_in(self.line), why, cost)


def options(
    replies: Iterable[Party], capacity: int, possible: Possible = Possible(), maybe: float | Rate | None = None
) -> list[Option]:
    """Everything that could be done, the fewest people squeezed out first; ties in the order of KINDS and named.

    Squeezed out are people who said yes or wait and would have no seat. Who said maybe is squeezed out of nothing, but
    counts in `short` by the chance `maybe` (left out: `show_rate` without a history). What is not known to be possible,
    or would change nothing, is not among the options; keeping the room always is. ValueErrors as for `allot`.

    >>> replies = [Party("Ann", 2, sector="public", replied=1), Party("Bo", 2, replied=2)]
    >>> for option in options(replies, 3, Possible(screens=None)):
    ...     print(option.title, "|", option.squeezed_people, option.by_sector[0].after, option.tied)
    Keep the room and let the waiting list stand | 2 2 ()
    >>> options([*replies, Party("Cy", remote=True, replied=3)], 4, Possible(screens=None))[0].title
    'Keep the room; 1 person by screen'
    """
    everyone = list(replies)
    line = in_order(everyone)
    unsure = people_in(party for party in everyone if party.answer == "maybe")
    rate = show_rate([]) if maybe is None else maybe
    over = bool(allot(line, capacity, possible.holds).waiting)
    over = over or expected(people_in(line), unsure, rate).mean > capacity
    case = _Case(everyone, capacity, possible, line, over)
    ways: tuple[Callable[[_Case], _Found | None], ...] = (_bigger, _themes, _second, _remote, _cap, _keep)
    made = [_option(case, found, expected(found.asking, unsure, rate)) for way in ways if (found := way(case))]
    made.sort(key=lambda option: (option.squeezed_people, KINDS.index(option.kind)))
    return [replace(one, tied=_tied(one, made)) for one in made]


def _tied(one: Option, made: Sequence[Option]) -> tuple[str, ...]:
    return tuple(o.kind for o in made if o.squeezed_people == one.squeezed_people and o.kind != one.kind)


def _option(case: _Case, found: _Found, coming: Expected) -> Option:
    inside = {party.id for party in found.seated}
    out = [party for party in case.line if party.id not in inside]
    said = [*found.reasons, f"squeezed out: {in_words(out)}" if out else "everybody who said yes has a place"]
    if found.torn:
        said.append(f"cannot go to both: {in_words(found.torn)}")
    return Option(
        found.kind,
        found.title,
        tuple(party.id for party in found.seated),
        tuple(party.id for party in out),
        people_in(out),
        by_sector(case.replies, found.seated),
        max(0, ceil(coming.mean - found.seats - 1e-9)),
        tuple(said),
        found.cost if out or found.kind != "keep" else "Nothing: everybody fits.",
        tuple(party.id for party in found.torn),
    )


def _keep(case: _Case) -> _Found:
    seated = allot(case.line, case.capacity, case.possible.holds).seated
    kept = sum(hold.places for hold in case.possible.holds)
    why = [f"{many(case.capacity, 'seat')} by order of reply" + (f", {kept} of them held" if kept else "")]
    cost = "Those squeezed out wait, and may not hear until late whether they can come."
    return case.found("keep", "Keep the room and let the waiting list stand", seated, case.capacity, why, cost)


def _bigger(case: _Case) -> _Found | None:
    rooms = sorted((seats, name) for name, seats in case.possible.rooms if seats > case.capacity)
    if not rooms or not case.over:
        return None
    enough = [room for room in rooms if not allot(case.line, room[0], case.possible.holds).waiting]
    seats, name = enough[0] if enough else rooms[-1]
    seated = allot(case.line, seats, case.possible.holds).seated
    why = [f"{name} has {many(seats, 'seat')}, {seats - case.capacity} more than the room now"]
    if enough and len(rooms) > 1:
        why.append("the smallest of the rooms known in which all fit")
    cost = "Everybody has to hear of the new place, and every calendar has to change."
    return case.found("bigger room", f"Move to {name}, {seats} seats", seated, seats, why, cost)


def _themes(case: _Case) -> _Found | None:
    if not case.over or not (found := split(case.line, case.capacity)):
        return None
    first, second = (", ".join(topics) for topics in found.topics)
    title = f"Split in two by theme: {first} | {second}"
    silent = people_in(party for party in case.line if not party.topics)
    why = [f"two rooms of {case.capacity} at one time: {' and '.join(str(people_in(s)) for s in found.seated)} people"]
    if silent:
        why.append(f"no topic named, so they go where there is room: {many(silent, 'person', 'people')}")
    if case.possible.holds:
        why.append("no places are held")
    cost = "A second room and a second host are needed; some have to choose one of two things they want."
    seated = [party for side in found.seated for party in side]
    made = case.found("split by theme", title, seated, 2 * case.capacity, why, cost)
    return replace(made, torn=found.torn)


def _second(case: _Case) -> _Found | None:
    """Those who can make one date only are seated first, then those who can make both, then those nobody has asked."""
    if case.possible.dates is None or not case.over:
        return None
    days = case.possible.dates
    seated: list[list[Party]] = [
        list(allot([p for p in case.line if p.dates is not None and p.dates & {*days} == {day}], case.capacity).seated)
        for day in days
    ]
    for party in sorted(case.line, key=lambda p: (p.dates is None, p.stands)):
        if party.dates is not None and not {*days} <= party.dates:
            continue
        for side in seated:
            if people_in(side) + party.people <= case.capacity:
                side.append(party)
                break
    unasked = people_in(party for party in case.line if party.dates is None)
    why = [f"{people_in(seated[0])} people on {days[0]} and {people_in(seated[1])} on {days[1]}"]
    if unasked:
        who = many(unasked, "person", "people")
        why.append(f"not asked yet which day they could come, so counted as free on both: {who}")
    never = [p for p in case.line if p.dates is not None and not p.dates & {*days}]
    if never:
        why.append(f"can come on neither: {in_words(never)}")
    if case.possible.holds:
        why.append("no places are held")
    cost = "The host gives a second day, and people meet only half of those who came."
    seats = 2 * case.capacity
    return case.found("second date", f"Hold it twice: {days[0]} and {days[1]}", sum(seated, []), seats, why, cost)


def _remote(case: _Case) -> _Found | None:
    """Seats go first to those who would not, or may not, take part by screen; then to the others in order of reply."""
    willing = [party for party in case.line if party.remote and not party.host]
    holds = case.possible.holds
    if not willing or case.possible.screens == 0 or not allot(case.line, case.capacity, holds).waiting:
        return None
    rest = [party for party in case.line if not party.remote or party.host]
    first = allot(rest, case.capacity, holds)
    inside = {party.id: party for party in (*first.seated, *promote(willing, first.free, first.held))}
    screens = people_in(willing) if case.possible.screens is None else case.possible.screens
    away = allot([party for party in willing if party.id not in inside], screens).seated
    people = people_in(away)
    who = many(people, "person", "people")
    asked = people_in(party for party in case.line if party.remote is None)
    why = [f"by screen: {in_words(away)}"] + (
        [f"not asked about it yet: {many(asked, 'person', 'people')}"] if asked else []
    )
    cost = "Those by screen miss the talk between sessions; the room needs a camera, sound and somebody to mind it."
    seated = [*inside.values(), *away]
    return case.found("remote", f"Keep the room; {who} by screen", seated, case.capacity + people, why, cost)


def _cap(case: _Case) -> _Found | None:
    holds = case.possible.holds
    waiting = allot(case.line, case.capacity, holds).waiting
    if not waiting or (most := loosest_cap(case.line, case.capacity, holds)) is None:
        return None
    allowed = capped(case.line, most)
    seated = allot(allowed, case.capacity, holds).seated
    fits = "the loosest that fits everybody else" if len(seated) == len(allowed) else "and even so not all fit"
    why = [f"{many(len(case.line) - len(allowed), 'reply is', 'replies are')} over the cap of {most}, {fits}"]
    loose = people_in(party for party in case.line if not party.organisation)
    if loose:
        why.append(f"{many(loose, 'person', 'people')} gave no organisation and cannot be capped")
    cost = "Organisations with many people have to choose who comes; larger parties cannot come in part."
    made = case.found("cap", f"At most {most} from one organisation", seated, case.capacity, why, cost)
    return replace(made, asking=people_in(allowed))
