"""Introductions: both say yes before any address is shown, and both are asked what came of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from folkmoot.directory.models import Membership, Organisation
from folkmoot.joinup import jobs
from folkmoot.joinup.models import Introduction, Yield
from folkmoot.joinup.models.introduction import honest_yield
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.people.models import Deputy
from folkmoot.requests.models import Answer, Request

WHY = "One has a hall on Tuesdays, the other wants one."


@pytest.fixture
def asked(village):
    return Introduction.suggest(village.voluntary_action, village.online, WHY, village.bram)


def today():
    return timezone.localdate()


def made(introduction, village, days_ago=0):
    introduction.say(village.amina, True, day=today())
    introduction.say(village.emeka, True, day=today())
    # At noon there: an hour before midnight, the clock of last summer was a day ahead.
    noon = timezone.localtime().replace(hour=12, tzinfo=None) - timedelta(days=days_ago)
    Introduction.objects.filter(pk=introduction.pk).update(made_at=min(timezone.make_aware(noon), timezone.now()))
    introduction.refresh_from_db()
    return introduction


def test_suggesting_twice_in_either_order_asks_once(village, asked):
    assert Introduction.suggest(village.online, village.voluntary_action, WHY, village.dilys).pk == asked.pk
    assert asked.request.recipients.count() == 2


def test_no_address_is_shown_until_both_say_yes(client, village, asked):
    asked.say(village.amina, True, day=today())

    for person in (village.amina, village.emeka, village.bram):
        client.force_login(person)
        words = client.get(asked.get_absolute_url()).content.decode()
        assert "amina@thornbeck.example" not in words and "emeka@thornbeck.example" not in words

    asked.say(village.emeka, True, day=today())
    client.force_login(village.emeka)
    assert "amina@thornbeck.example" in client.get(asked.get_absolute_url()).content.decode()


def test_whoever_suggested_it_never_sees_the_addresses(client, village, asked):
    made(asked, village)
    client.force_login(village.bram)
    assert "amina@thornbeck.example" not in client.get(asked.get_absolute_url()).content.decode()


def test_strangers_do_not_know_of_it(client, village, asked):
    assert client.get(asked.get_absolute_url()).status_code == 302
    client.force_login(village.carys)
    assert client.get(asked.get_absolute_url()).status_code == 404
    with pytest.raises(NotYours):
        asked.say(village.carys, True, day=today())


def test_a_no_ends_it_and_it_may_be_suggested_again(village, asked):
    asked.say(village.emeka, False, day=today())

    with pytest.raises(Refusal, match="settled already"):
        asked.say(village.amina, True, day=today())
    assert asked.contacts() == []
    assert Introduction.suggest(village.voluntary_action, village.online, WHY, village.bram).pk != asked.pk


def test_it_refuses_one_body_with_itself_and_no_reason(village):
    with pytest.raises(Refusal, match="two different"):
        Introduction.suggest(village.online, village.online, WHY, village.bram)
    with pytest.raises(Refusal, match="Say why"):
        Introduction.suggest(village.online, village.council, " ", village.bram)


def test_a_keeper_answers_for_a_body_nobody_speaks_for(village):
    asked = Introduction.suggest(village.choir, village.online, WHY, village.bram)

    asked.say(village.kofi, True, day=today())
    asked.say(village.emeka, True, day=today())

    assert asked.made_at


@pytest.mark.parametrize(("days", "questions"), [(29, 0), (30, 1), (89, 1), (90, 2)])
def test_both_are_asked_after_30_and_after_90_days_once(village, asked, days, questions):
    made(asked, village, days_ago=days)

    for _twice in range(2):
        jobs.ask_what_came.call()

    assert Request.objects.filter(kind="yield", about_key=str(asked.pk)).count() == questions


def test_the_yield_is_honest_about_what_is_not_known(village, asked):
    made(asked, village, days_ago=31)
    assert honest_yield(today()) == {"made": 1, "joint": 0, "talked": 0, "nothing": 0, "unknown": 1}

    Yield.tell(asked, village.amina, "nothing", "", day=today())
    Yield.tell(asked, village.emeka, "joint", "A stall together.", day=today())
    Yield.tell(asked, village.emeka, "joint", "A stall together in May.", day=today())

    assert honest_yield(today()) == {"made": 1, "joint": 1, "talked": 0, "nothing": 0, "unknown": 0}
    assert asked.yields.count() == 2


def test_nobody_tells_for_others(village, asked):
    made(asked, village, days_ago=31)
    with pytest.raises(NotYours):
        Yield.tell(asked, village.bram, "joint", "", day=today())


def waits(person) -> bool:
    parties = Membership.objects.parties_of(person, today())
    return Request.objects.waiting_for(person, parties, today()).filter(kind="yield").exists()


def test_what_was_answered_waits_for_that_side_no_longer(village, asked):
    made(asked, village, days_ago=31)
    jobs.ask_what_came.call()
    assert waits(village.amina) and waits(village.emeka)

    Yield.tell(asked, village.amina, "talked", "", day=today())
    assert not waits(village.amina) and waits(village.emeka)
    Yield.tell(asked, village.emeka, "joint", "", day=today())
    assert not waits(village.emeka)
    assert Request.objects.get(kind="yield", about_key=str(asked.pk)).closed_at


def test_the_later_question_closes_the_earlier(village, asked):
    made(asked, village, days_ago=90)
    jobs.ask_what_came.call()
    open_ones = Request.objects.open().filter(kind="yield", about_key=str(asked.pk))
    assert [one.once for one in open_ones] == [f"yield:{asked.pk}:90"]


def test_taking_back_what_came_of_it_takes_it_out_of_the_figure(client, village, asked):
    made(asked, village, days_ago=31)
    jobs.ask_what_came.call()
    Yield.tell(asked, village.amina, "joint", "", day=today())
    answer = Answer.objects.get(request__kind="yield", undone_at=None)

    client.force_login(village.amina)
    client.post(f"/waiting/{answer.pk}/undo/")

    assert waits(village.amina) and honest_yield(today())["unknown"] == 1


def test_a_deputy_answers_for_the_absent(client, village, asked):
    Deputy.objects.create(person=village.emeka, deputy=village.bram, from_on=today(), until_on=today())
    asked.say(village.bram, True, day=today())
    assert asked.said_yes() == [village.online.party]


def test_bodies_that_were_absorbed_are_asked_as_those_that_absorbed_them(village):
    other = Organisation.objects.create(name="Online in Thornbeck", entered_by=village.kofi)
    Organisation.objects.filter(pk=village.online.pk).update(same_as=other)
    online = Organisation.objects.get(pk=village.online.pk)

    met = Introduction.suggest(online, village.voluntary_action, WHY, village.bram)
    assert other in (met.a, met.b)
    met.say(village.emeka, True, day=today())
    assert met.said_yes() == [other.party]
