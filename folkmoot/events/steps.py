"""Rooms without steps, for what those want who cannot climb any. Nobody reads who they are: the sum alone knows, and
says in words when there are too few such rooms. Which session it is, those who hold the event are told when one of them
puts it where there are steps."""

from __future__ import annotations

from django.utils.translation import gettext as _

from folkmoot.events.grid import Cell, Grid
from folkmoot.events.models import Event, Requirement
from folkmoot.rounds.models import Say


def wanted_without(grid: Grid) -> set[int]:
    """The pitches, each as what it became, that somebody wants or leads whom steps would keep out."""
    coming = Requirement.without_steps(grid.event)
    if not coming:
        return set()
    people = {one.person_id for one in coming if one.person_id}
    led = [
        pitch
        for pitch in grid.interest.pitches.values()
        if pitch.rsvp_id in {one.pk for one in coming} or (pitch.person_id in people and not pitch.pitcher)
    ]
    voters = [Say.voter_of(one.person, one.email) for one in coming if one.person or one.email]
    says = Say.objects.filter(round=grid.event.interest_id, voter__in=voters).values_list("pk", flat=True)
    wanted = (grid.interest.wishes.get(say, set()) for say in says)
    return {grid.interest.root(pitch) for pitch in led}.union(*wanted)


def kept_from(grid: Grid) -> list[Cell]:
    """What is still to come and stands in a room with steps, or of which nobody has said that it has none, though they
    would keep somebody from it who wants it or leads it."""
    wanted = wanted_without(grid)
    if not wanted:
        return []
    held = [cell for row in grid.rows if row.slot.ends_at > grid.now for cell in row.held]
    stepped = [cell for cell in held if not cell.room.is_free_of_steps]
    return [cell for cell in stepped if wanted & {pitch.pk for pitch in cell.session.pitches.all()}]


def places(event: Event) -> set[tuple[int, int]]:
    """The same as (session, room), to tell after a change what is new."""
    return {(cell.session.pk, cell.room.pk) for cell in kept_from(Grid(event))}


def warnings(event: Event, before: set[tuple[int, int]]) -> list[str]:
    """What a change of the grid did to those who cannot climb steps, a sentence for each session that stands where it
    did not stand `before`, and which rooms would do."""
    grid = Grid(event)
    return [_warning(grid, cell) for cell in kept_from(grid) if (cell.session.pk, cell.room.pk) not in before]


def _warning(grid: Grid, cell: Cell) -> str:
    words = _("Somebody who is to be at “%(session)s” cannot climb steps, and nobody has said that %(room)s has none.")
    if cell.room.has_steps:
        words = _("Somebody who is to be at “%(session)s” cannot climb steps, and %(room)s has some.")
    words %= {"session": cell.session, "room": cell.room}
    without = [one for one in grid.free if one.room.is_free_of_steps]
    same = [str(one.room) for one in without if one.slot == cell.slot]
    if same:
        more = _("Free at the same time, without steps: %(rooms)s.") % {"rooms": ", ".join(same)}
    elif without:
        more = _(
            "At this time no room without steps is free: swap it with one that needs none, or choose another slot."
        )
    else:
        more = _(
            "No room without steps is free: swap it with one that needs none, or say under Agenda which have none."
        )
    return f"{words} {more}"
