"""Wholly by mail: each post to those who want it at once, answered by mail, stopped by one click and by no look."""

from __future__ import annotations

import re
from email.message import EmailMessage

import pytest
from django.core import mail as outbox

from folkmoot.conversations import addressing, following, mailed, speaking
from folkmoot.conversations.models import Draft, Mute
from folkmoot.conversations.speaking import Said
from folkmoot.journal.models import Notice, Watch
from folkmoot.kit.work import drain
from folkmoot.moderation.models import Standing


@pytest.fixture(autouse=True)
def door(settings):
    settings.TALK_MAIL = "talk@moot.example"


@pytest.fixture
def talk(village):
    following.choose(village.heating, village.dilys, "at-once")
    return village.heating


def to(person) -> list:
    return [one for one in outbox.outbox if one.to == [person.email]]


def answer(person, address: str, words: str, **headers) -> bytes:
    letter = EmailMessage()
    letter["From"] = f"{person.name} <{headers.pop('sender', person.email)}>"
    letter["To"] = address
    letter["Subject"] = headers.pop("subject", "Re: the hall")
    letter["Message-ID"] = headers.pop("id", "<one@home.example>")
    for name, value in headers.items():
        letter[name.replace("_", "-")] = value
    letter.set_content(words)
    return letter.as_bytes()


def test_a_post_goes_at_once_to_those_who_want_it_and_can_be_answered(village, talk):
    post = speaking.say(talk, village.bram, Said("The timer is in."))
    drain(scheduled=False)

    (sent,) = to(village.dilys)
    assert "The timer is in." in sent.body and "[Sundays in Thornbeck]" in sent.subject
    assert addressing.read(sent.reply_to[0].partition("+")[2].partition("@")[0]).post == post.pk
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert sent.extra_headers["In-Reply-To"] == f"<talk-{talk.pk}@localhost>"

    drain(scheduled=False)
    assert len(to(village.dilys)) == 1 and to(village.bram) == []


def test_at_another_pace_it_waits_in_the_news(village, talk):
    following.choose(talk, village.dilys, "daily")
    speaking.say(talk, village.bram, Said("The timer is in."))
    drain(scheduled=False)
    assert to(village.dilys) == []
    assert Notice.objects.get(person=village.dilys, words__contains="wrote in").pace == "daily"


def test_whoever_follows_the_group_hears_unless_they_mute_the_discussion(village, talk):
    Watch.start(village.amina, village.sundays, pace="at-once")
    speaking.say(talk, village.bram, Said("One"))
    drain(scheduled=False)
    following.choose(talk, village.amina, "mute")
    speaking.say(talk, village.bram, Said("Two"))
    drain(scheduled=False)
    (sent,) = to(village.amina)
    assert "One" in sent.body


def test_rights_are_asked_when_it_leaves(village, talk):
    post = speaking.say(talk, village.bram, Said("Something private about Joan"))
    Standing.of(post, village.bram).rule("removed", "An example.", village.kofi)
    drain(scheduled=False)
    assert not any("Joan" in one.body for one in to(village.dilys))
    assert not Notice.objects.shown().filter(person=village.dilys, address=post.get_absolute_url()).exists()


def test_who_left_a_private_group_gets_no_more_of_it(village):
    following.choose(village.bins, village.dilys, "at-once")
    speaking.say(village.bins, village.bram, Said("They moved again."))
    village.street.members.filter(person=village.dilys).delete()
    drain(scheduled=False)
    assert to(village.dilys) == []


def test_an_answer_by_mail_is_said_once_without_what_it_answers(village, talk):
    address = addressing.of_answer(village.dilys, talk.post_at(1))
    words = "Gladly, on the second.\n\nOn Mon, 9 Nov 2026 at 19:40, Emeka Obi <talk@moot.example> wrote:\n> The hall\n"
    raw = answer(village.dilys, address, words)
    assert mailed.take(raw).startswith("said: ") and mailed.take(raw) == "had come before"

    post = talk.posts.order_by("-number").first()
    assert (post.words, post.by, post.came, post.reply_to.number) == (
        "Gladly, on the second.",
        village.dilys,
        "mail",
        1,
    )


def test_a_discussion_is_begun_by_mail(village):
    address = addressing.of_group(village.dilys, village.sundays)
    assert "begun: " in mailed.take(answer(village.dilys, address, "Who has a van?", subject="A van for Sunday"))
    begun = village.sundays.discussions.get(title="A van for Sunday")
    assert begun.post_at(1).words == "Who has a van?"


def test_a_file_comes_along(village, talk, settings, tmp_path):
    settings.FILES = tmp_path
    letter = EmailMessage()
    letter["From"], letter["To"] = village.dilys.email, addressing.of_answer(village.dilys, talk.post_at(1))
    letter.set_content("The list.")
    letter.add_attachment(b"name;day\nJoan;Sunday\n", maintype="text", subtype="csv", filename="list.csv")
    assert mailed.take(letter.as_bytes()).startswith("said: ")
    assert talk.posts.order_by("-number").first().attachments.get().name == "list.csv"


FORGED = ("7-1-1-000000000000000000000000", "x", "1-2-3-4", "-" * 60, "9" * 60)


@pytest.mark.parametrize("word", FORGED)
def test_an_address_this_site_did_not_make_is_for_nobody(village, word):
    assert mailed.take(answer(village.dilys, f"talk+{word}@moot.example", "x")) == "for nobody here"


def test_no_forged_mark_is_accepted(village, talk):
    good = addressing.of_answer(village.dilys, talk.post_at(1))
    before = talk.posts.count()
    for number in range(300):
        bad = re.sub(r"[0-9a-f]{24}@", f"{number:024x}@", good)
        assert mailed.take(answer(village.dilys, bad, "x", id=f"<{number}@x.example>")) == "for nobody here"
    assert talk.posts.count() == before


def test_from_another_sender_nothing_is_said_and_the_person_alone_is_told(village, talk):
    address = addressing.of_answer(village.dilys, talk.post_at(1))
    said = mailed.take(answer(village.dilys, address, "I am Dilys", sender="mallory@evil.example"))
    drain(scheduled=False)
    assert "another address" in said and not Draft.objects.exists()
    assert [one.to for one in outbox.outbox] == [[village.dilys.email]]
    assert "I am Dilys" not in outbox.outbox[0].body


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated"},
        {"Precedence": "bulk"},
        {"List_Id": "x"},
    ],
)
def test_what_machines_send_is_passed_over(village, talk, headers):
    before = talk.posts.count()
    address = addressing.of_answer(village.dilys, talk.post_at(1))
    assert "passed over" in mailed.take(answer(village.dilys, address, "I am away", **headers))
    drain(scheduled=False)
    assert talk.posts.count() == before and outbox.outbox == []


def test_something_personal_becomes_a_draft_and_is_told_once_a_day(village, talk):
    address = addressing.of_answer(village.dilys, talk.post_at(1))
    for number in range(2):
        mailed.take(answer(village.dilys, address, "Ring 01632 960 123", id=f"<{number}@x.example>"))
    drain(scheduled=False)
    assert Draft.objects.get(person=village.dilys).words == "Ring 01632 960 123"
    assert len(outbox.outbox) == 1 and "Look at it once more" in outbox.outbox[0].body


def test_a_stranger_with_an_old_address_says_nothing(village):
    address = addressing.of_answer(village.dilys, village.bins.post_at(1))
    village.street.members.filter(person=village.dilys).delete()
    assert "not here for you" in mailed.take(answer(village.dilys, address, "Still here"))


def test_opening_the_link_stops_nothing_and_one_post_without_signing_in_does(client, village, talk):
    speaking.say(talk, village.bram, Said("One"))
    drain(scheduled=False)
    link = to(village.dilys)[0].extra_headers["List-Unsubscribe"].strip("<>").replace("http://localhost:8000", "")
    for _look in range(3):
        assert client.get(link).status_code == 200
    assert not Mute.objects.exists()

    assert client.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    speaking.say(talk, village.bram, Said("Two"))
    drain(scheduled=False)
    assert len(to(village.dilys)) == 1


def test_a_group_called_anything_makes_no_new_header(village, talk):
    village.sundays.name = "Evil\r\nBcc: all@evil.example"
    village.sundays.save()
    speaking.say(talk, village.bram, Said("One"))
    drain(scheduled=False)
    (sent,) = to(village.dilys)
    assert sent.message()["Bcc"] is None


def test_joining_and_agreeing_by_mail(village):
    group = village.neighbours_first
    Draft.objects.all().delete()
    door = addressing.of_joining(village.carys, group)
    assert "house agreement" in mailed.take(answer(village.carys, door, "I would like to come in."))
    drain(scheduled=False)
    (asked,) = to(village.carys)
    assert group.agreement().words[:40] in asked.body and group.member(village.carys) is None

    (back,) = asked.reply_to
    assert mailed.take(answer(village.carys, back, "What is this?", id="<two@home.example>")).startswith("not posted")
    assert group.member(village.carys) is None
    said = mailed.take(answer(village.carys, back, "Yes!\n\n> the agreement", id="<three@home.example>"))
    assert said.startswith("joined: ") and group.member(village.carys) is not None
    assert (
        mailed.take(answer(village.carys, back, "Yes!\n\n> the agreement", id="<three@home.example>"))
        == "had come before"
    )


def test_a_yes_by_mail_posts_what_waited_for_it(village, talk):
    from folkmoot.conversations import founding

    founding.write_agreement(
        village.sundays, village.sundays.moderators()[0], "Be kinder still.", because="We were not."
    )
    address = addressing.of_answer(village.dilys, talk.post_at(1))
    assert "house agreement" in mailed.take(answer(village.dilys, address, "I shall bring soup."))
    assert not talk.posts.filter(words="I shall bring soup.").exists()
    drain(scheduled=False)
    (asked,) = [one for one in to(village.dilys) if "Be kinder still." in one.body]

    assert "said: 1" in mailed.take(answer(village.dilys, asked.reply_to[0], "yes", id="<two@home.example>"))

    assert talk.posts.get(words="I shall bring soup.").by == village.dilys
    assert not Draft.objects.filter(person=village.dilys).exists()


def test_nobody_else_says_yes_or_joins_for_them(village):
    group = village.neighbours_first
    for address in (
        addressing.of_joining(village.carys, group),
        addressing.of_agreeing(village.carys, group.agreement()),
    ):
        mailed.take(answer(village.carys, address, "yes", sender="mallory@evil.example", id=f"<{address}>"))
    assert group.member(village.carys) is None and not group.agreement().is_accepted_by(village.carys)


def test_the_word_stop_alone_ends_the_mail_and_is_not_posted(village, talk):
    before = talk.posts.count()
    assert (
        mailed.take(answer(village.dilys, addressing.of_answer(village.dilys, talk.post_at(1)), "Stop.")) == "stopped"
    )
    assert Mute.objects.filter(person=village.dilys, discussion=talk).exists() and talk.posts.count() == before


def test_below_something_else_nothing_is_said_where_nobody_knows_it(village):
    from folkmoot.conversations.models import Discussion

    loose = Discussion.objects.create(title="Loose", address="/x/")
    first = loose.say(village.bram, "One.")
    said = mailed.take(answer(village.dilys, addressing.of_answer(village.dilys, first), "Two."))
    assert said.startswith("not posted") and loose.posts.count() == 1
