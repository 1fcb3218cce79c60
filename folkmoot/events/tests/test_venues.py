"""A building: its facts, its rooms, how many it may hold; and nobody sent to where it no longer is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.utils import timezone

from folkmoot.events import changing, editing, venues
from folkmoot.events.models import Event, Room, Session, Venue
from folkmoot.events.replying import Said, reply
from folkmoot.kit import work
from folkmoot.kit.refusals import NotYours, Refusal


@pytest.fixture
def hall(db):
    return Venue.objects.create(name="The Corn Hall", address="1 High Street", seats=2)


@pytest.fixture
def event(village, hall):
    facts = {"starts_at": timezone.now() + timedelta(days=30), "published_at": timezone.now(), "capacity": 9}
    made = Event.objects.create(title="A supper", venue=village.old_school, place=village.thornbeck, **facts)
    made.hosts.create(person=village.amina, role="convenor")
    for name in "abc":
        reply(made, Said("yes", name=name), email=f"{name}@venue.example")
    work.drain(scheduled=False)
    outbox.outbox.clear()
    return made


def when(event, venue, **more) -> dict:
    local = event.local(event.starts_at)
    sent = {"on": str(local.date()), "starts": f"{local:%H:%M}", "zone": event.zone, "venue": venue.pk}
    return sent | {"because": "More light."} | more


def sent() -> list:
    work.drain(scheduled=False)
    return list(outbox.outbox)


def test_another_address_reaches_everybody_who_comes_and_their_calendars(event, village, client):
    client.force_login(village.amina)
    event.venue.organisation = None
    event.venue.save()
    facts = {"name": "The Old School", "address": "9 Mill Lane", "postcode": "TH1 2AB", "getting_there": "Bus 4"}
    client.post(f"/events/{event.pk}/venue/", facts)

    told = [mail for mail in sent() if "A supper" in mail.subject]
    assert {mail.to[0] for mail in told} == {"a@venue.example", "b@venue.example", "c@venue.example"}
    for mail in told:
        calendar = next(part.content for part in mail.alternatives if "REQUEST" in part.mimetype)
        assert "9 Mill Lane" in calendar and "SEQUENCE:1" in calendar and "9 Mill Lane" in mail.body
    change = event.changes.get()
    assert "9 Mill Lane" in change.after and "9 Mill Lane" not in change.before
    client.post(f"/events/{event.pk}/venue/", facts)
    assert event.changes.count() == 1, "The same again changes nothing."


def test_what_is_known_of_its_steps_is_told_to_nobody(event, village):
    Venue.objects.filter(pk=event.venue_id).update(organisation=None)
    venues.revise(Venue.objects.get(pk=event.venue_id), village.amina, {"step_free": "no", "seats": 40})
    assert sent() == [] and not event.changes.exists()
    assert Venue.objects.get(pk=event.venue_id).seats == 40


def test_only_those_whose_building_it_is_change_it(event, village, hall):
    hall.organisation = village.council
    hall.save()
    with pytest.raises(NotYours, match="for Thornbeck Council to say"):
        venues.revise(hall, village.bram, {"address": "2 High Street"})
    with pytest.raises(NotYours):
        venues.add_room(hall, village.bram, "Attic", 8)


def test_rooms_are_added_put_right_and_taken_out_and_the_grid_has_them(event, village, hall, client):
    Event.objects.filter(pk=event.pk).update(venue=hall)
    client.force_login(village.amina)
    address = f"/events/{event.pk}/venue/"
    assert "None yet" in client.get(address).content.decode()
    client.post(f"{address}rooms/", {"name": "Attic", "seats": "8", "step_free": "no"})
    client.post(f"{address}rooms/", {"name": "attic", "seats": "12", "step_free": "no"})
    room = hall.rooms.get()
    assert (room.name, room.seats, room.step_free) == ("Attic", 12, "no")
    assert "Attic" in client.get(f"/events/{event.pk}/agenda/").content.decode()
    assert Event.objects.get(pk=event.pk).grid_version == 2

    slot = event.slots.create(starts_at=event.starts_at, ends_at=event.starts_at + timedelta(hours=1), is_open=True)
    session = Session.objects.create(event=event, title="Bees", slot=slot, room=room)
    assert client.post(f"{address}rooms/", {"drop": room.pk}).status_code == 409
    session.delete()
    client.post(f"{address}rooms/", {"drop": room.pk})
    assert not Room.objects.filter(pk=room.pk).exists()
    wrong = client.post(f"{address}rooms/", {"name": "Attic", "seats": "0"})
    assert wrong.status_code == 409 and "0 is too few" in wrong.content.decode()


def test_a_room_is_not_taken_beyond_what_the_building_may_hold(event, village, hall):
    Event.objects.filter(pk=event.pk).update(venue=hall)
    for many in (10, None):
        with pytest.raises(Refusal, match="may hold 2 people"):
            changing.resize(event, village.amina, many, "More chairs.")


def test_a_move_into_a_building_that_is_too_small_asks_first_and_then_tells_who_loses_a_seat(
    event, village, hall, client
):
    client.force_login(village.amina)
    asked = client.post(f"/events/{event.pk}/when/", when(event, hall)).content.decode()
    assert "3 have a seat: 1 of them would lose it" in asked and 'name="fewer"' in asked
    event.refresh_from_db()
    assert (event.venue, event.capacity) == (village.old_school, 9)

    client.post(f"/events/{event.pk}/when/", when(event, hall, fewer="on"))
    event.refresh_from_db()
    assert (event.venue, event.capacity, event.taken) == (hall, 2, 2)
    assert [mail.to[0] for mail in sent() if "Your seat is gone" in mail.subject] == ["c@venue.example"]


def test_a_draft_has_no_more_seats_than_its_building(village, hall, client):
    draft = editing.make("Supper", village.amina, starts_at=timezone.now() + timedelta(days=9), capacity=40)
    client.force_login(village.amina)
    client.post(f"/events/{draft.pk}/when/", when(draft, hall))
    draft.refresh_from_db()
    assert (draft.venue, draft.capacity) == (hall, 2)


def test_of_many_buildings_those_nearest_are_shown_and_the_others_are_counted(event, village, client):
    Venue.objects.bulk_create(Venue(name=f"A hall far off {n:02}", place=village.farmoor) for n in range(40))
    Venue.objects.create(name="Zion Chapel", place=village.riverside)
    client.force_login(village.amina)
    page = client.get(f"/events/{event.pk}/when/").content.decode()
    rooms = page.partition('id="venues"')[2]
    assert "Zion Chapel" in rooms and village.old_school.name in rooms
    names = [venue.name for venue in Venue.objects.filter(story=False).nearest_to(village.thornbeck)]
    assert names.index("Zion Chapel") < names.index("A hall far off 00")
    assert f"{len(names) - 30} more can be chosen above." in rooms
    assert "Zion Chapel" in page.partition('id="venues"')[0]  # all of them can be chosen
