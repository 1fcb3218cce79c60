"""A topic's page holds what every app knows of it, for whoever looks, and is followed like anything else."""

from __future__ import annotations

import pytest

from folkmoot.conversations import founding, speaking
from folkmoot.conversations.speaking import Said
from folkmoot.directory.models import Activity, Topic
from folkmoot.feeds import following
from folkmoot.journal.models import Watch
from folkmoot.library.models import Page

pytestmark = pytest.mark.django_db
PRIVATE = "Nobody may know of this plan"


@pytest.fixture
def topic(village) -> Topic:
    """Something of every kind under one topic, or under a narrower one."""
    found, _new = Topic.objects.get_or_create(code="HE", defaults={"name": "Health"})
    narrow, _new = Topic.objects.get_or_create(code="HE102", defaults={"name": "Keeping warm"})
    Topic.objects.get_or_create(code="QQ", defaults={"name": "Nothing yet"})
    for thing in (village.drop_in, village.winter, village.lunch_case):
        thing.topics.add(found)
    village.tea = Page.begin(village.howtos, "Warm halls", "Boil it.", village.bram)
    village.tea.topics.add(narrow)
    type(village.sundays).objects.filter(pk=village.sundays.pk).update(topic=narrow)
    village.story_told = speaking.begin(village.sundays, village.emeka, Said("It was cold.", title="Our hall"), "story")
    return found


def test_what_every_app_knows_of_it_stands_on_its_page(client, village, topic):
    page = client.get(topic.get_absolute_url()).content.decode()
    woven = [village.drop_in, village.winter, village.lunch_case, village.tea, village.sundays, village.story_told]
    missing = [str(one) for one in [*woven, village.heating] if one.get_absolute_url() not in page]
    assert missing == []
    assert "One activity is known" in page
    assert f"/feeds/follow/?about={topic.get_absolute_url().replace('/', '%2F')}" in page
    assert topic.get_absolute_url() in client.get("/topics/").content.decode()


def test_a_topic_is_watched_from_its_page(client, village, topic):
    assert "Watch this" not in client.get(topic.get_absolute_url()).content.decode()
    client.force_login(village.carys)
    assert "Watch this" in client.get(topic.get_absolute_url()).content.decode()
    client.post("/watches/start/", {"about": topic.get_absolute_url()})
    watch = Watch.objects.get(person=village.carys)
    assert (watch.kind, watch.key) == ("directory.topic", topic.code)


def test_its_feed_holds_what_happened_under_it_and_nothing_else(client, village, topic):
    found = following.what(topic.get_absolute_url(), None)
    assert (found.kind, found.key) == ("directory.topic", "HE") == _named(following.what("/who/?topic=HE", None))
    feed = client.get(f"/feeds/news/?about={topic.get_absolute_url()}&as=atom").content.decode()
    assert "Our hall" in feed and "Warm halls" in feed
    other = client.get("/feeds/news/?about=/topics/QQ/&as=atom").content.decode()
    assert "Our hall" not in other


def _named(found) -> tuple[str, str]:
    return found.kind, found.key


def test_nobody_sees_on_it_what_they_may_not_see(client, village, topic):
    village.drop_in.topics.add(topic)
    Activity.objects.filter(pk=village.drop_in.pk).update(title=PRIVATE, private_for_now=True)
    founding.change(village.sundays, village.emeka, {"readers": "hidden"}, because="We speak of keys.")
    shut = (PRIVATE, "Our hall", village.sundays.get_absolute_url())
    for person, seen in ((None, False), (village.carys, False), (village.emeka, True)):
        client.logout() if person is None else client.force_login(person)
        page = client.get(topic.get_absolute_url()).content.decode()
        assert [words for words in shut[1:] if words in page] == ([*shut[1:]] if seen else []), person
        assert seen or PRIVATE not in page


@pytest.mark.once
def test_it_costs_the_same_however_much_stands_under_it(client, village, topic, django_assert_max_num_queries):
    for number in range(12):
        Page.begin(village.howtos, f"Page {number}", "x", village.bram).topics.add(topic)
    with django_assert_max_num_queries(45):
        client.get(topic.get_absolute_url())


@pytest.mark.once
def test_a_topic_nothing_is_known_of_says_so_and_one_that_is_none_is_not_there(client, topic):
    assert "We know of nothing done under this topic yet" in client.get("/topics/QQ/").content.decode()
    assert client.get("/topics/NOTHING/").status_code == 404
    assert client.get("/topics/he/")["Location"] == "/topics/HE/"
