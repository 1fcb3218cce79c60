"""Who is in the room: replies as the sums read them, and what they answer as keys of replies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from folkmoot.events.models.held import Held
from folkmoot.events.models.rsvp import Rsvp
from folkmoot.people.models import Person
from reckon import seats
from reckon.seats.themes import split

RULE = seats.RULE
UNKNOWN = seats.UNKNOWN


def fits(seated: Iterable[Rsvp], party: Rsvp, helds: Iterable[Held], capacity: int) -> bool:
    """Whether there is a seat for all of a party beside those who have one, with what is held still held."""
    inside = [_party(one) for one in seated if one.pk != party.pk or party.pk is None]
    return seats.load([*inside, _party(party)], _holds(helds)) <= capacity


def load(seated: Iterable[Rsvp], helds: Iterable[Held] = ()) -> int:
    """Seats spoken for: everybody who has one, and the held ones that nobody has drawn on."""
    return seats.load(map(_party, seated), _holds(helds))


def stay(seated: Iterable[Rsvp], capacity: int, helds: Iterable[Held] = ()) -> list[int]:
    """The keys of those who keep their seat in a smaller room. ValueError where hosts and held seats alone are more."""
    return [int(party.id) for party in seats.shrink(map(_party, seated), capacity, _holds(helds)).seated]


def next_in_line(
    waiting: Iterable[Rsvp], seated: Iterable[Rsvp], capacity: int, helds: Iterable[Held] = ()
) -> list[int]:
    """The keys of those who are offered a seat now, in order; nobody where the room is full or over-full."""
    inside, holds = [_party(one) for one in seated], _holds(helds)
    free = capacity - seats.load(inside, holds)
    if free < 0:
        return []
    held = seats.still_held(inside, holds)
    return [int(party.id) for party in seats.promote(map(_party, waiting), free, held)]


def in_line(rsvps: Iterable[Rsvp]) -> list[Rsvp]:
    """Those replies in the order of the line: hosts, then those moved out of a seat, then by order of reply."""
    return sorted(rsvps, key=lambda one: _party(one).stands)


def expected(rsvps: Iterable[Rsvp], history: Iterable[tuple[int, int]]) -> dict[str, Any]:
    """How many to expect: yes, maybe, mean, low, high, words, and the share of maybes in words (`rate`)."""
    parties = [_party(one) for one in rsvps]
    yes = sum(party.people for party in parties if party.wants_a_seat)
    maybe = sum(party.people for party in parties if party.answer == "maybe")
    rate = seats.show_rate(history)
    return {"yes": yes, "maybe": maybe, "rate": rate.words} | asdict(seats.expected(yes, maybe, rate))


def ways(
    rsvps: Iterable[Rsvp],
    capacity: int,
    helds: Iterable[Held],
    history: Iterable[tuple[int, int]],
    *,
    rooms: Sequence[tuple[str, int]] = (),
    dates: tuple[str, str] | None = None,
) -> list[dict[str, Any]]:
    """Everything that could be done, the fewest squeezed out first, as plain values (see `reckon.seats.Option`);
    `squeezed` are keys of replies in the order of the line, `most` the first number in the title: a room's seats are
    not it, a cap is."""
    possible = seats.Possible(rooms=rooms, dates=dates, screens=None, holds=_holds(helds, words=True))
    found = seats.options([_party(one, words=True) for one in rsvps], capacity, possible, seats.show_rate(history))
    return [_plain(option) for option in found]


def sides(rsvps: Iterable[Rsvp], capacity: int) -> list[tuple[list[str], list[int]]]:
    """The two sides of a split by theme: each its topics, and the keys of those whom it is for. Whoever wants topics of
    both, or said none, is on the side where the sum finds them a seat, else on the first. Empty with fewer than two
    topics."""
    parties = [_party(one) for one in rsvps]
    found = split(seats.in_order([one for one in parties if one.wants_a_seat]), capacity)
    if found is None:
        return []
    there = {party.id for party in found.seated[1]}
    there |= {party.id for party in parties if party.topics and set(party.topics) <= set(found.topics[1])}
    keys = [[int(party.id) for party in parties if (party.id in there) == second] for second in (False, True)]
    return [(list(topics), mine) for topics, mine in zip(found.topics, keys, strict=True)]


def _plain(option: seats.Option) -> dict[str, Any]:
    return asdict(option) | {
        "squeezed": [int(key) for key in option.squeezed],
        "seated": [int(key) for key in option.seated],
        "by_sector": [asdict(row) for row in option.by_sector],
        "most": next((int(word) for word in option.title.split() if word.isdecimal()), None),
    }


def _party(rsvp: Rsvp, words: bool = False) -> seats.Party:
    """With `words`, the sector reads as people say it; without, it is the code that a hold names."""
    answer = "no" if rsvp.answer == "yes" and rsvp.seat in ("lapsed", "remote") else rsvp.answer
    return seats.Party(
        id=str(rsvp.pk or 0),
        people=rsvp.party,
        answer=answer,
        sector=_sector(rsvp.sector) if words else rsvp.sector,
        organisation=rsvp.body_key(),
        topics=tuple(rsvp.themes),
        remote=rsvp.by_screen,
        replied=rsvp.number,
        host=rsvp.is_host,
        moved=rsvp.moved,
    )


def _sector(code: str) -> str:
    return str(Person.Sector(code).label) if code else ""


def _holds(helds: Iterable[Held], words: bool = False) -> list[seats.Hold]:
    return [_hold(held, words) for held in helds]


def _hold(held: Held, words: bool) -> seats.Hold:
    if held.organisation_id:
        return seats.Hold("organisation", f"body {held.organisation_id}", held.places)
    return seats.Hold("sector", _sector(held.sector) if words else held.sector, held.places)
