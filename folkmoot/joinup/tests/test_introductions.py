"""Introductions: both say yes before any address is shown, and both are asked what came of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from folkmoot.joinup import jobs
from folkmoot.joinup.models import Introduction, Yield
from folkmoot.joinup.models.introduction import honest_yield
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.requests.models import Request

WHY = "One has a hall on Tuesdays, the other wants one."


@pytest.fixture
def asked(village):
    return Introduction.suggest(village.voluntary_action, village.online, WHY, village.bram)


def today():
    return timezone.localdate()


def made(introduction, village, days_ago=0):
    introduction.say(village.amina, True, day=today())
    introduction.say(village.emeka, True, day=today())
    Introduction.objects.filter(pk=introduction.pk).update(made_at=timezone.now() - timedelta(days=days_ago))
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
