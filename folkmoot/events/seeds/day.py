"""The day of the winter unconference: its slots, what was pitched, who wants what, and a grid so far."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from folkmoot.events.models import Event, Opening, Pitch, Session, Slot
from folkmoot.events.models.pitch import option_for
from folkmoot.rounds.models import Choice, Say

LONDON = ZoneInfo("Europe/London")
SLOTS = (
    ("13:00", "13:30", "Welcome, and one line from everybody", False),
    ("13:30", "14:10", "", True),
    ("14:20", "15:00", "", True),
    ("15:00", "15:20", "Tea", False),
    ("15:20", "16:00", "", True),
    ("16:00", "17:00", "What was said, and who does what next", False),
)
# Title, words, whose (a short name, or somebody without an account), who else wants it.
PITCHES = (
    ("Warm rooms this winter", "Who has one open, when, and who could sit there?", "amina", ("bram", "dilys", "emeka")),
    ("A warm room in every street", "Small ones: kitchens, halls, the back of the shop.", "bram", ("amina", "emeka")),
    ("Lifts to the hospital", "The bus stops at six. Who drives, and who would ask?", "Mrs Kaur", ("bram", "amina")),
    ("Reading with children after school", "Two afternoons a week. What would it take?", "emeka", ("bram",)),
    ("What the council can and cannot pay for", "Bring your questions; I bring the rules.", "dilys", ("amina", "bram")),
    ("One page for everything on in town", "So that nobody prints the wrong day again.", "emeka", ("dilys", "kofi")),
)
OPENERS = (("Amina Yusuf", "Why we are here"), ("Dilys Price", "What the council heard"), ("Mrs Kaur", "The last bus"))
# Number of the pitch, slot, room, from 0.
PLACED = ((0, 1, 0), (2, 1, 1), (4, 2, 0), (3, 2, 1))


def plant_day(village: SimpleNamespace) -> None:
    """Adds village.pitches and village.sessions to village.winter. Two pitches are about the same thing, and two have
    no place yet."""
    event = village.winter
    slots = [_slot(event, *facts) for facts in SLOTS]
    village.pitches = [_pitch(village, *facts) for facts in PITCHES]
    for position, (name, title) in enumerate(OPENERS, start=1):
        Opening.objects.get_or_create(event=event, position=position, defaults={"name": name, "title": title})
    rooms = list(village.old_school.rooms.all())
    village.sessions = [
        _session(event, village.pitches[number], slots[slot], rooms[room]) for number, slot, room in PLACED
    ]


def _clock(words: str) -> datetime:
    hour, minute = words.split(":")
    return datetime(2026, 12, 5, int(hour), int(minute), tzinfo=LONDON)


def _slot(event: Event, starts: str, ends: str, title: str, is_open: bool) -> Slot:
    facts = {"ends_at": _clock(ends), "title": title, "is_open": is_open}
    return Slot.objects.get_or_create(event=event, starts_at=_clock(starts), defaults=facts)[0]


def _pitch(village: SimpleNamespace, title: str, words: str, whose: str, wanted: tuple[str, ...]) -> Pitch:
    person = getattr(village, whose, None)
    who = {"person": person} if person else {"pitcher": whose, "by": village.amina}
    facts = {"words": words, "pitched_at": datetime(2026, 11, 14, 10, 0, tzinfo=LONDON), "event": village.winter}
    pitch, new = Pitch.objects.get_or_create(once=f"seed {title}"[:80], defaults=facts | who | {"title": title})
    if new:
        pitch.option = option_for(village.winter, pitch)
        pitch.save(update_fields=["option"])
        for name in wanted:
            _say(village, pitch, getattr(village, name))
    return pitch


def _say(village: SimpleNamespace, pitch: Pitch, person) -> None:
    who = {"person": person, "sector": person.sector}
    round = village.winter.interest
    say, _new = Say.objects.get_or_create(round=round, voter=Say.voter_of(person), defaults=who)
    Choice.objects.get_or_create(say=say, option=pitch.option)


def _session(event: Event, pitch: Pitch, slot: Slot, room) -> Session:
    place = {"slot": slot, "room": room}
    session, new = Session.objects.get_or_create(event=event, title=pitch.title, defaults=place)
    if new:
        session.pitches.add(pitch)
    return session
