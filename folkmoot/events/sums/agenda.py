"""The agenda: sessions and wishes as plain values, the plan that reckon makes, and who is torn on the grid there is."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from folkmoot.events import steps
from folkmoot.events.grid import Grid
from folkmoot.events.models import Pitch, Room, Session, Slot
from reckon import agenda

# More hands than any room has seats would only slow the sum down.
MOST_HANDS = 500
NO_STEPS = frozenset({"no steps"})


@dataclass(frozen=True)
class Placing:
    """One thing the plan would put somewhere: "session:3" or "pitch:7", and whether it stands there already."""

    key: str
    title: str
    slot: Slot
    room: Room
    stays: bool


@dataclass(frozen=True)
class Proposal:
    """The plan, in order of slot and room; what found no place, and why; wishes met, and of how many; how many sessions
    stand in a room with steps though steps would keep somebody from them."""

    placings: list[Placing]
    left_out: list[tuple[str, str]]
    met: int
    of: int
    steps: int = 0


class Question:
    """One event's grid as reckon takes it. Slots are the open ones, in their order; ids are the keys of Placing."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.slots = [row.slot for row in grid.rows if row.slot.is_open]
        self.rooms = grid.rooms
        self.things: dict[Hashable, Session | Pitch] = {f"session:{one.pk}": one for one in grid.sessions}
        self.things |= {f"pitch:{one.pk}": one for one in grid.unplaced}
        self.at = {slot.pk: n for n, slot in enumerate(self.slots)}
        self.inside = {room.pk: n for n, room in enumerate(self.rooms)}
        self.wanted: set[int] = set()
        self.given_up: set[Hashable] = set()

    def needs(self, key: Hashable) -> frozenset[str]:
        """What the room of this must have; nothing where that was given up, as there are too few such rooms."""
        thing = self.things[key]
        pitches = {thing.pk} if isinstance(thing, Pitch) else {one.pk for one in thing.pitches.all()}
        return NO_STEPS if pitches & self.wanted and key not in self.given_up else frozenset()

    def day(self, *, fixed: bool) -> agenda.Day:
        """With `fixed`, what was placed by hand and what has begun or is over stays where it is."""
        sessions = [self._session(key, thing, fixed) for key, thing in self.things.items()]
        rooms = [
            agenda.Room(room.seats, NO_STEPS if room.is_free_of_steps else frozenset(), room.name)
            for room in self.rooms
        ]
        return agenda.Day(len(self.slots), rooms, sessions, self._wishes())

    def stands(self) -> list[agenda.Place]:
        return [
            agenda.Place(key, self.at[thing.slot_id], self.inside[thing.room_id])
            for key, thing in self.things.items()
            if isinstance(thing, Session) and thing.slot_id in self.at and thing.room_id in self.inside
        ]

    def _session(self, key: Hashable, thing: Session | Pitch, fixed: bool) -> agenda.Session:
        later = frozenset(n for n, slot in enumerate(self.slots) if slot.starts_at > self.grid.now)
        if isinstance(thing, Pitch):
            return agenda.Session(key, (thing.host_key(),), slots=later, needs=self.needs(key))
        begun = thing.slot is not None and thing.slot.starts_at <= self.grid.now
        stays = fixed and thing.slot_id in self.at and thing.room_id in self.inside and (thing.pinned or begun)
        place = {"slot": self.at[thing.slot_id], "room": self.inside[thing.room_id]} if stays else {"slots": later}
        return agenda.Session(key, tuple(thing.hosts()), **place, needs=self.needs(key))

    def _wishes(self) -> dict[Hashable, set[Hashable]]:
        of_pitch: dict[int, list[Hashable]] = {}
        for key, thing in self.things.items():
            for pitch in [thing] if isinstance(thing, Pitch) else thing.pitches.all():
                of_pitch.setdefault(pitch.pk, []).append(key)
        wishes: dict[Hashable, set[Hashable]] = {
            say: {key for pitch in pitches for key in of_pitch.get(pitch, ())}
            for say, pitches in self.grid.interest.wishes.items()
        }
        # Hands that were counted beyond the ticks are people too: each wants that one thing, as far as is known.
        for pitch, unticked in self.grid.interest.hands_only.items():
            keys = set(of_pitch.get(pitch, ()))
            wishes |= {f"hand:{pitch}:{n}": keys for n in range(min(unticked, MOST_HANDS)) if keys}
        return wishes


def propose(grid: Grid, *, anew: bool = False) -> Proposal:
    """A place for everything that has none, moving nothing; `anew`: all of it placed again, save what was placed by
    hand and what has begun. The same grid gives the same proposal. Nothing is written."""
    question = Question(grid)
    question.wanted = steps.wanted_without(grid)
    stands = question.stands()
    plan = _planned(question, stands, anew)
    question.given_up = {out.session for out in plan.left_out if question.needs(out.session)}
    if question.given_up:
        plan = _planned(question, stands, anew)
    before = {place.session: (place.slot, place.room) for place in stands}
    placings = [_placing(question, place, before) for place in plan.grid]
    left = [(question.things[out.session].title, _why(question, out)) for out in plan.left_out]
    return Proposal(placings, left, plan.met, plan.of, _with_steps(question, plan))


def _planned(question: Question, stands: list[agenda.Place], anew: bool) -> agenda.Plan:
    day = question.day(fixed=anew)
    if anew or not stands:
        return agenda.plan(day)
    return agenda.improve(day, stands, keep=[place.session for place in stands], moves=0)


def _with_steps(question: Question, plan: agenda.Plan) -> int:
    question.given_up = set()
    rooms = (question.rooms[place.room] for place in plan.grid if question.needs(place.session))
    return sum(1 for room in rooms if not room.is_free_of_steps)


@dataclass(frozen=True)
class Pull:
    """Two sessions at one time, and how many people want both."""

    slot: Slot
    one: Session | Pitch
    other: Session | Pitch
    people: int


def torn(grid: Grid, most: int = 8) -> tuple[int, list[Pull]]:
    """How many are torn, counted as a person and a slot in which two or more of theirs run; and between what, the most
    people first."""
    question = Question(grid)
    seen = agenda.torn(question.day(fixed=False), question.stands(), most=most)
    return seen.torn, [_pull(question, tear) for tear in seen.tears]


def _pull(question: Question, tear: agenda.Tear) -> Pull:
    one, other = (question.things[key] for key in tear.sessions)
    return Pull(question.slots[tear.slot], one, other, tear.people)


def _placing(question: Question, place: agenda.Place, before: Mapping[Hashable, tuple[int, int]]) -> Placing:
    stays = before.get(place.session) == (place.slot, place.room)
    where = question.slots[place.slot], question.rooms[place.room]
    return Placing(str(place.session), question.things[place.session].title, *where, stays)


def _why(question: Question, out: agenda.LeftOut) -> str:
    """The reason in words of this site: the sums know keys, people know names."""
    if not question.rooms:
        return str(_("There are no rooms. Add one under Agenda."))
    if not question.slots:
        return str(_("There are no open slots. Add some under Agenda."))
    why = out.why
    for key, name in _names(question.things.values()):
        why = why.replace(key, name)
    return why


def _names(things: Iterable[Session | Pitch]) -> Iterable[tuple[str, str]]:
    """Every key that a sentence may hold and what people call it, the longest keys first."""
    names: dict[str, str] = {}
    for thing in things:
        kind = "pitch" if isinstance(thing, Pitch) else "session"
        names[f"{kind}:{thing.pk}"] = f"“{thing.title}”"
        names |= {thing.host_key(): thing.whose()} if isinstance(thing, Pitch) else thing.hosts()
    return sorted(names.items(), key=lambda item: -len(item[0]))
