"""Toolkits: parts in an order, a reader's progress, the booklet."""

from __future__ import annotations

import pytest

from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.library.models import Tick, Toolkit
from folkmoot.moderation.models import Standing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to("2026-11-20 12:00Z")


def text(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def headings(kit: Toolkit) -> list[str]:
    return [part.heading for part in kit.parts_shown()]


def test_a_toolkit_shows_its_parts_in_order(village, client):
    page = text(client, village.first_event.get_absolute_url())
    assert "5 parts in order." in page
    assert page.index("1. Ask five doors") < page.index("2. <a") < page.index("4. <a")


def test_a_reader_goes_on_where_they_stopped(village, client):
    client.force_login(village.bram)
    first = village.first_event.parts.first()
    for _ in range(2):
        client.post(f"/library/toolkits/parts/{first.pk}/tick/", {"done": "yes"})
    page = text(client, village.first_event.get_absolute_url())
    assert "You have worked through 1." in page and "Go on with “Hold a street party”" in page
    assert Tick.objects.filter(person=village.bram).count() == 1
    client.post(f"/library/toolkits/parts/{first.pk}/tick/", {"done": "no"})
    assert Tick.objects.count() == 0
    client.force_login(village.carys)
    assert "You have worked through 0." in text(client, village.first_event.get_absolute_url())


def test_the_order_changes_for_those_who_look_after_it(village):
    kit = village.first_event
    last = kit.parts.last()
    with pytest.raises(NotYours):
        kit.swap(village.bram, last.pk, up=True)
    assert kit.swap(village.amina, last.pk, up=True) and headings(kit)[3] == last.heading
    assert not kit.swap(village.amina, kit.parts.first().pk, up=True)
    assert kit.take_out(village.amina, last.pk) and not kit.take_out(village.amina, last.pk)
    assert len(headings(kit)) == 4


def test_a_part_is_a_page_a_case_or_words(village, client):
    client.force_login(village.amina)
    address = f"/library/toolkits/{village.first_event.pk}/parts/"
    assert client.post(address, {"thing": "Nothing of the kind"}).status_code == 422
    assert client.post(address, {"words": "x"}).status_code == 422
    client.post(address, {"thing": "tea for sixty"})
    assert village.first_event.parts.last().page == village.tea_page
    with pytest.raises(Refusal):
        village.first_event.add(village.amina, "")


def test_the_booklet_holds_all_of_it(village, client):
    page = text(client, f"/library/toolkits/{village.first_event.pk}/booklet/")
    for words in (
        "Ask the five nearest doors",
        "A fire engine must be able to pass",
        "Asking strangers to join something",
    ):
        assert words in page


def test_a_part_whose_page_is_held_is_left_out(village, client):
    Standing.of(village.road_page, village.amina).rule("held", "An example.", village.kofi)
    assert len(headings(village.first_event)) == 4
    for address in ("", "booklet/"):
        page = text(client, f"/library/toolkits/{village.first_event.pk}/{address}")
        assert village.road_page.get_absolute_url() not in page and "A fire engine must be able to pass" not in page


def test_made_twice_it_is_one_and_put_away_it_can_come_back(village, client):
    for _ in range(2):
        made = Toolkit.make(village.bram, once="x", title="Small", kind="howto")
    assert Toolkit.objects.filter(title="Small").count() == 1
    made.put_away(village.bram, "Not needed")
    assert client.get(made.get_absolute_url()).status_code == 404
    assert "Small" not in text(client, "/library/toolkits/")
    made.bring_back(village.bram)
    assert "Small" in text(client, "/library/toolkits/")
