"""What a group shows to one visitor is never another's kept page."""

from __future__ import annotations

import pytest
from django.test import Client

from folkmoot.conversations import founding, joining, speaking
from folkmoot.conversations.speaking import Said
from folkmoot.home import pagecache
from folkmoot.home.tests.test_pagecache import empty, in_place  # noqa: F401 - fixtures

ASK = "Who would keep the key of the hall?"


def seen_by(person) -> Client:
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


@pytest.fixture
def hall(village):
    group = founding.begin(village.emeka, {"name": "The hall", "way_in": "open", "readers": "everyone"})
    joining.join(group, village.bram, accepts=True)
    talk = speaking.begin(group, village.bram, Said("I could.", title=ASK))
    group.talk = talk
    return group


ADDRESSES = ("", "talk/", "log/", "agreement/", "members/")


def pages(group, person) -> dict[str, str]:
    client = seen_by(person)
    wanted = [f"/groups/{group.slug}/{end}" for end in ADDRESSES] + [group.talk.get_absolute_url()]
    return {one: client.get(one).content.decode() for one in wanted}


def shown(group, village) -> dict[str, dict[str, str]]:
    """The whole of what each kind of visitor sees, in this order: whoever came first could have filled the shelf."""
    return {
        "steward": pages(group, village.emeka),
        "member": pages(group, village.bram),
        "stranger with an account": pages(group, village.carys),
        "stranger": pages(group, None),
    }


@pytest.mark.usefixtures("in_place")
def test_the_control_a_strangers_page_is_kept_and_given_to_the_next_stranger(hall):
    address = f"/groups/{hall.slug}/"
    first = seen_by(None).get(address).content
    assert any(key[-1] == address for key in pagecache.shelf.pages), "kept, so the tests below could fail"
    for key in pagecache.shelf.pages:
        if key[-1] == address:
            pagecache.shelf.pages[key] = pagecache.shelf.pages[key]._replace(body=b"the kept one")
    assert seen_by(None).get(address).content == b"the kept one" != first


@pytest.mark.usefixtures("in_place")
def test_what_steward_member_and_stranger_see_is_each_their_own_whoever_came_first(hall, village):
    marks = {"steward": "You look after it", "member": "You are in it"}
    for order in (list, reversed):
        pagecache.shelf.clear()
        people = {"steward": village.emeka, "member": village.bram, "account": village.carys, "stranger": None}
        for name in order(list(people)):
            page = pages(hall, people[name])[f"/groups/{hall.slug}/"]
            found = {who for who, words in marks.items() if words in page}
            assert found == ({name} if name in marks else set()), (order, name)


@pytest.mark.usefixtures("in_place")
def test_no_page_of_a_member_is_kept_and_nothing_of_it_comes_to_a_stranger(hall, village):
    before = len(pagecache.shelf.pages)
    pages(hall, village.emeka)
    pages(hall, village.bram)
    assert len(pagecache.shelf.pages) == before == 0
    theirs = shown(hall, village)
    for address, page in theirs["stranger"].items():
        assert "csrfmiddlewaretoken" not in page and str(village.bram.email) not in page, address


@pytest.mark.usefixtures("in_place")
def test_closed_to_members_it_is_gone_from_every_kept_page_at_once_and_members_go_on_reading(hall, village):
    talk = hall.talk.get_absolute_url()
    assert ASK in seen_by(None).get(talk).content.decode()
    assert ASK in seen_by(None).get(talk).content.decode(), "from the shelf"
    founding.change(hall, village.emeka, {"readers": "members"}, because="We speak of keys.")
    assert seen_by(None).get(talk).status_code == 404 == seen_by(village.carys).get(talk).status_code
    assert ASK in seen_by(village.bram).get(talk).content.decode()
    assert seen_by(None).get(talk).status_code == 404, "a member who read it left nothing behind"
    for address in (f"/groups/{hall.slug}/", "/groups/talk/", "/groups/"):
        assert ASK not in seen_by(None).get(address).content.decode(), address


@pytest.mark.usefixtures("in_place")
def test_put_out_a_member_sees_no_more_than_a_stranger_from_then_on(hall, village):
    founding.change(hall, village.emeka, {"readers": "members"}, because="We speak of keys.")
    talk = hall.talk.get_absolute_url()
    assert seen_by(village.bram).get(talk).status_code == 200
    joining.leave(hall, village.bram)
    assert seen_by(village.bram).get(talk).status_code == 404


def test_a_group_that_everybody_reads_says_how_to_follow_it_and_one_of_members_does_not(hall, village):
    address = f"/groups/{hall.slug}/"
    page = seen_by(None).get(address).content.decode()
    assert "Follow it:" in page and f"/feeds/follow/?about={address.replace('/', '%2F')}" in page
    assert ASK in seen_by(None).get(f"/feeds/news/?about={address}&as=atom").content.decode()
    founding.change(hall, village.emeka, {"readers": "members"}, because="We speak of keys.")
    assert "Follow it:" not in seen_by(None).get(address).content.decode()
    assert ASK not in seen_by(None).get(f"/feeds/news/?about={address}&as=atom").content.decode()


@pytest.mark.usefixtures("in_place")
def test_who_looks_after_it_and_who_was_put_out_show_to_strangers_at_once(hall, village):
    address, log = f"/groups/{hall.slug}/", f"/groups/{hall.slug}/log/"
    before = seen_by(None).get(address).content.decode()
    seen_by(None).get(log)

    joining.set_role(hall.member(village.bram), village.emeka, "moderator")

    after = seen_by(None).get(address).content.decode()
    assert village.bram.name not in before.partition("Looked after by")[2].partition("</dl>")[0]
    assert village.bram.name in after.partition("Looked after by")[2].partition("</dl>")[0]

    joining.set_role(hall.member(village.bram), village.emeka, "member", "He asked.")
    joining.put_out(hall.member(village.bram), village.emeka, "He sold tickets.")
    assert "One person is in it" in seen_by(None).get(address).content.decode()
    assert "He sold tickets." in seen_by(None).get(log).content.decode()
