"""The part of tests/access_events.py that is about the day: pitches, the grid, the door, the tables."""

from __future__ import annotations

from types import SimpleNamespace

from folkmoot.events.models import CheckIn, Merging, Opening, Rsvp, TableCode
from folkmoot.events.seating import seat
from folkmoot.kit.links import sign

LOOK_AFTER = ("amina", "kofi", "deputy")


def of_pitch(number: int, **more):
    return lambda village: {"pk": village.winter.pk, "pitch": village.pitches[number].pk, **more}


def of_session(**more):
    return lambda village: {"pk": village.winter.pk, "session": village.sessions[0].pk, **more}


def of_slot(village: SimpleNamespace) -> dict:
    return {"pk": village.winter.pk, "slot": village.sessions[0].slot_id}


def replied(village: SimpleNamespace) -> Rsvp:
    facts = {"email": "jo@thornbeck.example", "answer": "yes", "number": 900}
    who = Rsvp.who_of(email=facts["email"])
    return Rsvp.objects.get_or_create(event=village.winter, who=who, defaults=facts)[0]


def by_mail(village: SimpleNamespace) -> dict:
    return {"token": sign("pitches", replied(village).pk)}


def merging(village: SimpleNamespace) -> dict:
    asked = Merging.ask(village.pitches[1], village.pitches[0], village.kofi)
    return {"pk": village.winter.pk, "asked": asked.request.pk}


def remix(village: SimpleNamespace) -> dict:
    change = village.sessions[0].rename("Another title", village.kofi) or village.winter.remixes.first()
    return {"pk": village.winter.pk, "remix": change.pk}


def opening(village: SimpleNamespace) -> dict:
    return {"pk": village.winter.pk, "opening": Opening.add(village.winter, "Zed").pk, "what": "earlier"}


def arriving(village: SimpleNamespace) -> dict:
    return {"pk": village.winter.pk, "rsvp": replied(village).pk}


def came(village: SimpleNamespace) -> dict:
    return {"pk": village.winter.pk, "came": CheckIn.let_in(replied(village)).pk}


def card(village: SimpleNamespace) -> dict:
    return {"code": TableCode.make(village.winter, purpose=TableCode.Purpose.CHECK_IN).code}


def seating(village: SimpleNamespace) -> dict:
    replied(village)
    CheckIn.walk_in(village.winter, "Sal", once="matrix 1")
    CheckIn.walk_in(village.winter, "Max", once="matrix 2")
    said = {"title": "Lunch", "of": "came", "tables": 1, "rounds": 1, "apart": "", "together": "", "once": "matrix"}
    return {"pk": village.winter.pk, "seating": seat(village.winter, said, village.amina).pk}


EXAMPLES = {
    "events:seating": seating,
    "events:seat_late": seating,
    "events:drop_seating": seating,
    "events:my_table_by_mail": by_mail,
    "events:paper": lambda village: {"pk": village.winter.pk, "what": "labels"},
    "events:press": lambda village: {"pk": village.winter.pk, "what": "start"},
    "events:opening": opening,
    "events:let_in": arriving,
    "events:not_here": came,
    "events:own_square": came,
    "events:door_by_code": card,
    "events:let_in_by_code": lambda village: card(village) | {"rsvp": replied(village).pk},
    "events:walk_in_by_code": card,
    "events:ticket": lambda village: {"token": sign("door", replied(village).pk)},
    "events:want": of_pitch(5),
    "events:withdraw": of_pitch(5),
    "events:hands": of_pitch(5),
    "events:merge": of_pitch(1),
    "events:apart": of_pitch(5),
    "events:merging": merging,
    "events:pitches_by_mail": by_mail,
    "events:my_day_by_mail": by_mail,
    "events:slot": of_slot,
    "events:remove_slot": of_slot,
    "events:undo": remix,
    "events:session": of_session(),
    "events:change_session": of_session(what="drop"),
}
SENT = {"events:pitch": {"title": "Bees"}, "events:walk_in": {"name": "Sal"}}
# Whoever replied may pitch.
LETS_IN = {"events:merging": ("bram", *LOOK_AFTER), "events:pitch": ("bram", "dilys", *LOOK_AFTER)}
