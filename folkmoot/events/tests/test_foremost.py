"""Hosts and speakers come first, and never lose a seat: told on every page, so it must hold for live replies."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from folkmoot.events import changing, editing
from folkmoot.events.models import Event, Opening, Pitch, Session
from folkmoot.events.replying import Said, reply
from folkmoot.kit.refusals import Refusal

YES = Said("yes", name="Somebody")


@pytest.fixture
def event(village):
    facts = {"starts_at": timezone.now() + timedelta(days=30), "published_at": timezone.now(), "capacity": 3}
    made = Event.objects.create(title="A small room", place=village.thornbeck, **facts)
    made.hosts.create(person=village.amina, role="convenor")
    return made


def fill(event, *people):
    return [reply(event, YES, person=one) for one in people]


def test_a_host_who_replies_last_keeps_the_seat_in_a_smaller_room(event, village):
    first, second, host = fill(event, village.bram, village.carys, village.amina)
    changing.resize(event, village.amina, 1, "A small room.")
    for one in (first, second, host):
        one.refresh_from_db()
    assert [one.seat for one in (first, second, host)] == ["waiting", "waiting", "has"]


def test_whoever_speaks_for_a_body_that_holds_it_is_a_host(event, village):
    event.hosts.create(organisation=village.council, role="venue")
    [mine] = fill(event, village.dilys)
    assert mine.is_host


def test_who_becomes_host_after_replying_is_one_from_then_on_and_no_longer_when_taken_away(event, village):
    [mine] = fill(event, village.bram)
    assert not mine.is_host
    host = editing.add_host(event, village.amina, village.bram, "organiser")
    mine.refresh_from_db()
    assert mine.is_host
    editing.drop_host(event, village.amina, host)
    mine.refresh_from_db()
    assert not mine.is_host


@pytest.mark.parametrize("how", ["session", "opening", "merged"])
def test_a_speaker_keeps_the_seat(event, village, how):
    _first, speaker = fill(event, village.carys, village.bram)
    pitch = Pitch.put(event, "Bees", by=village.bram)
    if how == "opening":
        Opening.add(event, "Bram", pitch=pitch)
    else:
        slot = event.slots.create(starts_at=event.starts_at, ends_at=event.starts_at + timedelta(hours=1), is_open=True)
        session = Session.objects.create(event=event, title="Bees", slot=slot)
        led = pitch
        if how == "merged":
            led = Pitch.objects.create(event=event, title="Hives", pitcher="Joan")
            Pitch.objects.filter(pk=pitch.pk).update(state="merged", merged_into=led)
        session.pitches.add(led)
    changing.resize(event, village.amina, 1, "A small room.")
    speaker.refresh_from_db()
    assert speaker.seat == "has"


def test_a_pitch_without_a_place_makes_nobody_a_speaker(event, village):
    _first, keen = fill(event, village.carys, village.bram)
    Pitch.put(event, "Bees", by=village.bram)
    changing.resize(event, village.amina, 1, "A small room.")
    keen.refresh_from_db()
    assert keen.seat == "waiting"


def test_places_online_and_the_cap_change_and_are_lifted_on_the_room_page(event, village, client):
    client.force_login(village.amina)
    address = f"/events/{event.pk}/room/"
    assert "Places online" in client.get(address).content.decode()
    client.post(f"{address}online/", {"places": "5", "because": "A camera."})
    client.post(f"{address}cap/", {"most": "1", "because": "All sorts."})
    event.refresh_from_db()
    assert (event.remote_seats, event.per_organisation) == (5, 1)
    client.post(f"{address}cap/", {"most": "", "because": "There is room."})
    client.post(f"{address}online/", {"places": "0", "because": "It broke."})
    event.refresh_from_db()
    assert (event.remote_seats, event.per_organisation) == (0, None)
    client.force_login(village.bram)
    assert client.post(f"{address}cap/", {"most": "1", "because": "x"}).status_code == 403


def test_places_online_that_are_taken_stay(event, village):
    changing.open_online(event, village.amina, 2, "A camera.")
    reply(event, Said("yes", name="O", online=True, party=2), email="o@fore.example")
    with pytest.raises(Refusal, match="2 take part online already"):
        changing.open_online(event, village.amina, 1, "It broke.")


def test_how_many_one_reply_is_for_and_how_long_a_seat_is_kept_are_said_before_and_after(event, village, client):
    draft = editing.make("Supper", village.amina, starts_at=timezone.now() + timedelta(days=9))
    client.force_login(village.amina)
    sent = {"title": "Supper", "talk_of": "everyone", "party_limit": 2, "offer_hours": 6}
    client.post(f"/events/{draft.pk}/edit/", sent | {"capacity": 8, "remote_seats": 3, "per_organisation": 2})
    draft.refresh_from_db()
    assert (draft.party_limit, draft.offer_hours, draft.remote_seats, draft.per_organisation) == (2, 6, 3, 2)
    client.post(f"/events/{event.pk}/edit/", sent | {"title": "A small room", "capacity": 99, "remote_seats": 99})
    event.refresh_from_db()
    assert (event.party_limit, event.offer_hours, event.capacity, event.remote_seats) == (2, 6, 3, 0)
