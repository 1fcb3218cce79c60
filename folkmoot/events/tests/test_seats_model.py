"""Random histories of one event leave it as the reference model of the sums has it."""

from __future__ import annotations

import os
import random
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from folkmoot.directory.models import Organisation
from folkmoot.events.models import Event, Held, Rsvp
from folkmoot.events.seats import Seats
from folkmoot.kit.refusals import Refusal
from reckon.tests.oracles_seats import Room

pytestmark = pytest.mark.django_db
FULL = bool(os.environ.get("FOLKMOOT_FULL"))
HISTORIES = 10_000 if FULL else 100 if os.environ.get("FOLKMOOT_TEST_POSTGRES") else 1_000
STEPS = 25 if FULL else 12  # at most
BEGIN = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
STATES = {"has": "in", "offered": "offered", "waiting": "waiting", "lapsed": "lapsed"}
SECTORS = ("", "council", "business")
STANDS = (
    "SELECT e.capacity, e.taken, r.who, r.seat, r.party, r.moved, r.is_host, r.number FROM events_event e"
    " LEFT JOIN events_rsvp r ON r.event_id = e.id AND r.answer <> 'no' WHERE e.id = %s"
)
VERBS = ("join",) * 6 + ("leave", "leave", "change", "resize", "hold", "release", "accept", "accept", "tick", "merge")


class Both:
    """One event and the model of it, told the same; `deeds` are what was told, for whoever has to find a difference."""

    def __init__(self, event: Event, bodies: list[Organisation], dice: random.Random) -> None:
        self.event, self.bodies, self.dice = event, bodies, dice
        self.room, self.deeds = Room(event.capacity, offer_lasts=event.offer_hours), []

    def now(self) -> datetime:
        return BEGIN + timedelta(hours=self.room.now)

    def step(self) -> None:
        verb = self.dice.choice(VERBS)
        arguments = getattr(self, f"some_{verb}")()
        if arguments is None:
            return
        self.deeds.append((verb, *arguments))
        expected = getattr(self, f"model_{verb}")(*arguments)
        assert self.told(verb, arguments) == expected, self.deeds
        assert self.stands() == self.model(), self.deeds

    def told(self, verb: str, arguments: tuple) -> bool:
        try:
            with Seats.of(self.event, self.now()) as seats:
                getattr(self, f"do_{verb}")(seats, *arguments)
        except Refusal:
            return False
        return True

    def stands(self) -> dict:
        """What the database holds, in one statement: it is asked after every step of every history."""
        with connection.cursor() as cursor:
            cursor.execute(STANDS, [self.event.pk])
            rows = cursor.fetchall()
        capacity, taken = rows[0][:2]
        replies = [row[2:] for row in rows if row[2] is not None]
        people = {who: (STATES[seat], party, moved) for who, seat, party, moved, *_ in replies}
        waiting = [(not host, not moved, at, who) for who, seat, _n, moved, host, at in replies if seat == "waiting"]
        return {"people": people, "capacity": capacity, "taken": taken, "order": [who for *_, who in sorted(waiting)]}

    def model(self) -> dict:
        people = {who: (one["state"], one["people"], one["moved"]) for who, one in self.room.parties.items()}
        taken = sum(one["people"] for one in self.room.parties.values() if one["state"] in ("in", "offered"))
        order = self.room.line("waiting")
        return {"people": people, "capacity": self.room.capacity, "taken": taken, "order": order}

    def anybody(self) -> str | None:
        return self.dice.choice(sorted(self.room.parties)) if self.room.parties else None

    def rsvp(self, who: str) -> Rsvp:
        return self.event.rsvps.get(who=who)

    def some_join(self):
        lapsed = [who for who in self.room.parties if self.room.where(who) == "lapsed"]
        who = self.dice.choice(lapsed) if lapsed and self.dice.random() < 0.3 else f"p{len(self.deeds):04}"
        body = self.dice.choice([None, None, 0, 1])
        return who, self.dice.randint(1, 4), self.dice.choice(SECTORS), body, self.dice.random() < 0.1

    def model_join(self, who, people, sector, body, host):
        return self.room.join(who, people, sector, "" if body is None else f"body {self.bodies[body].pk}", host)

    def do_join(self, seats, who, people, sector, body, host):
        rsvp = self.event.rsvps.filter(who=who).order_by("pk").first() or Rsvp(event=self.event, who=who)
        rsvp.answer, rsvp.party, rsvp.sector, rsvp.is_host = "yes", people, sector, host
        rsvp.organisation = None if body is None else self.bodies[body]
        seats.join(rsvp)

    def some_leave(self):
        who = self.anybody()
        return (who,) if who else None

    def model_leave(self, who):
        return self.room.cancel(who)

    def do_leave(self, seats, who):
        rsvp = self.rsvp(who)
        rsvp.answer = "no"
        seats.leave(rsvp)

    def some_change(self):
        who = self.anybody()
        return (who, self.dice.randint(1, 4)) if who and self.room.where(who) != "lapsed" else None

    def model_change(self, who, people):
        return self.room.change(who, people)

    def do_change(self, seats, who, people):
        seats.change(self.rsvp(who), people)

    def some_resize(self):
        return (self.dice.randint(3, 14),)

    def model_resize(self, capacity):
        return self.room.resize(capacity)

    def do_resize(self, seats, capacity):
        seats.resize(capacity)

    def some_hold(self):
        key = self.dice.choice(
            [("organisation", 0), ("organisation", 1), ("sector", "council"), ("sector", "business")]
        )
        return *key, self.dice.randint(0, 4), self.room.now + self.dice.randint(0, 6)

    def model_hold(self, kind, name, places, until):
        return self.room.hold(kind, self.named(kind, name), places, until)

    def do_hold(self, seats, kind, name, places, until):
        whom = {"organisation": self.bodies[name]} if kind == "organisation" else {"sector": name}
        seats.hold(Held(places=places, until=BEGIN + timedelta(hours=until), **whom))

    def named(self, kind, name):
        return f"body {self.bodies[name].pk}" if kind == "organisation" else name

    def some_release(self):
        kind, name, _places, _until = self.some_hold()
        return (kind, name) if (kind, self.named(kind, name)) in self.room.holds else None

    def model_release(self, kind, name):
        return self.room.release(kind, self.named(kind, name))

    def do_release(self, seats, kind, name):
        whom = {"organisation": self.bodies[name]} if kind == "organisation" else {"organisation": None, "sector": name}
        seats.release(self.event.helds.get(ended_at=None, **whom))

    def some_accept(self):
        offered = self.room.line("offered")
        who = self.dice.choice(offered) if offered else self.anybody()
        return (who,) if who else None

    def model_accept(self, who):
        return self.room.accept(who)

    def do_accept(self, seats, who):
        seats.accept(self.rsvp(who))

    def some_tick(self):
        return (self.room.now + self.dice.randint(1, 4),)

    def model_tick(self, now):
        return self.room.tick(now)

    def do_tick(self, seats, now):
        """Nothing: time passes by itself, and whoever takes the lock next lets go what has run out."""

    def some_merge(self):
        standing = [who for who in sorted(self.room.parties) if self.room.where(who) != "lapsed"]
        return tuple(self.dice.sample(standing, 2)) if len(standing) > 1 else None

    def model_merge(self, keep, gone):
        return self.room.merge(keep, gone)

    def do_merge(self, seats, keep, gone):
        seats.merge(self.rsvp(keep), self.rsvp(gone))


@pytest.fixture
def bodies(village):
    return [village.voluntary_action, village.choir]


def new_event(village, dice: random.Random) -> Event:
    facts = {"starts_at": BEGIN + timedelta(days=300), "published_at": BEGIN, "offer_hours": 3}
    return Event.objects.create(title="A history", capacity=dice.randint(4, 12), **facts)


@pytest.mark.parametrize("tenth", range(10))
def test_random_histories_end_as_in_the_model(village, bodies, tenth):
    for number in range(tenth, HISTORIES, 10):
        dice = random.Random(number)
        both = Both(new_event(village, dice), bodies, dice)
        for _ in range(dice.randint(5, STEPS)):
            both.step()


def test_a_rule_left_out_is_noticed(village, bodies, monkeypatch):
    """The control: when nobody is offered what becomes free, the histories differ."""
    monkeypatch.setattr(Seats, "offer", lambda seats: None)
    with pytest.raises(AssertionError):
        for number in range(200):
            dice = random.Random(number)
            both = Both(new_event(village, dice), bodies, dice)
            for _ in range(25):
                both.step()
