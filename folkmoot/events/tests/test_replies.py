"""Replying: with an account, without one, again, too late, too many; and what follows for those who wait."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
from django.core import mail as outbox
from django.utils import timezone

from folkmoot.events import coming, replying, telling
from folkmoot.events.models import Convening, Event, Held, Rsvp, Stage
from folkmoot.events.replying import Said, accept, reply, take_back
from folkmoot.events.seats import NoRoom, OfferOver, Seats
from folkmoot.journal.models import Notice
from folkmoot.kit import work
from folkmoot.kit.refusals import NotYours, Refusal

pytestmark = pytest.mark.django_db
YES = Said("yes", name="Somebody")


@pytest.fixture
def event(village):
    facts = {"starts_at": timezone.now() + timedelta(days=30), "published_at": timezone.now(), "capacity": 2}
    made = Event.objects.create(title="A small room", place=village.thornbeck, **facts)
    made.hosts.create(person=village.amina, role="convenor")
    return made


def seat(event, email="", person=None) -> str:
    return event.rsvps.get(who=Rsvp.who_of(person, email)).seat


def test_a_yes_has_a_seat_and_the_next_ones_wait_in_their_order(event):
    for name in "abcd":
        reply(event, YES, email=f"{name}@wait.example")
    assert [seat(event, f"{name}@wait.example") for name in "abcd"] == ["has", "has", "waiting", "waiting"]
    assert [one.number for one in event.rsvps.waiting()] == [3, 4]
    assert event.taken == 2


def test_sent_again_with_the_same_word_it_changes_nothing_even_after_another_reply(event, village):
    first = reply(event, YES, person=village.bram, once="one")
    reply(event, Said("no"), person=village.bram, once="two")
    again = reply(event, YES, person=village.bram, once="one")
    assert (again.pk, again.answer) == (first.pk, "no")
    assert event.rsvps.count() == 1


def test_leaving_offers_the_seat_to_the_next_who_is_told_and_takes_it(event, village):
    reply(event, YES, email="a@wait.example")
    reply(event, YES, email="b@wait.example")
    mine = reply(event, YES, person=village.bram)
    assert mine.seat == "waiting"
    reply(event, Said("no"), email="a@wait.example")
    mine.refresh_from_db()
    assert mine.seat == "offered" and mine.offer_ends_at > timezone.now() + timedelta(hours=23)
    assert "A seat is kept for you until" in Notice.objects.filter(person=village.bram).latest("pk").words
    assert accept(mine).seat == accept(mine).seat == "has"


def test_an_offer_that_ran_out_cannot_be_taken_any_more(event):
    mine = reply(event, YES, email="a@wait.example")
    Rsvp.objects.filter(pk=mine.pk).update(seat="offered", offer_ends_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(OfferOver):
        accept(mine)


def test_a_party_is_never_split_and_a_smaller_one_behind_it_gets_the_seat(event):
    reply(event, YES, email="a@wait.example")
    assert reply(event, replace(YES, party=2), email="b@wait.example").seat == "waiting"
    assert reply(event, YES, email="c@wait.example").seat == "has"


def test_more_than_fit_keeps_the_seat_there_is(event):
    reply(event, replace(YES, party=2), email="a@wait.example")
    with pytest.raises(NoRoom):
        reply(event, replace(YES, party=3), email="a@wait.example")
    assert event.rsvps.get().party == 2


@pytest.mark.parametrize("party", [-1, 0, 5])
def test_a_party_that_cannot_be_gets_a_sentence_that_says_what_to_do(event, village, party):
    with pytest.raises(Refusal, match="1 to 4"):
        reply(event, replace(YES, party=party), person=village.bram)


def test_it_refuses_the_wrong_time_and_still_takes_a_no(event, village):
    for facts in ({"cancelled_at": timezone.now()}, {"starts_at": timezone.now() - timedelta(days=1)}):
        was = {name: getattr(event, name) for name in facts}
        Event.objects.filter(pk=event.pk).update(**facts)
        with pytest.raises(replying.RepliesClosed):
            reply(event, YES, person=village.bram)
        assert reply(event, Said("no"), person=village.bram).answer == "no"
        Event.objects.filter(pk=event.pk).update(**was)


def test_it_refuses_who_is_not_asked_at_this_stage(event, village):
    convening = Convening.objects.create(title="Winter", purpose="x", by=village.amina)
    stage = Stage.objects.create(
        convening=convening, position=90, title="First", sectors=["council"], opened_at=timezone.now()
    )
    Event.objects.filter(pk=event.pk).update(stage=stage)
    event.refresh_from_db()
    with pytest.raises(NotYours, match="First"):
        reply(event, YES, person=village.bram)
    assert reply(event, YES, person=village.dilys).seat == "has"


def test_held_seats_are_for_those_they_are_held_for_until_their_time(event):
    with Seats.of(event) as seats:
        seats.hold(Held(sector="council", places=1, until=timezone.now() + timedelta(hours=1)))
    assert reply(event, YES, email="a@wait.example").seat == "has"
    assert reply(event, YES, email="b@wait.example").seat == "waiting"
    assert reply(event, replace(YES, sector="council"), email="c@wait.example").seat == "has"


def test_held_seats_whose_time_is_up_go_to_who_waits(event):
    with Seats.of(event) as seats:
        seats.hold(Held(sector="council", places=2, until=timezone.now() + timedelta(hours=1)))
    mine = reply(event, YES, email="a@wait.example")
    assert mine.seat == "waiting"
    event.helds.update(until=timezone.now() - timedelta(seconds=1))
    with Seats.of(event):
        pass
    assert Rsvp.objects.get(pk=mine.pk).seat == "offered"


def test_changing_whom_i_speak_for_does_not_take_a_held_seat_away_from_others(event):
    with Seats.of(event) as seats:
        seats.hold(Held(sector="council", places=1, until=timezone.now() + timedelta(hours=1)))
    reply(event, YES, email="a@wait.example")
    reply(event, replace(YES, sector="council"), email="c@wait.example")
    with pytest.raises(NoRoom):
        reply(event, replace(YES, sector="business"), email="c@wait.example")


def test_a_reply_given_by_mail_becomes_that_of_the_account_with_that_address(event, village):
    Rsvp.objects.create(
        event=event,
        who=Rsvp.who_of(email=village.bram.email),
        email=village.bram.email,
        answer="yes",
        seat="has",
        number=1,
    )
    Event.objects.filter(pk=event.pk).update(taken=1)
    mine = reply(event, replace(YES, party=2), person=village.bram)
    assert (event.rsvps.count(), mine.seat, mine.party, mine.person) == (1, "has", 2, village.bram)
    assert mine.email == ""


def test_online_takes_no_seat_and_ends_with_the_places(event):
    Event.objects.filter(pk=event.pk).update(remote_seats=1)
    assert reply(event, replace(YES, online=True), email="a@wait.example").seat == "remote"
    event.refresh_from_db()
    assert event.taken == 0
    with pytest.raises(NoRoom, match="online"):
        reply(event, replace(YES, online=True), email="b@wait.example")


def test_the_received_mail_holds_the_calendar_and_says_how_it_stands(event):
    reply(event, YES, email="a@wait.example")
    work.drain(scheduled=False)
    (sent,) = outbox.outbox
    assert "you have a seat" in sent.body and "/events/reply/" in sent.body
    assert any("method=REQUEST" in part.mimetype for part in sent.alternatives)
    take_back(event.rsvps.get())
    work.drain(scheduled=False)
    assert "METHOD:CANCEL" in next(p.content for p in outbox.outbox[1].alternatives if "calendar" in p.mimetype)


def link_in(sent) -> str:
    return re.search(r"/events/reply/[^/\s]+/", sent.body).group()


def send(client, event, email="new@wait.example", **more):
    sent = {"answer": "yes", "party": 1, "name": "New", "email": email, "sector": "council"} | more
    return client.post(f"/events/{event.pk}/reply/", sent)


def test_without_an_account_a_link_confirms_with_one_button(client, event):
    page = send(client, event)
    assert "Look in your mail" in page.content.decode() and not event.rsvps.exists()
    work.drain(scheduled=False)
    link = link_in(outbox.outbox[0])
    assert "Yes, this is my reply" in client.get(link).content.decode()
    assert not event.rsvps.exists(), "looking writes nothing"
    client.post(link, {"do": "confirm"})
    client.post(link, {"do": "confirm"})
    assert (event.rsvps.get().seat, event.rsvps.get().name) == ("has", "New")
    page = client.get(link).content.decode()
    assert "You have a seat" in page and "Yes, this is my reply" not in page


def test_the_same_link_changes_and_takes_back(client, event):
    send(client, event)
    work.drain(scheduled=False)
    link = link_in(outbox.outbox[0])
    client.post(link, {"do": "confirm"})
    client.post(link, {"answer": "yes", "party": 2, "sector": "council", "once": "x"})
    assert (event.rsvps.get().party, event.rsvps.get().name) == (2, "New")
    client.post(link, {"do": "take-back"})
    assert event.rsvps.get().answer == "no"
    client.post(link, {"do": "confirm"})
    assert event.rsvps.get().answer == "no", "an old confirmation sent again changes nothing"


def test_the_answer_is_the_same_whether_the_address_is_known_or_not(client, event, village):
    reply(event, YES, person=village.bram)
    known = send(client, event, email=village.bram.email).content.decode().replace(village.bram.email, "X")
    unknown = send(client, event, email="nobody@wait.example").content.decode().replace("nobody@wait.example", "X")
    assert known == unknown


def test_a_link_that_was_tampered_with_or_leads_nowhere_is_404(client, event):
    send(client, event)
    work.drain(scheduled=False)
    link = link_in(outbox.outbox[0])
    assert client.get(link[:-3] + "xx/").status_code == 404
    event.delete()
    assert client.get(link).status_code == 404


def test_my_page_says_how_i_stand_and_strangers_see_no_names_unasked(client, event, village):
    reply(event, replace(YES, name="Hidden Harry"), email="a@wait.example")
    reply(event, replace(YES, name="Shown Sheila", shows_name=True), email="b@wait.example")
    reply(event, YES, person=village.bram)
    page = client.get(event.get_absolute_url()).content.decode()
    assert "Shown Sheila" in page and "Hidden Harry" not in page and "wait.example" not in page
    client.force_login(village.bram)
    page = client.get(event.get_absolute_url()).content.decode()
    assert "You are in the waiting list" in page and "0 replies stand before you" in page


@pytest.mark.parametrize(
    ("found", "rows", "hidden"),
    [
        ({"council": 6, "business": 7}, [("Business or social enterprise", 7), ("Council or other public body", 6)], 0),
        ({"council": 2, "business": 7, "": 9}, [("Not said", 9)], 9),
        ({"council": 3, "business": 3, "": 9}, [("Not said", 9)], 6),
        ({"council": 4}, [], 4),
        ({}, [], 0),
    ],
)
def test_small_groups_are_hidden_also_from_subtraction(found, rows, hidden):

    seen = coming.by_sector(Counter(found))
    assert (seen["rows"], seen["hidden"]) == (rows, hidden)


def test_the_desk_is_for_those_who_hold_it(client, event, village):
    for name in "abcd":
        reply(event, replace(YES, name="Hidden Harry"), email=f"{name}@wait.example")
    client.force_login(village.bram)
    assert client.get(f"/events/{event.pk}/desk/").status_code == 403
    client.force_login(village.amina)
    page = client.get(f"/events/{event.pk}/desk/").content.decode()
    assert "Hidden Harry" in page and "Have a seat" in page
    for kind in ("csv", "json", "xlsx", "atom"):
        assert client.get(f"/events/{event.pk}/desk/?as={kind}").status_code == 200


def test_a_number_that_cannot_be_gets_a_sentence_and_nothing_typed_is_lost(event, village, client):
    client.force_login(village.bram)
    for party, words in (("-1", "-1 is too few: write 1 or more."), ("x", "Write a whole number"), ("99", "at most")):
        said = {"answer": "yes", "party": party, "brings": "A kept cake"}
        page = unescape(client.post(f"/events/{event.pk}/reply/", said).content.decode())
        assert words in page and "A kept cake" in page
    assert not event.rsvps.filter(person=village.bram).exists()


def test_whoever_replied_without_an_account_says_something_by_their_link(village, client):
    event = village.winter
    Event.objects.filter(pk=event.pk).update(talk_of="replied")
    mine = reply(event, Said("maybe", name="Tessa"), email="tessa@talk.example")
    address = telling.link_to_reply(mine)
    assert "Everybody reads it, with your name beside it: Tessa." in client.get(address).content.decode()
    for _ in range(2):
        client.post(address, {"do": "say", "words": "Is there a ramp?", "once": "a"})
    page = client.get(event.get_absolute_url()).content.decode()
    assert page.count("Is there a ramp?") == 1 and "Tessa" in page and "tessa@talk.example" not in page
    many = client.post(address, {"do": "say", "words": "http://a.b http://c.d http://e.f", "once": "b"})
    assert many.status_code == 409 and "Two links" in many.content.decode()

    reply(event, Said("no", name="Tessa"), email="tessa@talk.example")
    assert "Say something below the event" not in client.get(address).content.decode()
    refused = client.post(address, {"do": "say", "words": "Still here", "once": "c"})
    assert refused.status_code == 403 and "Those who replied speak here" in refused.content.decode()
