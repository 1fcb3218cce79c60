"""Requests: put to people and parties, answered once each, undone while nobody acted on it."""

from __future__ import annotations

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from folkmoot.journal.models import Notice
from folkmoot.kit.refusals import NotYours
from folkmoot.people.models import Deputy
from folkmoot.requests.models import Answer, Recipient, Request, RequestClosed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_asked_yet(request):
    """Only what the test itself puts."""
    request.getfixturevalue("open_village" if "open_village" in request.fixturenames else "village")
    Request.objects.all().delete()


def put(village, *to, **more) -> Request:
    return Request.put("test.question", "Is this so?", village.drop_in, to=to, **more)


def test_it_waits_for_those_it_was_put_to_and_no_one_else(village):
    request = put(village, village.bram, "role:keeper", due_on=date(2026, 12, 1))
    assert list(Request.objects.waiting_for(village.bram)) == [request]
    assert list(Request.objects.waiting_for(village.amina, ["role:keeper"])) == [request]
    assert not Request.objects.waiting_for(village.carys).exists()
    assert (request.title, request.address) == (village.drop_in.title, village.drop_in.get_absolute_url())


def test_asking_twice_with_one_word_is_asking_once(village):
    first = put(village, village.bram, once="a")
    again = put(village, village.bram, village.dilys, once="a")
    assert first == again
    assert Recipient.objects.count() == 2


def test_asking_again_does_not_open_what_is_closed(village):
    put(village, village.bram, once="a").close()
    assert put(village, village.dilys, once="a").closed_at
    assert Recipient.objects.count() == 1


def test_an_answer_is_kept_and_the_asker_is_told(village):
    request = put(village, village.bram, asked_by=village.amina)
    given = request.answer(village.bram, "yes", "I was there")
    assert (given.person, given.choice) == (village.bram, "yes")
    assert not Request.objects.waiting_for(village.bram).exists()
    assert Notice.objects.get(person=village.amina).words.startswith("Bram de Wit answered")


def test_the_same_answer_twice_is_one_and_another_replaces_it(village):
    request = put(village, village.bram)
    assert request.answer(village.bram, "yes") == request.answer(village.bram, "yes")
    request.answer(village.bram, "no")
    assert [answer.choice for answer in request.answers.filter(undone_at=None)] == ["no"]
    assert request.answers.count() == 2


def test_it_refuses_whoever_was_not_asked(village):
    with pytest.raises(NotYours):
        put(village, village.bram).answer(village.carys, "yes")
    with pytest.raises(NotYours):
        put(village, "role:keeper").answer(village.carys, "yes", party="role:keeper")


def test_a_role_is_answered_for_by_whoever_holds_it_and_once_for_all(village):
    request = put(village, "role:keeper")
    request.answer(village.kofi, "yes", party="role:keeper")
    assert not Request.objects.waiting_for(village.amina, ["role:keeper"]).exists()


def test_it_refuses_an_answer_after_it_is_closed(village):
    request = put(village, village.bram)
    assert request.close() is True
    assert request.close() is False
    with pytest.raises(RequestClosed, match="settled on"):
        request.answer(village.bram, "yes")


def test_a_deputy_answers_for_the_absent_while_they_are_away(village):
    today = timezone.localdate()
    Deputy.objects.create(person=village.bram, deputy=village.dilys, from_on=today, until_on=today)
    request = put(village, village.bram)
    assert list(Request.objects.waiting_for(village.dilys)) == [request]
    given = request.answer(village.dilys, "yes")
    assert (given.by, given.person) == (village.dilys, village.bram)
    assert not Request.objects.waiting_for(village.bram).exists()


def test_a_deputy_whose_days_are_over_is_a_stranger(village):
    day = timezone.localdate() - timedelta(days=1)
    Deputy.objects.create(person=village.bram, deputy=village.dilys, from_on=day, until_on=day)
    request = put(village, village.bram)
    assert not Request.objects.waiting_for(village.dilys).exists()
    with pytest.raises(NotYours):
        request.answer(village.dilys, "yes")


def test_an_answer_is_undone_once_and_it_waits_again(village):
    request = put(village, village.bram)
    given = request.answer(village.bram, "yes")
    assert [given.undo(village.bram), given.undo(village.bram)] == [True, False]
    assert list(Request.objects.waiting_for(village.bram)) == [request]
    assert Answer.objects.count() == 1


def test_undoing_refuses_strangers_and_what_was_acted_on(village):
    request = put(village, village.bram)
    given = request.answer(village.bram, "yes")
    with pytest.raises(NotYours):
        given.undo(village.dilys)
    request.close()
    with pytest.raises(RequestClosed):
        given.undo(village.bram)


def test_two_parties_of_one_request_wait_each_for_itself(village):
    request = put(village, village.council.party, village.online.party)
    request.answer(village.dilys, "talk", party=village.council.party)
    assert not Request.objects.waiting_for(village.dilys, [village.council.party]).exists()
    assert list(Request.objects.waiting_for(village.emeka, [village.online.party])) == [request]


@pytest.mark.storm
@pytest.mark.django_db(transaction=True)
def test_many_answers_at_once_leave_one_standing(open_village):
    village = open_village
    request = put(village, village.bram)
    start, errors = Barrier(16), []

    def answer(number: int) -> None:
        try:
            start.wait()
            request.answer(village.bram, f"choice {number % 4}")
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    crowd = [Thread(target=answer, args=[number]) for number in range(16)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert errors == []
    assert request.answers.filter(undone_at=None).count() == 1


@pytest.mark.storm
@pytest.mark.django_db(transaction=True)
def test_many_askers_at_once_ask_once(open_village):
    village = open_village
    start, errors = Barrier(16), []

    def ask() -> None:
        try:
            start.wait()
            put(village, village.bram, "role:keeper", once="storm")
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    crowd = [Thread(target=ask) for _ in range(16)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert (errors, Request.objects.count(), Recipient.objects.count()) == ([], 1, 2)
