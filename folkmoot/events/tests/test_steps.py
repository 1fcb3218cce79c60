"""Rooms without steps, for what those want and lead who cannot climb any; who they are is told to nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from folkmoot.events import replying, steps
from folkmoot.events.grid import Grid
from folkmoot.events.models import Event, Pitch, Requirement, Room, Session, Slot
from folkmoot.events.sums.agenda import propose
from folkmoot.rounds.models import Say

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_floors(village):
    """Two rooms, the bigger one up the stairs; Bram cannot climb them and wants the talk that most others want."""
    now = timezone.now()
    event = Event.objects.create(title="Two floors", starts_at=now + timedelta(days=30), published_at=now)
    event.hosts.create(person=village.amina)
    up = Room.objects.create(event=event, name="Upstairs", seats=60, step_free="no", position=0)
    down = Room.objects.create(event=event, name="Downstairs", seats=20, step_free="yes", position=1)
    at = event.starts_at
    Slot.objects.create(event=event, starts_at=at, ends_at=at + timedelta(hours=1), is_open=True)
    replying.reply(event, replying.Said("yes"), person=village.dilys)
    bees, bikes = Pitch.put(event, "Bees", by=village.amina), Pitch.put(event, "Bikes", by=village.dilys)
    rsvp = replying.reply(event, replying.Said("yes"), person=village.bram)
    Requirement.say(rsvp, "", no_steps=True)
    for person in (village.bram, village.emeka, village.carys):
        bees.want(Say.voter_of(person), True, person=person)
    return Event.objects.get(pk=event.pk), bees, bikes, up, down


def rooms_of(event) -> tuple[dict, int]:
    found = propose(Grid(event))
    return {one.title: one.room.name for one in found.placings}, found.steps


def test_what_somebody_wants_who_cannot_climb_gets_a_room_without_steps(two_floors, village):
    event, bees, _bikes, _up, _down = two_floors
    assert rooms_of(event) == ({"Bees": "Downstairs", "Bikes": "Upstairs"}, 0)
    Requirement.objects.all().delete()
    assert rooms_of(event) == ({"Bees": "Upstairs", "Bikes": "Downstairs"}, 0)
    Requirement.say(event.rsvps.get(person=village.bram), "", no_steps=True)
    Pitch.objects.filter(pk=bees.pk).update(state="withdrawn")
    Pitch.put(event, "Stairlifts", by=village.bram)
    assert rooms_of(event)[0]["Stairlifts"] == "Downstairs", "what they lead counts as well"


def test_with_too_few_such_rooms_it_is_placed_all_the_same_and_told_without_saying_who(two_floors, village, client):
    event, _bees, bikes, _up, down = two_floors
    bikes.want(Say.voter_of(village.bram), True, person=village.bram)
    assert rooms_of(event) == ({"Bees": "Downstairs", "Bikes": "Upstairs"}, 1)
    Room.objects.filter(pk=down.pk).update(step_free="")
    assert sorted(rooms_of(event)[0]) == ["Bees", "Bikes"] and rooms_of(event)[1] == 2

    client.force_login(village.amina)
    words = client.get(f"/events/{event.pk}/remix/sum/").content.decode()
    assert "Somebody who comes cannot climb steps, and 2 sessions they want stand in rooms with steps" in words
    assert "Bram" not in words


def words_after(host, address: str, sent: dict) -> str:
    return host.post(address, sent, follow=True).content.decode()


def test_placing_by_hand_warns_of_steps_and_names_the_room_that_has_none(two_floors, village, client):
    event, bees, bikes, up, down = two_floors
    slot = event.slots.get()
    client.force_login(village.amina)
    place, warned = f"/events/{event.pk}/remix/place/", "Somebody who is to be at “Bees” cannot climb steps"

    told = words_after(client, place, {"pitch": bikes.pk, "place": f"{slot.pk}-{up.pk}"})
    assert "Somebody who is to be" not in told and "Where steps keep somebody out" not in told
    client.post(place, {"pitch": bikes.pk, "place": f"{slot.pk}-{down.pk}"})
    told = words_after(client, place, {"pitch": bees.pk, "place": f"{slot.pk}-{up.pk}"})
    assert (
        f"{warned}, and Upstairs has some." in told
        and "No room without steps is free: swap it" in told
        and "Bram" not in told
    )
    assert "Where steps keep somebody out" in told

    session = event.sessions.get(pitches=bees)
    event.sessions.get(pitches=bikes).drop(village.amina)
    assert warned not in client.get(f"/events/{event.pk}/remix/").content.decode(), "told once, then it stands there"
    move = f"/events/{event.pk}/sessions/{session.pk}/move/"
    told = words_after(client, move, {"place": f"{slot.pk}-{down.pk}"})
    assert warned not in told and "Where steps keep somebody out" not in told
    told = words_after(client, move, {"place": f"{slot.pk}-{up.pk}"})
    assert warned in told and "Free at the same time, without steps: Downstairs." in told


def test_swapping_splitting_and_undoing_warn_as_moving_does(two_floors, village, client):
    event, bees, bikes, up, down = two_floors
    slot = event.slots.get()
    low = Session.place(bees, slot, down, village.amina)
    high = Session.place(bikes, slot, up, village.amina)
    client.force_login(village.amina)
    base, warned = f"/events/{event.pk}/", "Somebody who is to be at “Bees” cannot climb steps"
    assert warned in words_after(client, f"{base}sessions/{low.pk}/swap/", {"other": high.pk})
    undo = f"{base}remix/{event.remixes.order_by('-version').first().pk}/undo/"
    assert warned not in words_after(client, undo, {})
    told = words_after(client, f"{base}sessions/{low.pk}/merge/", {"other": high.pk})
    assert warned.replace("Bees", "Bikes") in told, "it is part of that now, and upstairs"


def test_what_is_over_is_not_told_and_a_keeper_who_does_not_hold_it_reads_how_many_alone(two_floors, village, client):
    event, bees, _bikes, up, _down = two_floors
    slot = event.slots.get()
    Session.place(bees, slot, up, village.amina)
    assert [cell.session.title for cell in steps.kept_from(Grid(event))] == ["Bees"]
    assert steps.kept_from(Grid(event, slot.ends_at)) == []

    event.hosts.all().delete()
    event.hosts.create(person=village.dilys)
    client.force_login(village.amina)
    told = client.get(f"/events/{event.pk}/remix/").content.decode()
    part = told[told.index("Where steps keep somebody out") :].partition("</section>")[0]
    assert "one session they want" in part and "Bees" not in part
    client.force_login(village.dilys)
    told = client.get(f"/events/{event.pk}/remix/").content.decode()
    assert "Bees" in told[told.index("Where steps keep somebody out") :].partition("</section>")[0]


def test_nobody_else_sees_anything_of_it(two_floors, village, client):
    event, bees, _bikes, up, _down = two_floors
    session = Session.place(bees, event.slots.get(), up, village.amina)
    for address in (f"/events/{event.pk}/grid/", session.get_absolute_url(), f"/events/{event.pk}/wall/"):
        assert "climb" not in client.get(address).content.decode()
