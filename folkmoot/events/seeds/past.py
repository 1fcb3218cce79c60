"""What came of it: the autumn afternoon of 17 October 2026, with who came, notes, promises, themes and what is next."""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from folkmoot.conversations.models import Discussion
from folkmoot.events.models import (
    CheckIn,
    CouldHost,
    Event,
    FollowUp,
    Host,
    KindOfEvent,
    Note,
    Output,
    Session,
    Slot,
    TableCode,
    WriteUp,
)
from folkmoot.points.models import Point, Theme
from folkmoot.promises.models import Outcome, Promise

LONDON = ZoneInfo("Europe/London")
DAY = date(2026, 10, 17)
CAME = {"community": 14, "council": 7, "business": 2, "funder": 1, "none": 5, "": 2}
# session, room, its lines: (kind, words, whose, theme)
SESSIONS = (
    (
        "Who feeds whom on Sundays",
        "Hall",
        (
            ("who", "12", "", ""),
            ("point", "Three kitchens cook on Sundays and none knows of the others.", "", "Knowing of each other"),
            ("gap", "Nobody drives people home on Sundays.", "", "Getting about"),
            ("offer", "Our van stands idle on Sundays", "Thornbeck Rovers", ""),
            ("promise", "A list of Sunday kitchens with their times", "Joan", ""),
        ),
    ),
    (
        "Getting to the surgery without a car",
        "Library",
        (
            ("who", "9", "", ""),
            ("point", "The last bus leaves before evening surgery ends.", "", "Getting about"),
            ("disagreement", "Some want lifts arranged by phone, some by an app.", "", "Getting about"),
            ("question", "Who pays a volunteer driver’s insurance?", "", ""),
            ("idea", "An evening on volunteer drivers and insurance", "", ""),
        ),
    ),
    (
        "One diary for all halls",
        "Upper room",
        (
            ("who", "7", "", ""),
            ("point", "Every hall has its own book; two events clash each month.", "", "Knowing of each other"),
            ("ask", "Somebody to type in the church’s book", "St Mary’s", ""),
            ("promise", "Ask the four halls for their bookings", "Idris", ""),
        ),
    ),
)


def plant_past(village: SimpleNamespace) -> None:
    """Adds village.autumn, published with its record open to everyone."""
    event = village.autumn = _event(village)
    if event.check_ins.exists():
        return
    for sector, many in CAME.items():
        CheckIn.objects.bulk_create(
            CheckIn(event=event, sector=sector, name="", came_at=_at(13, 50)) for _one in range(many)
        )
    slot = Slot.objects.create(event=event, title="Side by side", starts_at=_at(14), ends_at=_at(15), is_open=True)
    themes: dict[str, Theme] = {}
    for number, (title, room, lines) in enumerate(SESSIONS):
        where = village.old_school.rooms.get(name=room)
        session = Session.objects.create(event=event, title=title, slot=slot, room=where, state=Session.State.ENDED)
        for line, (kind, words, whose, theme) in enumerate(lines):
            note = _line(event, session, (kind, words, whose), f"{number}-{line}")
            if theme:
                _theme(event, themes, theme).place_point(note.point, village.amina)
    _promises(village, event)
    _after(village, event)


def _event(village: SimpleNamespace) -> Event:
    facts = {
        "title": "Sundays in Thornbeck",
        "summary": "Who does what on the day when everything is shut.",
        "place": village.thornbeck,
        "venue": village.old_school,
        "starts_at": _at(13, 30),
        "ends_at": _at(16, 30),
        "capacity": 40,
        "entered_by": village.amina,
        "published_at": datetime(2026, 9, 21, 9, tzinfo=LONDON),
    }
    event, new = Event.objects.get_or_create(once="seed autumn", defaults=facts)
    if new:
        event.kinds.add(KindOfEvent.objects.get(code="workshop"))
        Host.objects.create(event=event, organisation=village.voluntary_action, role=Host.Role.CONVENOR)
        talk = {"title": event.title, "address": event.get_absolute_url(), "place": event.place}
        event.talk = Discussion.objects.create(**talk, closes_on=date(2026, 12, 17))
        event.save(update_fields=["talk"])
    return event


def _line(event: Event, session: Session, said: tuple, key: str) -> Note:
    kind, words, whose = said
    code, _new = TableCode.objects.get_or_create(event=event, session=session, defaults={"ends_at": _at(19)})
    line = Note(event=event, session=session, code=code, kind=kind, whose=whose, once=f"{event.pk}:seed:{key}")
    line.due_words = "before Christmas" if kind == "promise" else ""
    line.noted_at = line.changed_at = _at(14, 5 + int(key.split("-")[1]) * 10)
    line.say(words)
    line.look = "left" if line.look else ""
    if kind in Note.POINTS:
        line.point = Point.note(line.words, session, kind=kind, group=session.title[:80], place=event.place)
        Point.objects.filter(pk=line.point.pk).update(said_at=line.noted_at)
    line.save()
    return line


def _theme(event: Event, themes: dict, name: str) -> Theme:
    if name not in themes:
        where = {"source_kind": "events.event", "source_key": str(event.pk), "source_title": event.title}
        address = f"/events/{event.pk}/record/"
        themes[name] = Theme.objects.create(name=name, source_address=address, place=event.place, **where)
    return themes[name]


def _promises(village: SimpleNamespace, event: Event) -> None:
    """Joan kept hers; Idris has until Christmas."""
    for line in event.notes.filter(kind="promise"):
        facts = {
            "holder_words": line.whose,
            "due_on": date(2026, 11, 8) if line.whose == "Joan" else date(2026, 12, 20),
            "made_on": DAY,
            "said_at": f"{line.session} ({event})",
            "said_at_address": line.get_absolute_url(),
            "place": event.place,
            "entered_by": village.amina,
            "entered_at": _at(17),
        }
        promise, _new = Promise.objects.get_or_create(what=line.words, story=False, defaults=facts)
        landed = {"look": "taken", "landed_kind": "promises.promise", "landed_key": str(promise.pk)}
        Note.objects.filter(pk=line.pk).update(**landed, landed_address=promise.get_absolute_url())
        if line.whose == "Joan":
            kept = {"state": "kept", "on": date(2026, 11, 6), "words": "On the door of all three.", "by": village.amina}
            Outcome.objects.get_or_create(promise=promise, defaults=kept)


def _after(village: SimpleNamespace, event: Event) -> None:
    story = (
        "Thirty-one of us, three kitchens that had never met, and one van. The Sunday list hangs in the porch of "
        "each kitchen since 6 November; the halls’ diary is on its way."
    )
    opened = datetime(2026, 10, 24, 10, tzinfo=LONDON)
    facts = {"story": story, "audience": "everyone", "by": village.amina, "changed_at": opened, "published_at": opened}
    WriteUp.objects.create(event=event, **facts)
    out = {"event": event, "by": village.amina, "made_at": opened, "published_at": opened}
    Output.objects.create(
        title="The Sunday list", words="St Mary’s, the Rovers’ clubhouse and the school: 12 to 3.", **out
    )
    Output.objects.create(title="Telephone list of the kitchens", words="For the cooks.", attendees_only=True, **out)
    note = event.notes.get(kind="idea")
    facts = {"words": "Volunteer drivers, and who insures them.", "note": note, "by": village.amina}
    following = FollowUp.objects.create(event=event, title="Lifts on Sundays", proposed_at=opened, **facts)
    CouldHost.objects.create(
        follow_up=following, person=village.emeka, words="Our back room, any weekday", said_at=opened
    )


def _at(hour: int, minute: int = 0) -> datetime:
    return datetime(DAY.year, DAY.month, DAY.day, hour, minute, tzinfo=LONDON)
