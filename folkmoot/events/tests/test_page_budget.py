"""What the page of an event costs: questions to the database, for somebody signed in and for nobody in particular."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from folkmoot.events import replying
from folkmoot.people.models import Deputy

pytestmark = pytest.mark.django_db
MEMBER, ANYBODY = 44, 30


@pytest.fixture
def page(village) -> str:
    return village.winter.get_absolute_url()


def test_a_member_s_page_costs_no_more_however_many_bodies_and_days_they_stand_for(
    village, page, django_assert_max_num_queries
):
    member, today = Client(), timezone.localdate()
    member.force_login(village.bram)
    member.get(page)
    with django_assert_max_num_queries(MEMBER):
        assert member.get(page).status_code == 200

    for other in (village.amina, village.dilys, village.emeka):
        Deputy.appoint(other, village.bram, (today, today + timedelta(days=3)), today)
    replying.reply(village.winter, replying.Said("yes"), person=village.bram)
    with django_assert_max_num_queries(MEMBER + 8):  # they look after it now: what they may do stands there too
        assert "Look after this event" in member.get(page).content.decode()


def test_anybody_s_page_costs_less(village, page, django_assert_max_num_queries):
    Client().get(page)
    with django_assert_max_num_queries(ANYBODY):
        assert Client().get(page, headers={"cookie": "sessionid=none"}).status_code == 200


def test_a_deputy_who_stands_in_from_now_on_looks_after_it_on_the_next_page(village, page):
    member, today = Client(), timezone.localdate()
    member.force_login(village.bram)
    assert "Look after this event" not in member.get(page).content.decode()
    stands = Deputy.appoint(village.amina, village.bram, (today, today), today)
    assert "Look after this event" in member.get(page).content.decode()
    stands.delete()
    assert "Look after this event" not in member.get(page).content.decode()
