"""A group's watch sees what its reader may; muted talks are left alone; a post is told once."""

from __future__ import annotations

import pytest
from django.core import mail as outbox
from django.utils import timezone

from folkmoot.conversations import joining
from folkmoot.conversations import telling as talking
from folkmoot.conversations.models import Discussion, Group, Mute
from folkmoot.feeds import following, jobs, pieces
from folkmoot.journal.models import Notice, Pace, Watch
from folkmoot.kit import work

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def read_up(village):
    work.drain(scheduled=False)
    jobs.tell_watchers.call()
    outbox.outbox.clear()


def talk_in(village, readers: str) -> Discussion:
    group = Group.objects.create(name=f"Group {readers}", slug=f"g-{readers}", readers=readers, place=village.thornbeck)
    joining.join(group, village.bram, accepts=True, pace=Pace.DAILY)
    return Discussion.objects.create(title="The key", group=group, by=village.bram)


def say(talk: Discussion, by) -> None:
    """As its page does it: said, and those who follow told."""
    talking.tell(talk.say(by, "The key lies under the pot."), [])


def told(person, words: str) -> int:
    work.drain(scheduled=False)
    jobs.tell_watchers.call()
    return sum(words in notice.words for notice in Notice.objects.filter(person=person))


@pytest.mark.parametrize("readers", ["everyone", "members", "hidden"])
def test_who_may_not_read_a_group_is_told_nothing_of_it(village, readers):
    talk = talk_in(village, readers)
    following.watch(village.carys, following.what("/places/thornbeck/", village.carys), Pace.AT_ONCE)
    Watch.start(village.carys, talk.group)
    say(talk, village.amina)
    heard = told(village.carys, "The key")
    assert heard == (1 if readers == "everyone" else 0)
    assert (following.what(talk.group.get_absolute_url(), village.carys) is None) == (readers == "hidden")


def test_a_member_who_left_gets_nothing_of_what_waited(village):
    talk = talk_in(village, "members")
    post = talk.say(village.amina, "The key lies under the pot.")
    about = ("conversations.post", str(post.pk))
    day = timezone.localdate()
    assert about in pieces.seen([about], village.bram, day)
    talk.group.members.all().delete()
    assert pieces.seen([about], village.bram, day) == {}


def test_a_muted_talk_is_not_told_to_who_watches_the_place(village):
    talk = talk_in(village, "everyone")
    following.watch(village.dilys, following.what("/places/thornbeck/", village.dilys))
    Mute.objects.create(person=village.dilys, discussion=talk)
    say(talk, village.amina)
    assert told(village.dilys, "The key") == 0


def test_who_follows_group_and_place_is_told_of_a_post_once(village):
    talk = talk_in(village, "everyone")
    following.watch(village.bram, following.what("/places/thornbeck/", village.bram), Pace.AT_ONCE)
    Watch.objects.filter(person=village.bram, kind="conversations.group").update(pace=Pace.AT_ONCE)
    say(talk, village.amina)
    assert told(village.bram, "The key") == 1
    jobs.mail_news.call()
    work.drain(scheduled=False)
    assert sum("under the pot" in mail.body for mail in outbox.outbox if mail.to == [village.bram.email]) == 1
