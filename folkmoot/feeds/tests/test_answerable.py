"""A digest holds what was said whole, and an address by which each of it is answered."""

from __future__ import annotations

from email.message import EmailMessage

from django.utils import timezone

from folkmoot.conversations import following, mailed, speaking
from folkmoot.conversations.speaking import Said
from folkmoot.feeds import sending
from folkmoot.feeds.models import Digest
from folkmoot.kit.work import drain


def test_a_digest_is_read_and_answered_without_opening_the_site(village, settings):
    settings.TALK_MAIL = "talk@moot.example"
    talk = village.heating
    following.choose(talk, village.dilys, "daily")
    long = "\n\n".join(f"Paragraph {number}: the boiler was looked at once more." for number in range(40))
    post = speaking.say(talk, village.bram, Said(f"{long}\n\nAnd the very last words."))
    drain(scheduled=False)

    digest = Digest.objects.create(person=village.dilys, pace="daily", until=timezone.now())
    drawn = sending.drawn_for(digest)
    context = sending.letter_of(digest, drawn)
    thing = next(one for one in drawn.things if one.said and one.said.post == (talk.pk, post.pk))
    from django.template.loader import render_to_string

    body = render_to_string("feeds/mail/digest.txt", context | {"site_url": "", "site_name": "x"})
    assert "And the very last words." in body and thing.answer_to in body
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Message-ID"] = village.dilys.email, thing.answer_to, "<1@home.example>"
    letter.set_content("Thank you, Bram.")
    assert mailed.take(letter.as_bytes()).startswith("said: ")
    assert talk.posts.get(words="Thank you, Bram.").reply_to == post
