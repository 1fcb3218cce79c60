"""Thousands reply at once for thirty seats: none sold twice, none lost, none doubled, and the line is that of commits.

The control takes the lock and the constraint away and must oversell, or the storm could not tell.
"""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from contextlib import contextmanager
from datetime import timedelta
from queue import Empty, SimpleQueue
from threading import Barrier, Lock, Thread

import pytest
from django.db import connection, transaction
from django.db.models import F, Sum
from django.utils import timezone

from folkmoot.events.models import Event, Rsvp
from folkmoot.events.replying import Said, reply
from folkmoot.events.seats import Seats

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.storm]
PEOPLE = 5_000 if os.environ.get("FOLKMOOT_FULL") else 500
THREADS = 16
SEATS = 30


@pytest.fixture
def event(open_village):
    facts = {"starts_at": timezone.now() + timedelta(days=30), "published_at": timezone.now(), "capacity": SEATS}
    return Event.objects.create(title="A storm", **facts)


def together(deeds, deed) -> list[Exception]:
    """Every deed done by one of sixteen threads that start at once; what went wrong."""
    start, errors, left = Barrier(THREADS), [], SimpleQueue()
    for one in deeds:
        left.put(one)

    def work() -> None:
        try:
            start.wait()
            while True:
                deed(left.get_nowait())
        except Empty:
            pass
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [Thread(target=work) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


def party_of(number: int) -> int:
    return random.Random(number).randint(1, 4)


def test_a_storm_of_replies_for_thirty_seats(event):
    answers, guard = {}, Lock()

    def one(number: int) -> None:
        said = Said("yes", party=party_of(number), name=f"N{number}")
        for _ in range(1 + number % 3):  # some send it again, and get the same answer
            kept = reply(event, said, email=f"n{number}@storm.example", once="the one key")
            with guard:
                answers.setdefault(number, set()).add((kept.pk, kept.seat, kept.number))

    deeds = list(range(PEOPLE))
    random.Random(4).shuffle(deeds)
    assert together(deeds, one) == []
    rows = list(event.rsvps.order_by("number"))
    assert len(rows) == len({row.who for row in rows}) == PEOPLE  # none lost, none doubled
    assert all(len(seen) == 1 for seen in answers.values())
    assert [row.number for row in rows] == list(range(1, PEOPLE + 1))
    commits = list(event.rsvps.order_by("pk").values_list("number", flat=True))
    assert commits == sorted(commits)  # the row is written under the lock: its key is the order of commit
    assert_full_and_fair(event)


def assert_full_and_fair(event: Event) -> None:
    event.refresh_from_db()
    taken = event.rsvps.seated().aggregate(all=Sum("party"))["all"]
    assert event.taken == taken <= SEATS
    free = SEATS - taken
    assert not event.rsvps.waiting().filter(party__lte=free).exists(), "a seat stands empty while somebody waits"
    seated, left = 0, SEATS
    for row in event.rsvps.order_by("number"):  # read in order, whoever fitted then is who is in
        fits = row.party <= left
        assert (row.seat == Rsvp.Seat.HAS) == fits, row.number
        seated, left = seated + fits, left - row.party * fits


def test_a_storm_of_leaving_and_taking_offers_keeps_every_seat_filled(event):
    for number in range(PEOPLE // 5):
        reply(event, Said("yes", party=party_of(number), name=f"N{number}"), email=f"n{number}@storm.example")

    def one(number: int) -> None:
        email = f"n{number}@storm.example"
        said = Said("no" if number % 2 else "yes", party=party_of(number + 1), name=f"N{number}")
        try:
            reply(event, said, email=email, once=f"again {number}")
        except Exception as refused:
            if type(refused).__name__ != "NoRoom":
                raise

    assert together(range(PEOPLE // 5), one) == []
    event.refresh_from_db()
    taken = event.rsvps.seated().aggregate(all=Sum("party"))["all"] or 0
    assert event.taken == taken <= SEATS
    assert not event.rsvps.waiting().filter(party__lte=SEATS - taken).exists()
    assert Counter(event.rsvps.values_list("who", flat=True)).most_common(1)[0][1] == 1


def test_without_lock_and_constraint_it_oversells(event):
    """The control: look, then write, each by itself, as a careless app would."""
    with without_constraint("event_not_oversold"):
        assert together(range(max(200, PEOPLE // 5)), lambda number: careless(event, number)) == []
        event.refresh_from_db()
        assert event.rsvps.filter(seat=Rsvp.Seat.HAS).aggregate(all=Sum("party"))["all"] > SEATS
        assert event.taken > SEATS
        Event.objects.filter(pk=event.pk).delete()


@contextmanager
def without_constraint(name: str):
    every = Event._meta.constraints
    gone = next(one for one in every if one.name == name)
    Event._meta.constraints = [one for one in every if one is not gone]
    try:
        with connection.schema_editor() as editor:
            editor.remove_constraint(Event, gone)
        yield
    finally:
        Event._meta.constraints = every
        with connection.schema_editor() as editor:
            editor.add_constraint(Event, gone)


def careless(event: Event, number: int) -> None:
    taken = event.rsvps.filter(seat=Rsvp.Seat.HAS).aggregate(all=Sum("party"))["all"] or 0
    time.sleep(0.02)  # something is always done between; and whoever still has to connect gets a look
    party = party_of(number)
    seat = Rsvp.Seat.HAS if taken + party <= SEATS else Rsvp.Seat.WAITING
    Rsvp.objects.create(event=event, who=f"x{number}", answer="yes", party=party, seat=seat, number=number + 1)
    Event.objects.filter(pk=event.pk).update(taken=F("taken") + (party if seat == Rsvp.Seat.HAS else 0))


def test_the_database_itself_refuses_to_oversell(event):
    with pytest.raises(Exception, match="event_not_oversold"), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(taken=SEATS + 1)


def test_an_offer_that_ran_out_goes_to_the_next_within_a_second(event):
    with Seats.of(event) as seats:
        seats.resize(1)
    first = reply(event, Said("yes", name="A"), email="a@storm.example")
    waiting = [reply(event, Said("yes", name=n), email=f"{n}@storm.example") for n in "bc"]
    reply(event, Said("no", name="A"), email="a@storm.example")
    assert Rsvp.objects.get(pk=waiting[0].pk).seat == Rsvp.Seat.OFFERED
    Rsvp.objects.filter(pk=waiting[0].pk).update(offer_ends_at=timezone.now() - timedelta(milliseconds=1))
    with Seats.of(event):
        pass
    assert [Rsvp.objects.get(pk=one.pk).seat for one in (first, *waiting)] == ["", "lapsed", "offered"]
