"""The wall of a mapping hour follows what is entered; what looks alike is counted, and named only with both's say."""

from __future__ import annotations

import pytest
from django.test import Client

from folkmoot.events.models import Mapped, TableCode


@pytest.fixture
def amina(village):
    browser = Client()
    browser.force_login(village.amina)
    return browser


def enter(village, body: str, once: str, named: bool):
    facts = {"body": body, "title": "Computer help for older people", "types": ["train"], "place": village.thornbeck}
    facts |= {"people": ["older-people"], "may_be_named": named}
    return Mapped.enter(TableCode.make(village.winter, purpose="mapping"), facts, once=once)


def test_the_wall_is_sent_again_when_something_was_entered_and_only_then(village, amina):
    live = f"/events/{village.winter.pk}/mapping/live/"
    mark = amina.get(live).headers["ETag"]
    assert amina.get(live, headers={"If-None-Match": mark}).status_code == 304

    enter(village, "Scouts", "1", named=True)

    answer = amina.get(live, headers={"If-None-Match": mark})
    assert (answer.status_code, "Scouts" in answer.content.decode()) == (200, True)


def test_two_alike_are_counted_by_type_and_not_named(village, amina):
    enter(village, "Scouts", "1", named=True)
    enter(village, "St Mary's Kitchen", "2", named=False)
    words = amina.get(f"/events/{village.winter.pk}/mapping/wall/").content.decode()

    assert "One pair: Train" in words
    assert "Computer help" not in words


def test_two_alike_that_both_may_be_named_are_named(village, amina):
    enter(village, "Scouts", "1", named=True)
    enter(village, "Library", "2", named=True)
    words = amina.get(f"/events/{village.winter.pk}/mapping/wall/").content.decode()

    assert "Computer help for older people (Scouts)" in words
    assert "Computer help for older people (Library)" in words


def test_one_body_is_not_compared_with_itself(village, amina):
    enter(village, "Scouts", "1", named=True)
    enter(village, "scouts", "2", named=True)

    assert "One pair" not in amina.get(f"/events/{village.winter.pk}/mapping/wall/").content.decode()


def test_strangers_see_no_wall(village):
    browser = Client()
    browser.force_login(village.bram)
    for page in ("wall", "live"):
        assert browser.get(f"/events/{village.winter.pk}/mapping/{page}/").status_code == 403
