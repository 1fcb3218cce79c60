"""Watches, notices and the mails made of them: each once, at the pace asked for, with the reader's rights."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.utils import timezone

from folkmoot.feeds import jobs, sending
from folkmoot.feeds.models import Digest
from folkmoot.journal import jobs as keeping
from folkmoot.journal.models import Audience, Line, Notice, Pace, Veil, Watch
from folkmoot.kit import links, work
from folkmoot.kit.models import Done
from folkmoot.places.models import Place, Succession

pytestmark = pytest.mark.django_db
MONDAY = "2026-11-23"


@pytest.fixture(autouse=True)
def clock(time_machine, settings, tmp_path):
    settings.DATA = tmp_path
    time_machine.move_to(f"{MONDAY} 12:00Z", tick=False)
    return time_machine


def happens(village, verb="changed", **more) -> Line:
    return Line.record(village.amina, verb, village.drop_in, place=village.mill_lane, **more)


def tell() -> None:
    jobs.tell_watchers.call()
    jobs.mail_news.call()
    work.drain(scheduled=False)


def test_watching_twice_is_watching_once(village):
    first = Watch.start(village.bram, village.drop_in, pace=Pace.DAILY)
    assert Watch.start(village.bram, village.drop_in).pk == first.pk
    assert Watch.objects.get().pace == Pace.DAILY
    Watch.stop(village.bram, first.kind, first.key)
    Watch.stop(village.bram, first.kind, first.key)
    assert not Watch.objects.exists()


def test_a_line_is_told_once_to_whoever_watches_the_thing_or_its_place(village):
    Watch.start(village.bram, village.drop_in)
    Watch.start(village.bram, village.thornbeck)
    Watch.start(village.dilys, village.thornbeck)
    Watch.start(village.carys, village.farmoor)
    line = happens(village)
    jobs.tell_watchers.call()
    jobs.tell_watchers.call()
    told = Notice.objects.filter(line=line)
    assert sorted(notice.person.name for notice in told) == ["Bram de Wit", "Dilys Price"]
    assert told[0].words == "Amina Yusuf changed Monthly drop-in on social media"


def test_nobody_is_told_of_what_they_did_themselves(village):
    Watch.start(village.amina, village.drop_in)
    happens(village)
    jobs.tell_watchers.call()
    assert not Notice.objects.exists()


def test_nobody_is_told_of_what_happened_before_they_watched(village, clock):
    happens(village)
    clock.shift(60)
    Watch.start(village.bram, village.drop_in)
    jobs.tell_watchers.call()
    assert not Notice.objects.exists()


@pytest.mark.parametrize("audience", [Audience.PARTIES, Audience.KEEPERS])
def test_what_is_not_public_is_told_to_no_watcher(village, audience):
    Watch.start(village.carys, village.thornbeck)
    line = happens(village, audience=audience)
    jobs.tell_watchers.call()
    assert not Notice.objects.filter(line=line).exists(), [str(n) for n in Notice.objects.all()]


def test_what_is_held_back_is_told_to_nobody_and_goes_from_what_was_told(village):
    Watch.start(village.bram, village.drop_in)
    happens(village)
    jobs.tell_watchers.call()
    Veil.draw("directory.activity", village.drop_in.pk)
    assert not Notice.objects.shown().exists()
    happens(village)
    jobs.tell_watchers.call()
    assert Notice.objects.count() == 1


def test_at_once_means_one_mail_for_all_that_is_new(village):
    Watch.start(village.bram, village.drop_in, pace=Pace.AT_ONCE)
    happens(village)
    happens(village, verb="moved")
    tell()
    tell()
    (mail,) = outbox.outbox
    assert mail.to == ["bram@thornbeck.example"]
    assert mail.subject == "Mill Lane: Monthly drop-in on social media"
    assert "- Amina Yusuf changed, 23 November" in mail.body and "- Amina Yusuf moved, 23 November" in mail.body
    assert f"http://localhost:8000/who/{village.drop_in.pk}/" in mail.body
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_daily_news_waits_for_seven_in_the_morning_and_comes_once(village, clock):
    Watch.start(village.bram, village.drop_in, pace=Pace.DAILY)
    happens(village)
    tell()
    clock.move_to("2026-11-24 06:59Z", tick=False)
    tell()
    assert outbox.outbox == []
    clock.move_to("2026-11-24 07:00Z", tick=False)
    tell()
    clock.move_to("2026-11-24 09:00Z", tick=False)
    tell()
    assert len(outbox.outbox) == 1


def test_weekly_news_waits_for_monday(village, clock):
    Watch.start(village.bram, village.drop_in, pace=Pace.WEEKLY)
    happens(village)
    clock.move_to("2026-11-29 12:00Z", tick=False)
    tell()
    assert outbox.outbox == []
    clock.move_to("2026-11-30 07:05Z", tick=False)
    tell()
    assert len(outbox.outbox) == 1


def test_news_on_the_site_only_is_never_mailed(village, clock):
    Watch.start(village.bram, village.drop_in)
    happens(village)
    clock.shift(timedelta(days=8))
    tell()
    assert (outbox.outbox, Notice.objects.count()) == ([], 1)


def test_rights_are_those_of_the_moment_of_sending(village):
    Watch.start(village.bram, village.drop_in, pace=Pace.AT_ONCE)
    Watch.start(village.dilys, village.drop_in, pace=Pace.AT_ONCE)
    Watch.start(village.carys, village.drop_in, pace=Pace.AT_ONCE)
    happens(village)
    jobs.tell_watchers.call()
    jobs.mail_news.call()
    Watch.stop(village.bram, "directory.activity", village.drop_in.pk)
    village.dilys.is_active = False
    village.dilys.save()
    work.drain(scheduled=False)
    assert [mail.to for mail in outbox.outbox] == [["carys@thornbeck.example"]]


def test_held_between_queueing_and_sending_it_is_not_sent(village):
    Watch.start(village.bram, village.drop_in, pace=Pace.AT_ONCE)
    happens(village)
    jobs.tell_watchers.call()
    jobs.mail_news.call()
    Veil.draw("directory.activity", village.drop_in.pk)
    work.drain(scheduled=False)
    assert outbox.outbox == []


def test_a_worker_killed_after_the_mail_went_sends_no_second(village):
    Watch.start(village.bram, village.drop_in, pace=Pace.AT_ONCE)
    happens(village)
    jobs.tell_watchers.call()
    jobs.mail_news.call()
    digest = Digest.objects.get()
    for _ in range(2):
        Digest.objects.update(sent_at=None)
        Notice.objects.update(mailed_at=None)
        sending.send_digest.call(digest.pk)
        Notice.objects.update(mailed_at=None)
    assert len(outbox.outbox) == 1 and Done.objects.filter(key=f"mail {digest.message_id}").exists()


def test_a_tell_is_once_for_a_line_and_mailed_when_asked(village):
    line = happens(village)
    Notice.tell(village.bram, "Your entry was changed", "/who/1/", line, Pace.AT_ONCE)
    assert Notice.tell(village.bram, "Your entry was changed", "/who/1/", line, Pace.AT_ONCE) is None
    jobs.mail_news.call()
    work.drain(scheduled=False)
    assert [mail.subject for mail in outbox.outbox] == ["Folkmoot: Your entry was changed"]
    assert Notice.see_all(village.bram) == 1
    assert Notice.see_all(village.bram) == 0


def test_a_boundary_review_is_followed_and_said(village):
    north = Place.objects.create(name="Millfield", slug="millfield", kind="ward", parent=village.thornbeck)
    Watch.start(village.bram, village.mill_lane, pace=Pace.WEEKLY)
    Succession.objects.create(before=village.mill_lane, after=north, on=timezone.localdate())
    keeping.follow_places.call()
    keeping.follow_places.call()
    new = Watch.objects.get(key=str(north.pk))
    assert (new.place_path, new.pace) == (north.path, Pace.WEEKLY)
    assert new.note == "You watched Mill Lane. It was followed by Millfield on 23 November 2026, so you hear of it now."


def test_a_stopped_successor_is_not_watched_again_by_itself(village):
    north = Place.objects.create(name="Millfield", slug="millfield", kind="ward", parent=village.thornbeck)
    Watch.start(village.bram, village.mill_lane)
    Succession.objects.create(before=village.mill_lane, after=north)
    keeping.follow_places.call()
    Watch.stop(village.bram, "places.place", north.pk)
    keeping.follow_places.call()
    assert not Watch.objects.filter(key=str(north.pk)).exists()


def test_the_stop_link_asks_first_and_stops_by_one_click_without_signing_in(village, client):
    Watch.start(village.bram, village.drop_in, pace=Pace.DAILY)
    address = f"/watches/stop/{links.sign('stop-news', [village.bram.key, 'daily'], days=400)}/"
    assert client.get(address).status_code == 200
    assert Watch.objects.get().pace == Pace.DAILY
    strict = type(client)(enforce_csrf_checks=True)
    answer = strict.post(address, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert Watch.objects.get().pace == Pace.SITE
    assert strict.post(address).status_code == 200


def test_a_bent_stop_link_stops_nothing(village, client):
    Watch.start(village.bram, village.drop_in, pace=Pace.DAILY)
    assert client.post("/watches/stop/abc/").status_code == 404
    assert client.post(f"/watches/stop/{links.sign('other', [village.bram.key, 'daily'])}/").status_code == 404
    assert Watch.objects.get().pace == Pace.DAILY


def test_the_head_is_mailed_to_each_keeper_once_a_day(village):
    happens(village)
    keeping.tell_head.call()
    keeping.tell_head.call()
    work.drain(scheduled=False)
    assert sorted(mail.to[0] for mail in outbox.outbox) == ["amina@thornbeck.example", "kofi@thornbeck.example"]
    assert str(Line.head()) in outbox.outbox[0].body
