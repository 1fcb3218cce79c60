"""Following by mail with no account: asked twice, told what everybody may see, ended by one click and forgotten."""

from __future__ import annotations

import re

import pytest
from django.core import mail as outbox
from django.core.cache import cache
from django.utils import timezone

from folkmoot.directory.models import Topic
from folkmoot.feeds import jobs, sending
from folkmoot.feeds.models import Digest, Follower, News
from folkmoot.journal.models import Line
from folkmoot.kit import work
from folkmoot.kit.models import Bounce

pytestmark = pytest.mark.django_db
LINK = re.compile(r"http://localhost:8000(/feeds/yes/\S+/)")


@pytest.fixture(autouse=True)
def clock(village, time_machine):
    jobs.tell_watchers.call()
    time_machine.move_to("2026-12-02 12:00Z", tick=False)
    return time_machine


def ask(client, email="jo@x.example", about="/places/thornbeck/", pace="daily"):
    answer = client.post("/feeds/follow/", {"about": about, "email": email, "pace": pace})
    work.drain(scheduled=False)
    return answer


def yes(client) -> None:
    client.post(LINK.search(outbox.outbox[-1].body)[1])


def happens(village) -> Line:
    return Line.record(village.amina, "changed", village.drop_in, place=village.mill_lane)


def next_morning(clock) -> list:
    outbox.outbox.clear()
    jobs.tell_watchers.call()
    clock.move_to("2026-12-03 07:10Z", tick=False)
    jobs.mail_news.call()
    work.drain(scheduled=False)
    return outbox.outbox


def test_nothing_comes_before_the_reader_of_the_mail_said_yes(client, village, clock):
    assert "Look in your mail" in ask(client).content.decode()
    assert client.get(LINK.search(outbox.outbox[-1].body)[1]).status_code == 200
    assert Follower.objects.get().confirmed_at is None, "opening the link is no yes: mail scanners open links"
    happens(village)
    assert next_morning(clock) == []


def test_it_comes_with_the_content_and_one_click_ends_it(client, village, clock):
    ask(client)
    yes(client)
    happens(village)
    (mail,) = next_morning(clock)
    assert mail.to == ["jo@x.example"] and mail.subject.startswith("Thornbeck: Monthly drop-in")
    assert village.drop_in.title in mail.body and "You follow Thornbeck by mail, once a day." in mail.body
    stop = mail.extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://localhost:8000")
    client.get(stop)
    assert Follower.objects.count() == 1
    strict = type(client)(enforce_csrf_checks=True)
    for _ in range(2):
        assert strict.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Follower.objects.exists() and not News.objects.exists() and not Digest.objects.exists()


def test_what_only_some_may_see_is_told_to_no_follower(client, village, clock):
    ask(client)
    yes(client)
    happens(village)
    type(village.drop_in).objects.filter(pk=village.drop_in.pk).update(private_for_now=True)
    assert next_morning(clock) == []


def test_the_answer_is_the_same_whether_they_follow_already_or_not(client, village):
    first = ask(client).content
    yes(client)
    assert ask(client).content == first
    assert Follower.objects.count() == 1 and "already" in outbox.outbox[-1].body


def test_a_list_and_a_topic_can_be_followed_and_what_is_nobodys_business_cannot(client, village):
    Topic.objects.get_or_create(code="AN", defaults={"name": "Animals"})
    for about in ("/events/?place=thornbeck", "/who/?topic=AN", "/search/?q=kettle"):
        assert ask(client, about=about).status_code == 200
    for about in (village.amina.get_absolute_url(), "/waiting/", "/", "https://evil.example/", "/feeds/", "x" * 999):
        assert client.post("/feeds/follow/", {"about": about, "email": "a@x.example"}).status_code == 404
    assert Follower.objects.count() == 3


def test_nobody_floods_strangers_with_questions(client, village, settings):
    settings.LIMITS, settings.STRANGERS_A_DAY = True, 2
    cache.clear()
    answers = [ask(client, f"{n}@x.example").status_code for n in range(4)]
    assert answers == [200, 200, 429, 429]


@pytest.mark.parametrize("email", ["", "x", "a@b\r\nBcc: c@d.example", "a@x.example, b@x.example"])
def test_what_is_no_address_is_refused_in_words(client, village, email):
    assert 'aria-invalid="true"' in ask(client, email).content.decode()
    assert not Follower.objects.exists() and outbox.outbox == []


def test_who_never_said_yes_is_forgotten_in_a_week_and_so_is_who_cannot_be_reached(client, village, clock):
    ask(client)
    ask(client, "b@x.example")
    yes(client)
    Bounce.objects.create(address="b@x.example", lasting=True)
    clock.move_to("2026-12-10 12:00Z", tick=False)
    jobs.forget_past.call()
    assert not Follower.objects.exists()


def test_a_bent_link_says_yes_to_nothing_and_stops_nothing(client, village):
    ask(client)
    assert client.post("/feeds/yes/abc/").status_code == 404 == client.post("/feeds/stop/abc/").status_code
    token = LINK.search(outbox.outbox[-1].body)[1].split("/")[-2]
    assert client.post(f"/feeds/stop/{token}/").status_code == 404
    assert Follower.objects.get().confirmed_at is None


def test_told_twice_is_mailed_once(client, village, clock):
    ask(client)
    yes(client)
    happens(village)
    jobs.tell_watchers.call()
    jobs.tell_watchers.call()
    assert News.objects.count() == 1
    assert len(next_morning(clock)) == 1
    jobs.mail_news.call()
    work.drain(scheduled=False)
    assert len(outbox.outbox) == 1 and sending.late(timezone.now()) == 0
