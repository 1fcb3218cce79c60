"""Watching from a page, changing the pace, and what is new for me."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from folkmoot.directory.models import Topic
from folkmoot.feeds import jobs
from folkmoot.home import things
from folkmoot.journal.models import Line, Notice, Watch
from folkmoot.journal.templatetags import watching
from folkmoot.moderation.models import Standing

pytestmark = pytest.mark.django_db


@pytest.fixture
def bram(client, village):
    client.force_login(village.bram)
    return client


def test_a_thing_is_watched_from_its_page(bram, village):
    for _ in range(2):
        assert bram.post("/watches/start/", {"about": village.drop_in.get_absolute_url()}).status_code == 302
    assert Watch.objects.get().title == village.drop_in.title
    assert village.drop_in.title in bram.get("/watches/").content.decode()


@pytest.mark.parametrize("about", ["", "/", "/nowhere/", "/together/", "https://elsewhere.example/", "/who/999999/"])
def test_what_is_no_thing_is_not_watched(bram, village, about):
    assert bram.post("/watches/start/", {"about": about}).status_code == 404


def test_what_is_held_back_is_not_watched(bram, village):
    village.drop_in.standing = Standing.objects.create(kind="directory.activity", key="1", state="held")
    village.drop_in.save()
    assert bram.post("/watches/start/", {"about": village.drop_in.get_absolute_url()}).status_code == 404


def test_only_my_own_watch_is_mine_to_change(bram, village):
    mine, hers = Watch.start(village.bram, village.drop_in), Watch.start(village.dilys, village.drop_in)
    assert bram.post(f"/watches/{mine.pk}/", {"pace": "daily"}).status_code == 302
    assert bram.post(f"/watches/{hers.pk}/", {"pace": "daily"}).status_code == 404
    assert bram.post(f"/watches/{mine.pk}/", {"pace": "hourly"}).status_code == 409
    assert list(Watch.objects.order_by("pk").values_list("pace", flat=True)) == ["daily", "site"]
    bram.post(f"/watches/{mine.pk}/", {"pace": "stop"})
    assert Watch.objects.get() == hers


def test_news_is_mine_alone_and_marked_as_read_by_a_button(bram, village):
    jobs.tell_watchers.call()
    Notice.objects.all().delete()
    Watch.start(village.bram, village.drop_in)
    Watch.start(village.dilys, village.lunches)
    for thing in (village.drop_in, village.lunches):
        Line.record(village.amina, "changed", thing)
    jobs.tell_watchers.call()
    page = bram.get("/me/news/").content.decode()
    assert "1 thing is new" in page and "Tuesday lunches" not in page
    bram.get("/me/news/")
    assert Notice.objects.unseen().filter(person=village.bram).exists()
    bram.post("/me/news/seen/")
    assert not Notice.objects.unseen().filter(person=village.bram).exists()
    assert Notice.objects.unseen().filter(person=village.dilys).exists()


def test_the_list_of_things_finds_each_by_its_address(village):
    for thing in (village.drop_in, village.council, village.mill_lane, village.bram):
        assert things.at(thing.get_absolute_url()) == thing
        assert things.at(thing.get_absolute_url() + "?x=1") == thing
    assert things.of("directory.activity", str(village.drop_in.pk)) == village.drop_in
    assert things.of("auth.user", "1") is None


def forms_of(page: str) -> list[str]:
    return [form for form in page.split("<form")[1:] if "/watches/" in form]


@pytest.mark.parametrize("what", ["thornbeck", "winter", "street_party", "help_sessions"])
def test_a_page_says_that_i_watch_it_and_stops_it_there(bram, village, what):
    thing = getattr(village, what)
    address = thing.get_absolute_url()
    (before,) = forms_of(bram.get(address).content.decode())
    assert "Watch this" in before and 'action="/watches/start/"' in before

    mine = Watch.start(village.bram, thing)
    (form,) = forms_of(bram.get(address).content.decode())
    assert "You watch this" in form and "Watch this<" not in form and f'action="/watches/{mine.pk}/"' in form
    stopped = bram.post(f"/watches/{mine.pk}/", {"pace": "stop", "back": "page"})
    assert stopped["Location"] == address and not Watch.objects.exists()
    assert "You no longer watch this." in bram.get(address).content.decode()


def test_what_i_muted_is_not_said_to_be_watched_and_another_s_watch_is_not_mine(bram, village):
    Watch.start(village.dilys, village.winter)
    assert "Watch this<" in bram.get(village.winter.get_absolute_url()).content.decode()
    Watch.start(village.bram, village.winter, pace="muted")
    page = bram.get(village.winter.get_absolute_url()).content.decode()
    assert "You have muted this" in page and "You watch this" not in page


def test_a_topic_that_i_watch_says_so_too(bram, village):
    topic = Topic.objects.get_or_create(code="HE", defaults={"name": "Health"})[0]
    bram.post("/watches/start/", {"about": topic.get_absolute_url()})
    page = bram.get(topic.get_absolute_url()).content.decode()
    assert "You watch this" in page and "Watch this<" not in page


def test_of_a_stranger_nothing_is_asked(client, village, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert watching.watch_of({"user": AnonymousUser()}, village.winter) is None
