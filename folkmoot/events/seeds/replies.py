"""Who replied in Thornbeck: to the winter unconference, with seats to spare; to a workshop, with too few."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from folkmoot.events.models import Event, Held, Host, KindOfEvent, Rsvp

LONDON = ZoneInfo("Europe/London")
# name, sector, organisation as said, answer, seat, party, brings, shows their name
WINTER = (
    ("Amina Yusuf", "community", "", "yes", "has", 1, "The kettle", True),
    ("Bram de Wit", "none", "", "yes", "has", 2, "How do we keep the lunch club open?", True),
    ("Dilys Price", "council", "", "yes", "has", 1, "What the council can and cannot pay for", True),
    ("Emeka Obi", "community", "", "maybe", "", 1, "", False),
    ("Gwen", "community", "Thornbeck Choir", "yes", "has", 3, "Three voices and a lemon cake", True),
    ("Huw", "business", "Mill Lane Bakery", "yes", "has", 1, "Bread", False),
    ("Ines", "none", "", "yes", "has", 2, "", False),
    ("Jo", "", "", "yes", "has", 1, "A question about buses", False),
    ("Lena", "council", "", "yes", "has", 2, "", False),
    ("Musa", "none", "", "yes", "has", 2, "", True),
    ("Nia", "community", "Friends of Mill Lane", "maybe", "", 2, "", False),
    ("Olu", "none", "", "no", "", 1, "", False),
)
FORMS = (
    ("Amina Yusuf", "community", "", "yes", "has", 1, "", True),
    ("Gwen", "community", "Thornbeck Choir", "yes", "has", 2, "", False),
    ("Huw", "business", "Mill Lane Bakery", "yes", "has", 1, "", False),
    ("Ines", "none", "", "yes", "has", 2, "", False),
    ("Lena", "council", "Farmoor Council", "yes", "has", 1, "", False),
    ("Petra", "council", "Farmoor Council", "yes", "has", 1, "", False),
    ("Musa", "none", "", "yes", "waiting", 1, "", False),
    ("Nia", "community", "Friends of Mill Lane", "yes", "waiting", 2, "", False),
    ("Bram de Wit", "none", "", "yes", "waiting", 1, "", False),
    ("Emeka Obi", "community", "", "maybe", "", 1, "", False),
    ("Sefa", "community", "", "maybe", "", 1, "", False),
)
FIRST = datetime(2026, 11, 3, 10, 0, tzinfo=LONDON)


def plant_replies(village: SimpleNamespace) -> None:
    """Adds village.forms, a workshop of 8 seats that 12 people want, and the replies to it and to village.winter."""
    village.forms = _workshop(village)
    _replied(village, village.winter, WINTER)
    _replied(village, village.forms, FORMS)
    until = datetime(2026, 11, 28, 18, 0, tzinfo=LONDON)
    facts = {"places": 3, "until": until, "by": village.amina, "held_at": FIRST}
    Held.objects.get_or_create(event=village.winter, sector="business", ended_at=None, defaults=facts)


def _workshop(village: SimpleNamespace) -> Event:
    facts = {
        "title": "Filling in forms without tears",
        "summary": "Bring the form you have been putting off. We sit down with it together.",
        "bring": "The form, and whatever came with it.",
        "group": village.neighbours_first,
        "place": village.thornbeck,
        "venue": village.old_school,
        "starts_at": datetime(2026, 12, 10, 18, 0, tzinfo=LONDON),
        "ends_at": datetime(2026, 12, 10, 20, 0, tzinfo=LONDON),
        "capacity": 8,
        "entered_by": village.amina,
        "published_at": datetime(2026, 11, 2, 9, 0, tzinfo=LONDON),
    }
    event, new = Event.objects.get_or_create(once="seed forms", defaults=facts)
    if new:
        event.kinds.add(KindOfEvent.objects.get(code="workshop"))
        Host.objects.create(event=event, organisation=village.voluntary_action, role=Host.Role.CONVENOR)
    return event


def _replied(village: SimpleNamespace, event: Event, rows: tuple) -> None:
    if event.rsvps.exists():
        return
    people = {person.name: person for person in (village.amina, village.bram, village.dilys, village.emeka)}
    Rsvp.objects.bulk_create(_row(event, number, row, people.get(row[0])) for number, row in enumerate(rows, 1))
    taken = sum(row[5] for row in rows if row[4] == "has")
    Event.objects.filter(pk=event.pk).update(taken=taken)
    event.taken = taken


def _row(event: Event, number: int, row: tuple, person) -> Rsvp:
    name, sector, body, answer, seat, party, brings, shows_name = row
    who = Rsvp.who_of(person) if person else f"mail:seed {event.pk} {number}"
    said = {"answer": answer, "seat": seat, "party": party, "brings": brings, "shows_name": shows_name}
    said |= {"name": name, "person": person, "sector": sector, "organisation_said": body, "replied_at": FIRST}
    return Rsvp(event=event, who=who, number=number, is_host=number == 1, **said)
