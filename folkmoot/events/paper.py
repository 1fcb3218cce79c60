"""What each kind of paper needs. Each takes the event and a function that makes an address whole."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from folkmoot.events.grid import Grid
from folkmoot.events.models import CheckIn, Event, Rsvp, Seating, TableCode
from folkmoot.events.seating import Room as Seated
from folkmoot.events.square import square

# A sheet has room for some twenty lines; fewer than four are not worth having, so they get a sheet of their own.
LINES_A_SHEET, FEWEST_LINES = 16, 4
NOTE_LINES = 16
Whole = Callable[[str], str]


def labels(event: Event, whole: Whole) -> dict:
    """Everybody with a seat, those they bring, and whoever walked in, ten to a page: (name, organisation)."""
    return {"pages": _pages(event, 10)}


def large_labels(event: Event, whole: Whole) -> dict:
    """As `labels`, four to a page."""
    return {"pages": _pages(event, 4)}


def _pages(event: Event, each: int) -> list[list[tuple[str, str]]]:
    """The names in pages, the last one filled with empty labels to write on."""
    seated = event.rsvps.seated().select_related("person", "organisation")
    walked = event.check_ins.filter(rsvp=None).select_related("person", "organisation")
    people = [label for one in (*seated, *walked) for label in _labels_of(one)]
    people = sorted(people, key=lambda pair: pair[0].casefold())
    people += [("", "")] * (-len(people) % each or each)
    return [people[at : at + each] for at in range(0, len(people), each)]


def _labels_of(one: Rsvp | CheckIn) -> list[tuple[str, str]]:
    """One for each of a party; of those whose names nobody has said, whom they came with."""
    body = str(one.organisation or one.organisation_said)
    guest = _("with %(name)s") % {"name": one.called()}
    return [(one.called(), body), *[(guest, body)] * (one.party - 1)]


def grid(event: Event, whole: Whole) -> dict:
    return {"square": square(whole(f"{event.get_absolute_url()}grid/"))}


def rooms(event: Event, whole: Whole) -> dict:
    """For each room its day: (room, [(slot, session or None)])."""
    rows = Grid(event).rows
    drawn = Grid(event)
    days = [
        (room, [(row.slot, next((c.session for c in row.cells if c.room.pk == room.pk), None)) for row in rows])
        for room in drawn.rooms
    ]
    return {"days": days}


def sign_in(event: Event, whole: Whole) -> dict:
    """Those who said that they come, by name, with room to sign, and empty lines."""
    coming = event.rsvps.seated().select_related("person", "organisation", "check_in")
    return {
        "coming": sorted(coming, key=lambda one: one.called().casefold()),
        "lines": range(_walk_in_lines(len(coming))),
    }


def _walk_in_lines(names: int) -> int:
    """Empty lines that fill the sheet on which the names end, each of which takes a little less than a line."""
    left = LINES_A_SHEET - round(names % 24 * 0.82)
    return left if left >= FEWEST_LINES else LINES_A_SHEET


def sessions(event: Event, whole: Whole) -> dict:
    """One sheet for each session that has a place, with the square that opens its scribe page."""
    placed = [cell.session for row in Grid(event).rows for cell in row.held]
    cards = [(one, TableCode.objects.open().filter(event=event, session=one).first()) for one in placed]
    drawn = [(one, card, square(whole(card.get_absolute_url())) if card else "") for one, card in cards]
    return {"sheets": drawn, "lines": range(NOTE_LINES)}


def tables(event: Event, whole: Whole) -> dict:
    """The newest seating: who sits where by name, and a card for each table."""
    found: Seating | None = event.seatings.filter(dropped_at=None).first()
    if found is None:
        return {"seating": None}
    room = Seated(found)
    people = sorted(room.people, key=lambda one: one.called().casefold())
    where: dict = {}
    for seat in sorted(room.seats, key=lambda seat: seat.round):
        where.setdefault(seat.who(), []).append(seat.table)
    return {"seating": found, "rounds": room.rounds, "plan": [(one, where[one]) for one in people]}


def slips(event: Event, whole: Whole) -> dict:
    return {"slips": range(4), "square": square(whole(f"{event.get_absolute_url()}pitches/"))}
