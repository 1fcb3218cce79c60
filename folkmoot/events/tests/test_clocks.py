"""Every page of an event shows its times on the event's own clock, whatever the site's is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from folkmoot.events.models import Event, Note, Output, Rsvp, Seating, Series, Session, TableCode, WriteUp

NOON = datetime(2027, 5, 4, 16, tzinfo=UTC)  # twelve in New York, five in London


@pytest.fixture
def event(village):
    facts = {"zone": "America/New_York", "starts_at": NOON, "ends_at": NOON.replace(hour=20)}
    Event.objects.filter(pk=village.winter.pk).update(**facts)
    slot = village.winter.slots.create(starts_at=NOON, ends_at=NOON.replace(hour=17), is_open=True)
    Session.objects.create(event=village.winter, title="Warm rooms", slot=slot)
    return Event.objects.get(pk=village.winter.pk)


@pytest.fixture
def page(event, village, client):
    client.force_login(village.amina)
    return lambda what: client.get(f"/events/{event.pk}/{what}").content.decode()


def test_the_grid_as_it_ran(event, village, page):
    event.slots.exclude(starts_at=NOON).delete()
    WriteUp.write(event, village.amina, "").publish(village.amina, "everyone")
    assert '<th scope="row">12:00</th>' in page("record/")


def test_cards_and_until_when_they_are_good(event, page):
    TableCode.make(event, session=event.sessions.get(title="Warm rooms"))
    words = page("codes/")
    assert "12:00" in words and "until 4 May, 19:00" in words and "17:00" not in words


def test_seats_held_and_seats_kept(event, page):
    event.helds.create(sector="council", places=2, until=NOON)
    event.rsvps.create(
        who="x", number=900, answer="yes", seat=Rsvp.Seat.OFFERED, name="Joan", offer_ends_at=NOON.replace(hour=15)
    )
    words = page("desk/")
    assert "until 4 May, 12:00" in words and "4 May, 11:00" in words


def test_help_sessions(event, village, page, client):
    series = Series.objects.filter(is_help=True).first()
    Event.objects.filter(series=series).update(starts_at=None, ends_at=None, earliest_on=None)
    Event.objects.filter(pk=event.pk).update(series=series, occurrence_on=None)
    assert "4 May, 12:00" in page("come/")
    assert "12:00" in client.get(f"/events/help/{series.pk}/").content.decode()


def test_a_promise_is_made_on_the_day_it_is_there(event, village):
    late = NOON.replace(day=5, hour=2)  # still the fourth in New York
    Event.objects.filter(pk=event.pk).update(starts_at=late, ends_at=None)
    line = Note(event=Event.objects.get(pk=event.pk))
    assert str(line.said_on()) == "2027-05-04"


@pytest.mark.parametrize("kind", ["grid", "rooms", "sessions", "tables"])
def test_paper_says_when_it_was_printed_and_what_runs_when(event, village, page, client, time_machine, kind):
    Session.objects.filter(event=event, title="Warm rooms").update(room=village.sessions[0].room)
    Seating.objects.create(event=event, title="Break-outs", tables=1)
    time_machine.move_to("2027-05-05 02:30Z")  # half past ten at night in New York, and the fourth there
    client.force_login(village.amina)
    words = page(f"paper/{kind}/")
    assert "4 May" in words and "22:30" in words and "5 May" not in words
    assert kind == "tables" or ("12:00" in words and "17:00" not in words)


def test_the_record_and_what_is_said_below_have_the_days_they_had_there(event, village, page, client, time_machine):
    time_machine.move_to("2027-05-05 02:30Z")
    WriteUp.write(event, village.amina, "It went well.").publish(village.amina, "everyone")
    Output.add(event, village.amina, "A map", words="Of rooms", once="map").publish(village.amina)
    client.force_login(village.amina)
    client.post(f"/events/{event.pk}/say/", {"words": "Thank you all", "once": "x"})
    record = page("record/")
    assert record.count("4 May 2027") >= 2 and "5 May 2027" not in record
    assert "4 May 2027, 22:30" in client.get(event.get_absolute_url()).content.decode()
