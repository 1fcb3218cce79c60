"""The grid of one event as its pages draw it: slots by rooms, what has no place yet, and who wants what."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Count, Prefetch
from django.utils import timezone

from folkmoot.events.models import Event, Pitch, Room, Session, Slot
from folkmoot.people.models import Person
from folkmoot.rounds.models import Choice


@dataclass(frozen=True)
class Cell:
    slot: Slot
    room: Room
    session: Session | None


@dataclass(frozen=True)
class Row:
    """One slot with a cell for each room; a slot for all together has none."""

    slot: Slot
    cells: list[Cell]

    @property
    def held(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.session]


class Interest:
    """How many want which pitch. Whoever wants a pitch that was merged wants what it became, and is counted once."""

    def __init__(self, event: Event) -> None:
        self.event = event
        self.pitches = {pitch.pk: pitch for pitch in event.pitches.all()}

    def root(self, pitch: Pitch) -> int:
        """The pitch that this one became part of, at any depth; its own id when it stands for itself."""
        seen = pitch
        while seen.state == Pitch.State.MERGED and seen.merged_into_id in self.pitches:
            seen = self.pitches[seen.merged_into_id]
        return seen.pk

    @cached_property
    def _choices(self):
        return Choice.objects.filter(option__round=self.event.interest_id, value=1)

    @cached_property
    def counts(self) -> dict[int, int]:
        """Pitch → how many want it, by ticks."""
        roots = {pitch.option_id: self.root(pitch) for pitch in self.pitches.values() if pitch.option_id}
        joined = {root for option, root in roots.items() if self.pitches[root].option_id != option}
        found: dict[int, int] = defaultdict(int)
        for option, many in self._choices.values_list("option").annotate(n=Count("pk")).order_by():
            if option in roots and roots[option] not in joined:
                found[roots[option]] += many
        among = [option for option, root in roots.items() if root in joined]
        sets: dict[int, set[int]] = defaultdict(set)
        for option, say in self._choices.filter(option__in=among).values_list("option", "say") if among else ():
            sets[roots[option]].add(say)
        return found | {root: len(says) for root, says in sets.items()}

    @cached_property
    def wishes(self) -> dict[int, set[int]]:
        """Say → the pitches wanted, each as what it became."""
        roots = {pitch.option_id: self.root(pitch) for pitch in self.pitches.values() if pitch.option_id}
        found: dict[int, set[int]] = defaultdict(set)
        for say, option in self._choices.values_list("say", "option"):
            if option in roots:
                found[say].add(roots[option])
        return found

    @cached_property
    def hands_only(self) -> dict[int, int]:
        """Pitch → how many more hands were counted in the room than people ticked it."""
        more = {pitch.pk: (pitch.hands or 0) - self.counts.get(pitch.pk, 0) for pitch in self.pitches.values()}
        return {key: many for key, many in more.items() if many > 0}

    def of(self, pitch: Pitch) -> int:
        """How many places a room should have for it: the ticks, or the hands counted, whichever are more."""
        return max(self.counts.get(pitch.pk, 0), pitch.hands or 0)


class Grid:
    """One event's grid at one moment. Each part is fetched once, when it is first asked for."""

    def __init__(self, event: Event, now: datetime | None = None) -> None:
        self.event, self.now = event, now or timezone.now()

    @cached_property
    def slots(self) -> list[Slot]:
        found = list(self.event.slots.all())
        for slot in found:
            slot.event = self.event
        return found

    @cached_property
    def rooms(self) -> list[Room]:
        """The event's rooms, and any other that something stands in (the venue may have changed)."""
        rooms = {room.pk: room for room in Room.objects.of(self.event).select_related("venue")}
        return list(rooms.values()) + [
            room for room in {s.room_id: s.room for s in self.sessions if s.room_id}.values() if room.pk not in rooms
        ]

    @cached_property
    def sessions(self) -> list[Session]:
        """Those neither merged nor dropped, with whoever leads them."""
        whole = Pitch.objects.select_related("person", "rsvp__person")
        pitches = whole.prefetch_related(Prefetch("merged", queryset=whole))
        found = self.event.sessions.live().select_related("slot", "room")
        found = list(found.prefetch_related(Prefetch("pitches", queryset=pitches)))
        for session in found:
            session.event = self.event
            if session.slot:
                session.slot.event = self.event
        return found

    @cached_property
    def rows(self) -> list[Row]:
        stands = {(one.slot_id, one.room_id): one for one in self.sessions if one.slot_id and one.room_id}
        return [
            Row(slot, [Cell(slot, room, stands.get((slot.pk, room.pk))) for room in self.rooms] if slot.is_open else [])
            for slot in self.slots
        ]

    @cached_property
    def several_days(self) -> bool:
        """Whether its slots stand on more than one day of its own clock: then each says which."""
        return len({self.event.local(slot.starts_at).date() for slot in self.slots}) > 1

    @cached_property
    def tight(self) -> list[tuple[Cell, int]]:
        """Places where more want the session than the room seats, and how many; the worst first."""
        cells = [(cell, self.wanted_by(cell.session)) for row in self.rows for cell in row.held]
        over = [(cell, wanted) for cell, wanted in cells if wanted > cell.room.seats]
        return sorted(over, key=lambda pair: pair[0].room.seats - pair[1])

    @cached_property
    def loose(self) -> list[Session]:
        """Sessions taken off the grid for now."""
        return [one for one in self.sessions if not (one.slot_id and one.room_id)]

    @cached_property
    def unplaced(self) -> list[Pitch]:
        """Open pitches that no session holds, the most wanted first."""
        held = {pitch.pk for one in self.sessions for pitch in one.pitches.all()}
        found = [pitch for pitch in self.event.pitches.open().select_related("person", "rsvp__person")]
        return sorted((p for p in found if p.pk not in held), key=lambda p: (-self.interest.of(p), p.pk))

    @cached_property
    def interest(self) -> Interest:
        return Interest(self.event)

    @cached_property
    def free(self) -> list[Cell]:
        """Places of open slots that nothing stands in."""
        return [cell for row in self.rows for cell in row.cells if cell.session is None]

    @cached_property
    def placed(self) -> int:
        return sum(len(row.held) for row in self.rows)

    @cached_property
    def current(self) -> Row | None:
        """What runs at this moment."""
        return next((row for row in self.rows if row.slot.is_now(self.now)), None)

    @cached_property
    def following(self) -> Row | None:
        return next((row for row in self.rows if row.slot.starts_at > self.now), None)

    def wanted_by(self, session: Session) -> int:
        return sum(self.interest.of(pitch) for pitch in session.pitches.all())

    def of_person(self, person: Person | None, chosen: set[int]) -> list[tuple[Row, list[Cell]]]:
        """Each slot with the sessions this person leads or wants; `chosen`: the pitches they ticked."""
        keys = {f"person:{person.pk}"} if person else set()
        return [
            (row, [cell for cell in row.held if keys & cell.session.hosts().keys() or _wants(cell.session, chosen)])
            for row in self.rows
        ]


def _wants(session: Session, chosen: set[int]) -> bool:
    return any(pitch.pk in chosen for pitch in session.pitches.all())
