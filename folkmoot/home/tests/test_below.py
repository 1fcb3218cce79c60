"""What is said below events and cases goes out by mail and is answered by mail, by each owner's rules."""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from django.core import mail as outbox

from folkmoot.conversations import addressing, mailed
from folkmoot.events import talking as events
from folkmoot.journal.models import Watch
from folkmoot.kit.work import drain
from folkmoot.library import talking as library
from folkmoot.moderation.models import Standing


@pytest.fixture(autouse=True)
def door(settings):
    settings.TALK_MAIL = "talk@moot.example"


def to(person) -> list:
    return [one for one in outbox.outbox if one.to == [person.email]]


def answer(person, address: str, words: str) -> bytes:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Message-ID"] = person.email, address, f"<{hash(words)}@home.example>"
    letter.set_content(words)
    return letter.as_bytes()


@pytest.mark.parametrize(("say", "which"), [(events.say, "winter"), (library.say, "lunch_case")])
def test_a_comment_reaches_whoever_watches_and_is_answered_by_mail(village, say, which):
    thing = getattr(village, which)
    Watch.start(village.dilys, thing, pace="at-once")
    post = say(thing, village.bram, "Is there a ramp?")
    drain(scheduled=False)

    (sent,) = [one for one in to(village.dilys) if "Is there a ramp?" in one.body]
    mailed.take(answer(village.dilys, sent.reply_to[0], "At the side."))
    assert post.discussion.posts.get(words="At the side.").by == village.dilys


def test_what_is_below_something_hidden_is_told_to_nobody_and_takes_no_answer(village):
    Watch.start(village.dilys, village.winter, pace="at-once")
    post = events.say(village.winter, village.bram, "Is there a ramp?")
    Standing.of(village.winter, village.amina).rule("removed", "An example.", village.kofi)
    drain(scheduled=False)
    assert not any("ramp" in one.body for one in to(village.dilys))
    address = addressing.of_answer(village.dilys, post)
    assert mailed.take(answer(village.dilys, address, "x y z")).startswith("not posted")


def test_an_event_that_takes_no_comments_takes_none_by_mail(village):
    post = events.say(village.winter, village.bram, "Is there a ramp?")
    events.set_rules(village.winter, "nobody", None)
    address = addressing.of_answer(village.dilys, post)
    assert "no comments" in mailed.take(answer(village.dilys, address, "At the side."))
