"""Pitching, wanting, merging with the consent of both."""

from __future__ import annotations

import pytest

from folkmoot.events.grid import Interest
from folkmoot.events.models import Merging, Pitch, Rsvp
from folkmoot.events.models.merging import take_apart
from folkmoot.events.pitches import PitchList
from folkmoot.kit.links import sign
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.requests.models import Request
from folkmoot.rounds.models import Say

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to("2026-11-20 12:00Z")


def reply(event, person=None, email="", answer="yes"):
    number = event.rsvps.count() + 100
    who = Rsvp.who_of(person, email)
    return Rsvp.objects.create(event=event, who=who, person=person, email=email, answer=answer, number=number)


def test_whoever_replied_can_pitch_and_it_stands_on_the_list(village, client):
    reply(village.winter, village.carys)
    client.force_login(village.carys)

    answer = client.post(f"/events/{village.winter.pk}/pitches/new/", {"title": "Bees on the roof", "once": "k1"})

    pitch = Pitch.objects.get(title="Bees on the roof")
    assert answer.url == pitch.get_absolute_url() and pitch.person == village.carys
    assert "Bees on the roof" in client.get(f"/events/{village.winter.pk}/pitches/").content.decode()


def test_the_same_form_sent_twice_pitches_once(village):
    reply(village.winter, village.carys)
    one, other = (Pitch.put(village.winter, "Bees", by=village.carys, once="k2") for _ in (1, 2))
    assert one == other


@pytest.mark.parametrize("answer", [None, "no"])
def test_it_refuses_who_does_not_come(village, answer):
    if answer:
        reply(village.winter, village.carys, answer=answer)
    with pytest.raises(NotYours, match="Reply to the event first"):
        Pitch.put(village.winter, "Bees", by=village.carys)


def test_only_who_holds_the_event_pitches_for_the_shy(village):
    reply(village.winter, village.carys)
    with pytest.raises(NotYours):
        Pitch.put(village.winter, "Bees", by=village.carys, pitcher="Mr Shy")
    made = Pitch.put(village.winter, "Bees", by=village.amina, pitcher="Mr Shy")
    assert made.whose() == "Mr Shy" and made.person is None and made.by == village.amina


def test_a_pitch_of_50000_characters_gets_a_sentence(village, client):
    client.force_login(village.amina)
    sent = {"title": "Bees", "words": "x" * 50_000}

    answer = client.post(f"/events/{village.winter.pk}/pitches/new/", sent)

    assert answer.status_code == 422 and "at most 4000 characters" in answer.content.decode()
    with pytest.raises(Refusal, match="50,000 characters and 4,000 fit"):
        Pitch.put(village.winter, "Bees", "x" * 50_000, by=village.amina)
    assert not Pitch.objects.filter(title="Bees").exists()


def test_nothing_is_pitched_for_an_event_that_is_over(village, time_machine):
    time_machine.move_to("2027-01-10 12:00Z")
    with pytest.raises(Refusal, match="over"):
        Pitch.put(village.winter, "Bees", by=village.amina)


def test_one_tap_wants_it_and_another_takes_that_back(village, client):
    pitch, voter = village.pitches[5], Say.voter_of(village.carys)
    client.force_login(village.carys)
    before = Interest(village.winter).counts[pitch.pk]

    for _twice in (1, 2):
        client.post(f"/events/{village.winter.pk}/pitches/{pitch.pk}/want/", {"want": "yes"})
    assert Interest(village.winter).counts[pitch.pk] == before + 1

    assert not pitch.want(voter, False)
    assert Interest(village.winter).counts[pitch.pk] == before


def test_a_withdrawn_pitch_is_wanted_no_more_and_can_come_back(village):
    pitch = village.pitches[5]
    assert pitch.withdraw(village.emeka) and not pitch.withdraw(village.emeka)
    with pytest.raises(Refusal, match="no longer open"):
        pitch.want(Say.voter_of(village.carys), True)
    assert pitch.pitch_again(village.emeka)
    assert pitch.want(Say.voter_of(village.carys), True)


def test_strangers_withdraw_nothing_and_what_is_on_the_grid_stays(village):
    with pytest.raises(NotYours):
        village.pitches[5].withdraw(village.carys)
    with pytest.raises(Refusal, match="on the grid"):
        village.pitches[0].withdraw(village.amina)


def test_pitches_about_the_same_thing_are_proposed_to_those_who_hold_it(village):
    warm = {village.pitches[0].pk, village.pitches[1].pk}
    assert [{a.pk, b.pk} for a, b in PitchList(village.winter, village.amina).similar] == [warm]
    assert PitchList(village.winter, village.carys).similar == []


def test_two_become_one_only_when_both_pitchers_say_yes(village):
    joins, keeps = village.pitches[1], village.pitches[0]
    merging = Merging.ask(joins, keeps, village.kofi)
    assert merging.answer(village.bram, True, joins) is False
    joins.refresh_from_db()
    assert joins.state == "open"

    assert merging.answer(village.amina, True, keeps) is True

    joins.refresh_from_db()
    assert (joins.state, joins.merged_into) == ("merged", keeps)
    # Amina, Bram, Dilys and Emeka want one of the two: four people, though five ticks.
    assert Interest(village.winter).counts[keeps.pk] == 4


def test_a_no_keeps_them_apart_and_settles_it(village):
    merging = Merging.ask(village.pitches[1], village.pitches[0], village.kofi)
    assert merging.answer(village.bram, False, village.pitches[1]) is False
    assert Request.objects.get(pk=merging.request.pk).closed_at
    village.pitches[1].refresh_from_db()
    assert village.pitches[1].state == "open"


def test_asking_is_consent_for_ones_own_and_asking_twice_asks_once(village):
    first = Merging.ask(village.pitches[1], village.pitches[0], village.bram)
    again = Merging.ask(village.pitches[1], village.pitches[0], village.bram)
    assert first.request == again.request
    assert [one.pk for one in again.waits_for()] == [village.pitches[0].pk]


def test_for_whoever_has_no_account_the_host_writes_the_answer_down(village):
    lifts, children = village.pitches[2], village.pitches[3]
    Pitch.objects.filter(pk=children.pk).update(title="Lifts to the clinic")
    village.sessions[1].drop(village.amina)
    merging = Merging.ask(lifts, children, village.emeka)
    with pytest.raises(NotYours):
        merging.answer(village.bram, True, lifts)
    assert merging.answer(village.amina, True, lifts) is True


def test_a_merger_can_be_taken_apart_again(village):
    merging = Merging.ask(village.pitches[1], village.pitches[0], village.amina)
    merging.answer(village.bram, True, village.pitches[1])
    merged = Pitch.objects.get(pk=village.pitches[1].pk)
    with pytest.raises(NotYours):
        take_apart(merged, village.carys)
    assert take_apart(merged, village.bram) and not take_apart(merged, village.bram)
    assert Interest(village.winter).counts[village.pitches[1].pk] == 2


def test_strangers_cannot_ask_and_do_not_see_the_question(village, client):
    with pytest.raises(NotYours):
        Merging.ask(village.pitches[1], village.pitches[0], village.carys)
    asked = Merging.ask(village.pitches[1], village.pitches[0], village.amina).request
    client.force_login(village.carys)
    assert client.get(f"/events/{village.winter.pk}/merging/{asked.pk}/").status_code == 404
    client.force_login(village.bram)
    page = client.get(f"/events/{village.winter.pk}/merging/{asked.pk}/").content.decode()
    assert "Shall these two become one?" in page and "Yes, one session" in page


def test_with_the_link_of_a_reply_one_ticks_and_pitches_without_an_account(village, client):
    mine = reply(village.winter, email="jo@thornbeck.example")
    address = f"/events/pitches/{sign('pitches', mine.pk)}/"
    wanted = village.pitches[5]
    before = Interest(village.winter).counts[wanted.pk]

    assert client.get(address).status_code == 200
    client.post(address, {"ticks": "1", "pitch": [wanted.pk]})
    client.post(address, {"title": "A seed library", "once": "k9"})

    assert Interest(village.winter).counts[wanted.pk] == before + 1
    assert Pitch.objects.get(title="A seed library").rsvp == mine
    assert client.get("/events/pitches/nonsense/").status_code == 404


def test_hands_counted_in_the_room_count_for_the_size_of_the_room(village, client):
    client.force_login(village.amina)
    pitch = village.pitches[5]
    client.post(f"/events/{village.winter.pk}/pitches/{pitch.pk}/hands/", {"hands": "23"})
    pitch.refresh_from_db()
    assert pitch.hands == 23 and Interest(village.winter).of(pitch) == 23
