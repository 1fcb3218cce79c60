"""People talk below a thing: each post once, none after the closing day, taken back by its writer alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from folkmoot.conversations.models import Discussion, DiscussionClosed
from folkmoot.journal.models import Line
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.moderation.models import Standing


@pytest.fixture
def talk(village):
    return Discussion.objects.create(title="The winter meeting", address="/events/1/", place=village.thornbeck)


def test_what_is_said_stands_there_and_in_the_journal(village, talk):
    post = talk.say(village.bram, "  I bring cake.  ")

    assert list(talk.posts.shown()) == [post]
    assert (post.words, post.whose()) == ("I bring cake.", "Bram de Wit")
    line = Line.objects.newest_first().first()
    assert (line.verb, line.title, line.by) == ("commented on", "The winter meeting", village.bram)


def test_somebody_without_an_account_is_called_as_they_wish(talk):
    assert talk.say(None, "Is there a ramp?", name="Joan").whose() == "Joan"
    assert talk.say(None, "Is there tea?").whose() == "Somebody"


def test_the_same_word_is_the_same_post(village, talk):
    first = talk.say(village.bram, "I bring cake.", once="k1")
    assert talk.say(village.bram, "I bring cake.", once="k1") == first
    assert talk.posts.count() == 1


def test_the_same_word_in_another_discussion_is_another_post(village, talk):
    other = Discussion.objects.create(title="Another", address="/events/2/")
    assert talk.say(village.bram, "Hello", once="k1") != other.say(village.bram, "Hello", once="k1")


def test_nothing_and_too_much_are_refused(village, talk):
    for words in ("  ", "x" * 10_001):
        with pytest.raises(Refusal):
            talk.say(village.bram, words)
    assert not talk.posts.exists()


def test_the_last_day_is_open_and_the_next_is_not(village, talk):
    today = timezone.localdate()
    talk.closes_on = today
    talk.save()
    talk.say(village.bram, "Just in time.")

    talk.closes_on = today - timedelta(days=1)
    talk.save()
    with pytest.raises(DiscussionClosed, match="What was said stays"):
        talk.say(village.bram, "Too late.")

    assert [post.words for post in talk.posts.shown()] == ["Just in time."]


def test_only_its_writer_takes_a_post_back_and_once(village, talk):
    post = talk.say(village.bram, "I bring cake.")
    with pytest.raises(NotYours):
        post.take_back(village.amina)

    assert post.take_back(village.bram) is True
    assert post.take_back(village.bram) is False
    assert not talk.posts.shown().exists()


def test_nobody_takes_back_what_was_said_without_an_account(village, talk):
    with pytest.raises(NotYours):
        talk.say(None, "Is there a ramp?", name="Joan").take_back(village.amina)


def test_what_moderators_hold_is_not_shown(village, talk):
    post = talk.say(village.bram, "Words.")
    Standing.of(post, village.bram).rule("held", "An example.", village.kofi)

    assert not talk.posts.shown().exists()
