"""A question put into SQL once finds what Django finds, whatever is said, and never what was said before."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.safestring import mark_safe

from folkmoot.directory.models import Organisation
from folkmoot.directory.models.kin import KIN, SPOKEN_FOR
from folkmoot.home.parties import ANSWERED_FOR
from folkmoot.home.waiting import WAITING, count_for, waiting_for
from folkmoot.kit.prepared import MOST_IN_A_LIST, Prepared
from folkmoot.newsroom.parts import MENTIONED
from folkmoot.people.models import Deputy, Person
from folkmoot.people.permissions import HELD, STOOD_IN_FOR
from folkmoot.requests.models import Request

TODAY = date(2026, 11, 30)


def both(question: Prepared, *said) -> None:
    """The same rows, asked twice as they are prepared and once as Django does it."""
    found = sorted(map(tuple, question.ask(*said)))
    assert sorted(question.rows(*said)) == sorted(question.rows(*said)) == found, said


def test_each_that_is_prepared_finds_what_django_finds(village):
    Organisation.objects.filter(pk=village.choir.pk).update(same_as=village.voluntary_action)
    Deputy.objects.create(person=village.amina, deputy=village.bram, from_on=TODAY, until_on=TODAY)
    people = list(Person.objects.order_by("pk").values_list("pk", flat=True))[:8]
    for day in (TODAY, TODAY + timedelta(days=1), date(2009, 5, 1)):
        for person in people:
            both(STOOD_IN_FOR, person, day)
            both(ANSWERED_FOR, [person], day)
            both(HELD, [person], day)
            both(SPOKEN_FOR, [person], day)
        both(ANSWERED_FOR, people[:3], day)
    for bodies in ([village.choir.pk], [village.voluntary_action.pk, village.hall.pk], [1], list(range(1, 60))):
        both(KIN, bodies)
    assert STOOD_IN_FOR.rows(village.bram.pk, TODAY) == [(village.amina.pk,)]
    assert STOOD_IN_FOR.rows(village.bram.pk, TODAY + timedelta(days=1)) == []


def test_the_figure_in_the_menu_is_what_waits(village):
    for body in (village.voluntary_action, village.council, village.choir):
        Request.put("test.question", "Is it so?", body, to=[f"directory.organisation:{body.pk}", village.dilys])
    Request.put("test.question", "And this?", village.hall, to=["role:keeper", village.bram])
    for person in (village.amina, village.bram, village.carys, village.dilys, village.kofi):
        assert count_for(person) == waiting_for(person, TODAY).count(), person
    assert count_for(village.dilys) >= 3
    both(MENTIONED, mark_safe("/places/thornbeck/"))
    both(WAITING, [village.dilys.pk, village.bram.pk], ["role:keeper", "people.person:1", "' OR 1=1 --"])


def test_a_long_list_is_asked_about_all_the_same(village):
    many = list(range(1, MOST_IN_A_LIST + 2))
    both(KIN, many)


def test_a_question_that_drops_what_is_said_is_refused(village):
    forgetful = Prepared(lambda keys: Organisation.objects.order_by().values_list("pk"))
    with pytest.raises(ValueError, match="does not stand"):
        forgetful.rows([1, 2])


def test_a_question_that_asks_of_this_moment_is_refused(village):
    hasty = Prepared(lambda people: Request.objects.filter(asked_by__in=people, asked_at__lt=timezone.now()))
    with pytest.raises(ValueError, match="moment"):
        hasty.rows([village.bram.pk])


def test_it_is_one_query_each(village):
    STOOD_IN_FOR.rows(village.bram.pk, TODAY)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        STOOD_IN_FOR.rows(village.amina.pk, TODAY)
    assert len(asked) == 1
