"""A mail of news: what is in it, for whom, and that what was removed, held, made private or left since is not."""

from __future__ import annotations

import pytest
from django.core import mail as outbox
from django.urls import reverse
from django.utils import timezone

from folkmoot.conversations.models import Discussion
from folkmoot.events.models import Event
from folkmoot.feeds import following, jobs, sending
from folkmoot.feeds.models import Digest
from folkmoot.journal.models import Audience, Line, Notice, Pace, Veil
from folkmoot.kit import work
from folkmoot.kit.models import Bounce
from folkmoot.moderation.models import Standing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def read_up(village):
    jobs.tell_watchers.call()


def watch(person, address: str = "/places/thornbeck/", pace: str = Pace.AT_ONCE):
    return following.watch(person, following.what(address, person), pace)


def changes(village, thing, verb="changed", **more) -> Line:
    return Line.record(village.amina, verb, thing, place=village.mill_lane, **more)


def queue() -> None:
    jobs.tell_watchers.call()
    jobs.mail_news.call()


def sent() -> list:
    work.drain(scheduled=False)
    return outbox.outbox


def test_it_holds_the_words_of_the_post_the_day_of_the_event_and_the_state_of_the_promise(village):
    watch(village.bram)
    talk = Discussion.objects.create(title="Winter", address=village.winter.get_absolute_url(), place=village.thornbeck)
    Event.objects.filter(pk=village.winter.pk).update(talk=talk)
    talk.say(village.amina, "Who can **bring** a kettle? <script>alert(1)</script>")
    changes(village, village.winter)
    changes(village, village.openness, "explained")
    queue()
    (mail,) = sent()
    html = mail.alternatives[0][0]
    for body in (mail.body, html):
        assert "Who can bring a kettle?" in body and "5 December 2026" in body and "30 April 2026" in body
        assert "Mill Lane" in body and "Events" in body and "Promises" in body
    assert "<script" not in html and "Amina Yusuf wrote:" in mail.body
    assert mail.body.index("Events") < mail.body.index("Promises")


def test_it_says_why_and_each_thing_once(village):
    watch(village.bram)
    for because in ("The room is too small.", "The heating is out."):
        changes(village, village.winter, detail={"because": because})
    queue()
    (mail,) = sent()
    assert mail.body.count(f"* {village.winter.title}") == 1
    assert "The room is too small." in mail.body and "The heating is out." in mail.body


def removed(thing) -> None:
    thing.standing = Standing.objects.create(
        kind=thing._meta.label_lower, key=thing.pk, state="removed", title="x", address="/"
    )
    type(thing).objects.filter(pk=thing.pk).update(standing=thing.standing)


def made_private(thing) -> None:
    type(thing).objects.filter(pk=thing.pk).update(private_for_now=True)


def deleted(thing) -> None:
    type(thing).objects.filter(pk=thing.pk).delete()


def veiled(thing) -> None:
    Veil.draw(thing._meta.label_lower, thing.pk)


@pytest.mark.parametrize("happens", [removed, made_private, deleted, veiled])
def test_what_went_between_queueing_and_sending_is_not_in_it(village, happens):
    watch(village.bram)
    changes(village, village.drop_in)
    changes(village, village.lunches)
    queue()
    happens(village.drop_in)
    (mail,) = sent()
    assert village.lunches.title in mail.body
    assert village.drop_in.title not in mail.body + mail.alternatives[0][0] + mail.subject


def test_with_nothing_left_nothing_is_sent_and_it_is_closed(village):
    watch(village.bram)
    changes(village, village.drop_in)
    queue()
    removed(village.drop_in)
    assert sent() == []
    assert Digest.objects.get().sent_at and not Notice.objects.filter(mailed_at=None, pace=Pace.AT_ONCE).exists()


def test_a_notice_in_words_of_its_own_goes_with_the_thing_it_is_about(village):
    for thing in (village.drop_in, village.lunches):
        Notice.tell(village.bram, f"Look at {thing}", thing.get_absolute_url(), pace=Pace.AT_ONCE)
    queue()
    removed(village.drop_in)
    (mail,) = sent()
    assert "Look at Tuesday" in mail.body and village.drop_in.title not in mail.body


def test_what_parties_alone_may_know_is_told_to_watchers_who_may_see_it(village):
    private = village.drop_in
    made_private(private)
    for person in (village.amina, village.carys):
        following.watch(person, following.Followed("directory.activity", str(private.pk), "x", "/x/"), Pace.AT_ONCE)
        watch(person)
    Line.record(village.kofi, "changed", private, place=village.mill_lane, audience=Audience.PARTIES)
    queue()
    mails = {mail.to[0] for mail in sent()}
    assert mails == {village.amina.email}


def test_a_stop_between_queueing_and_sending_is_heard(village, client):
    watch(village.bram)
    changes(village, village.drop_in)
    queue()
    client.post(reverse(*sending.stop_of(Digest.objects.get())))
    assert sent() == []


def test_it_can_be_stopped_as_rfc_8058_says_and_reading_the_page_stops_nothing(village, client):
    seen = watch(village.bram)
    changes(village, village.drop_in)
    queue()
    (mail,) = sent()
    stop = mail.extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://localhost:8000")
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    client.get(stop)
    seen.refresh_from_db()
    assert seen.pace == Pace.AT_ONCE
    type(client)(enforce_csrf_checks=True).post(stop, {"List-Unsubscribe": "One-Click"})
    seen.refresh_from_db()
    assert seen.pace == Pace.SITE


def test_an_address_that_bounced_gets_none(village):
    watch(village.bram)
    Bounce.objects.create(address=village.bram.email, lasting=True)
    changes(village, village.drop_in)
    queue()
    assert sent() == []


def test_tried_again_it_is_the_same_letter(village, monkeypatch):
    watch(village.bram)
    changes(village, village.drop_in)
    queue()
    digest, ids = Digest.objects.get(), []

    def fails(self) -> None:
        ids.append(self.extra_headers["Message-ID"])
        raise OSError("no line")

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", fails)
    for verb in ("moved", "renamed"):
        with pytest.raises(OSError):
            sending.send_digest.call(digest.pk)
        changes(village, village.lunches, verb)
        queue()
    monkeypatch.undo()
    assert Digest.objects.count() == 1, "one open mail for one reader"
    sending.send_digest.call(digest.pk)
    (mail,) = outbox.outbox
    assert ids == [digest.message_id] * 2 and mail.extra_headers["Message-ID"] == digest.message_id
    assert village.lunches.title not in mail.body, "what came later waits for the next"
    queue()
    assert village.lunches.title in sent()[1].body


def test_a_mail_whose_job_gave_up_is_queued_again_with_its_own_id(village, time_machine):
    watch(village.bram)
    changes(village, village.drop_in)
    queue()
    before = Digest.objects.get()
    assert sending.queue_due(timezone.now()) == 0
    time_machine.move_to(timezone.now() + sending.STUCK * 2)
    assert sending.queue_due(timezone.now()) == 1
    assert Digest.objects.get().message_id == before.message_id


def test_drawing_asks_no_more_for_more(village, django_assert_max_num_queries):
    from folkmoot.directory.models import Activity

    watch(village.bram)
    for activity in Activity.objects.live()[:8]:
        changes(village, activity)
    for promise in (village.openness, village.ramp, village.help_sessions):
        changes(village, promise)
    queue()
    digest = Digest.objects.get()
    with django_assert_max_num_queries(24):
        assert sending.drawn_for(digest)


def test_a_subject_holds_no_second_line(village):
    watch(village.bram)
    changes(village, village.drop_in, title="a\r\nBcc: x@y.example")
    queue()
    (mail,) = sent()
    assert "\n" not in mail.subject and "Bcc" not in dict(mail.message().items())
