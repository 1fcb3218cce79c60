"""Waiting for you: the right people see it, are told once, reminded once, and can take an answer back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core import mail as outbox
from django.utils import timezone

from folkmoot.feeds import jobs
from folkmoot.home import waiting
from folkmoot.journal.models import Notice
from folkmoot.kit import work
from folkmoot.people.models import Deputy
from folkmoot.requests.models import Request

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def clock(time_machine, village):
    Request.objects.all().delete()
    Notice.objects.all().delete()
    time_machine.move_to("2026-11-20 12:00Z", tick=False)
    return time_machine


def put(village, *to, **more) -> Request:
    return Request.put("test.question", "May we print this?", village.drop_in, to=to, **more)


def page(client, person) -> str:
    client.force_login(person)
    return client.get("/waiting/").content.decode()


def test_whoever_speaks_for_a_body_or_holds_a_role_sees_it_and_others_do_not(village, client):
    put(village, village.council.party, "role:keeper")
    for person in (village.dilys, village.amina, village.kofi):
        assert "May we print this?" in page(client, person)
    for person in (village.bram, village.carys, village.emeka):
        assert "May we print this?" not in page(client, person)


def test_the_menu_counts_what_waits(village, client):
    put(village, village.bram)
    put(village, village.bram)
    assert '<span class="count">2</span>' in page(client, village.bram)


def test_with_nothing_waiting_it_says_so(village, client):
    assert "Nothing waits for you." in page(client, village.carys)


def test_an_answer_is_listed_and_taken_back(village, client):
    given = put(village, village.bram).answer(village.bram, "yes")
    assert "What you answered" in page(client, village.bram)
    client.force_login(village.carys)
    assert client.post(f"/waiting/{given.pk}/undo/").status_code == 403
    client.force_login(village.bram)
    assert client.post(f"/waiting/{given.pk}/undo/").status_code == 302
    assert client.post(f"/waiting/{given.pk}/undo/").status_code == 302
    assert "One question waits" in page(client, village.bram)


def told() -> list[str]:
    return sorted(Notice.objects.values_list("person__name", flat=True))


def test_those_asked_are_told_once_and_mailed(village):
    put(village, village.council.party, village.bram, "role:keeper", asked_by=village.amina)
    waiting.tell_asked(TODAY)
    waiting.tell_asked(TODAY)
    assert told() == ["Bram de Wit", "Dilys Price", "Kofi Mensah"]
    jobs.mail_news.call()
    work.drain(scheduled=False)
    assert len(outbox.outbox) == 3


def test_a_deputy_is_told_as_well(village):
    Deputy.objects.create(person=village.bram, deputy=village.carys, from_on=TODAY, until_on=TODAY)
    put(village, village.bram)
    waiting.tell_asked(TODAY)
    assert told() == ["Bram de Wit", "Carys Hughes"]


def test_a_closed_request_is_told_to_nobody(village):
    put(village, village.bram).close()
    waiting.tell_asked(TODAY)
    assert told() == []


def test_reminders_come_three_days_before_and_on_the_day_each_once(village, clock):
    put(village, village.bram, due_on=TODAY + timedelta(days=3))
    counts = []
    for day in range(5):
        for _ in range(3):
            waiting.remind_asked(TODAY + timedelta(days=day))
        counts.append(Notice.objects.count())
    assert counts == [1, 1, 1, 2, 2]


def test_whoever_answered_is_not_reminded(village):
    put(village, village.bram, village.dilys, due_on=TODAY).answer(village.bram, "yes")
    waiting.remind_asked(TODAY)
    assert told() == ["Dilys Price"]


def test_what_is_past_its_day_is_marked(village, client):
    put(village, village.bram, due_on=timezone.localdate() - timedelta(days=1))
    assert "One is past its day." in page(client, village.bram)


def test_the_figure_on_every_page_costs_few_queries_however_many_bodies_there_are(village, django_assert_num_queries):
    """Whom they stand in for, what they speak for and hold, what that was merged with (twice, where one of them absorbed
    another), and the count."""
    put(village, village.bram, village.voluntary_action.party)
    for body in (village.council, village.choir, village.youth):
        body.memberships.create(person=village.amina, speaks_for=True, accepted_at=timezone.now())

    with django_assert_num_queries(5):
        assert waiting.count_for(village.amina) == 1
    with django_assert_num_queries(3):
        assert waiting.count_for(village.bram) == 1


def test_what_was_put_to_a_body_waits_for_whoever_speaks_for_one_it_was_merged_with(village):
    put(village, village.choir.party)
    village.choir.merge_into(village.youth, village.kofi)
    village.youth.merge_into(village.voluntary_action, village.kofi)

    assert waiting.count_for(village.amina) == 1

    village.youth.refresh_from_db()
    village.youth.unmerge(village.kofi)
    assert waiting.count_for(village.amina) == 0


def test_the_figure_is_right_again_after_ones_own_act(village):
    asked = put(village, village.bram)
    assert waiting.count_for(village.bram) == 1
    answer = asked.answer(village.bram, "yes")
    assert waiting.count_for(village.bram) == 0
    answer.undo(village.bram)
    assert waiting.count_for(village.bram) == 1


def test_all_that_waits_is_counted_and_fifty_stand_on_a_page(client, village):
    yesterday = timezone.localdate() - timedelta(days=1)
    for n in range(120):
        about = {"to": [village.bram], "once": f"many {n}", "due_on": yesterday if n < 70 else None}
        Request.put("ask", f"Question {n:03}", village.drop_in, **about)
    client.force_login(village.bram)
    first, last = (client.get(f"/waiting/?page={n}").content.decode() for n in (1, 3))
    for page in (first, last):
        assert "120 questions wait for your answer." in page and "70 are past their day." in page
    assert "Question 000" in first and "Question 119" not in first and "Question 000" not in last
