"""While somebody types a new name: the one they may mean is named, and nothing private is found out that way."""

from __future__ import annotations

import pytest
from django.core.cache import caches

from folkmoot.directory import likely
from folkmoot.directory.models import Activity, Organisation


@pytest.fixture(autouse=True)
def nothing_held():
    """Each test begins as a process that has just started."""
    likely.held.forget()
    caches["kept"].clear()
    yield
    likely.held.forget()
    caches["kept"].clear()


@pytest.fixture
def centre(village) -> Organisation:
    facts = {"name": "Thornbeck Community Centre", "postcode": "TB1 2AB", "website": "https://centre.example/"}
    return Organisation.enter(village.amina, facts)


@pytest.fixture
def long_list(monkeypatch, centre) -> Organisation:
    """As on a site with so many names that the worker makes them ready."""
    monkeypatch.setattr(likely, "AT_ONCE", 5)
    return centre


@pytest.mark.parametrize(
    "typed", ["Thornbeck Comunity Centre, TB1 2AB", "Thornbeck Comunity Centre", "the thornbeck community center"]
)
def test_a_slip_of_the_pen_finds_the_one_that_is_meant(centre, typed):
    assert likely.organisations(typed)[0] == centre


@pytest.mark.parametrize("typed", ["Community", "Centre", "Thornbeck", "Association", "th", ""])
def test_a_word_that_is_in_many_names_warns_of_none(centre, typed):
    assert likely.organisations(typed) == []


def test_a_postcode_tells_apart_what_a_word_alone_does_not(village):
    assert likely.organisations("Library") == []
    assert likely.organisations("Library", postcode="TB1 1AA") == [village.library]


def test_another_body_of_another_town_is_not_meant(centre):
    assert centre not in likely.organisations("Farmoor Cricket Club")


def test_a_hidden_address_cannot_be_found_out_by_typing_it(village):
    shown = likely.organisations(f"House, {village.refuge.postcode}")
    assert village.refuge.hides_address and village.refuge.postcode and village.refuge not in shown


def test_what_moderators_hold_or_another_absorbed_is_not_named(village, centre):
    assert likely.organisations("Thornbeck Comunity Centre")
    centre.merge_into(village.online, village.kofi)
    assert centre not in likely.organisations("Thornbeck Comunity Centre")


def test_a_new_name_is_known_at_once(village):
    assert likely.organisations("Mill Lane Mudlarks") == []
    made = Organisation.enter(village.amina, {"name": "Mill Lane Mudlarks"})
    assert likely.organisations("Mill Lane Mudlark")[0] == made


def test_a_long_list_waits_for_the_worker_and_words_are_looked_for_meanwhile(long_list):
    assert likely.organisations("Thornbeck Comunity Centre") == []
    assert likely.organisations("Community Centre") == [long_list]


def test_a_long_list_made_ready_is_taken_up_and_followed(village, long_list):
    assert likely.make_ready() == Organisation.objects.live().shown().count()
    likely.held.fetch()
    assert likely.organisations("Thornbeck Comunity Centre")[0] == long_list
    made = Organisation.enter(village.amina, {"name": "Mill Lane Mudlarks"})
    assert likely.organisations("Mill Lane Mudlark")[0] == made
    long_list.revise(village.amina, {"name": "Priory Rooms"})
    assert likely.organisations("Priory Room")[0] == long_list


def test_a_short_list_is_not_made_ready_beforehand(centre):
    assert likely.make_ready() == 0


def test_an_activity_with_a_title_much_like_it_is_named(village):
    made = Activity.enter(village.amina, {"title": "Tuesday repair cafe"})
    assert likely.activities("Tuesday repiar cafe") == [made]
    assert likely.activities("cafe") == []


def test_the_form_asks_with_the_postcode_and_web_page_typed(client, village, centre):
    answer = client.get("/organisations/likely/", {"words": "Comunity Centre", "postcode": "tb1 2ab"}).json()
    assert [each["name"] for each in answer["found"]] == ["Thornbeck Community Centre"]
