"""The pages of the library as a reader meets them."""

from __future__ import annotations

import pytest

from folkmoot.library.models import Page
from folkmoot.moderation.models import Standing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to("2026-11-20 12:00Z")


def text(client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def test_the_library_opens_with_what_is_on_its_shelves(village, client):
    page = text(client, "/library/")
    assert "Here are 12 pages, 5 cases of what works and one toolkit. 5 say what failed." in page
    assert "Lunch that people come back to" in page and "Your first street event" in page


def test_a_page_shows_its_words_its_links_and_who_wrote_it(village, client):
    page = text(client, village.street_party.get_absolute_url())
    assert '<a href="/library/howtos/close-a-road-for-a-day/"' in page
    assert "Last changed 8 June 2026 by Emeka Obi." in page and "2 versions" in page
    assert "Borrowing a gazebo</a> (not written yet)" in page
    assert "Close a road for a day</a></li>" in page, "it leads here"


def test_a_list_inside_a_page_is_the_directory(village, client):
    page = text(client, village.groups_page.get_absolute_url())
    assert village.neighbours.get_absolute_url() in page and "Neighbours First" in page
    village.neighbours.set_down({"name": "Neighbours Always"}, village.amina)
    assert "Neighbours Always" in text(client, village.groups_page.get_absolute_url())


def test_a_page_nobody_wrote_offers_to_be_written(village, client):
    page = text(client, "/library/howtos/borrowing-a-gazebo/", 404)
    assert "Nobody has written this page yet." in page and "One other page speaks of it." in page
    assert "/library/howtos/new/?title=Borrowing%20a%20gazebo" in page


def test_what_moderators_hold_is_gone_from_every_list(village, client):
    page = village.tea_page
    standing = Standing.of(page, village.bram)
    assert "Tea for sixty" in text(client, "/library/orphans/")
    assert page.get_absolute_url() in text(client, "/search/?q=tea+sixty")
    standing.rule("held", "An example.", village.kofi)
    assert client.get(page.get_absolute_url()).status_code == 404
    for address in (
        "/library/",
        "/library/orphans/",
        "/library/pages/",
        "/library/recent/",
        "/library/recent/?every=1",
    ):
        assert "Tea for sixty" not in text(client, address), address
    for address in ("/library/howtos/", "/search/?q=tea+sixty", "/library/pages/?as=csv"):
        found = b"".join(client.get(address)).decode()
        assert "Tea for sixty" not in found and page.get_absolute_url() not in found, address


def test_the_lists_that_keep_order(village, client):
    assert "Safe with food" in text(client, "/library/stale/")
    wanted = text(client, "/library/wanted/")
    assert "Borrowing a gazebo" in wanted and "Hold a street party" in wanted
    orphans = text(client, "/library/orphans/")
    assert "Tea for sixty" in orphans and "Close a road for a day</a>" not in orphans
    assert "2 versions" not in orphans


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json", "atom"])
@pytest.mark.parametrize("list_", ["pages", "recent", "wanted", "orphans", "cases", "toolkits", "broken"])
def test_lists_can_be_taken_away(village, client, kind, list_):
    answer = client.get(f"/library/{list_}/?as={kind}")
    assert answer.status_code == 200 and b"".join(answer)


def test_the_number_of_queries_does_not_depend_on_how_much_there_is(village, client, django_assert_max_num_queries):
    for n in range(30):
        Page.begin(village.howtos, f"About party {n}", f"See [[Hold a street party]] and [[Page {n}]].", village.bram)
    with django_assert_max_num_queries(24):
        text(client, village.street_party.get_absolute_url())
    with django_assert_max_num_queries(14):
        text(client, "/library/recent/")
    with django_assert_max_num_queries(14):
        text(client, "/library/pages/")


def test_an_easy_read_page_says_that_the_full_one_moved_on(village, client):
    page = text(client, village.road_easy.get_absolute_url())
    assert "has changed once since this was written" in page and "from=1&amp;to=2" in page
    assert "has not followed the last changes" in text(client, village.road_page.get_absolute_url() + "?full")
    client.force_login(village.bram)
    client.post(f"{village.road_easy.get_absolute_url()}in-step/", {"number": 2})
    assert "It says what the full page says today." in text(client, village.road_easy.get_absolute_url())


def test_a_reader_can_choose_easy_read_for_good(village, client):
    client.post("/library/easy/", {"easy": "yes", "next": "/library/"})
    assert client.get(village.road_page.get_absolute_url()).url == village.road_easy.get_absolute_url()
    assert client.get(f"{village.road_page.get_absolute_url()}?full").status_code == 200
    client.post("/library/easy/", {"easy": "no", "next": "//evil.example"})
    assert client.get(village.road_page.get_absolute_url()).status_code == 200
