"""Watches on a topic, a programme, a body, a person, a list and a search; muted things; when mail comes."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.core import mail as outbox
from django.utils import timezone

from folkmoot.directory.models import Programme, Topic
from folkmoot.feeds import following, jobs
from folkmoot.feeds.models import Timing
from folkmoot.journal.models import Line, Notice, Pace, Watch
from folkmoot.kit import search, work
from folkmoot.library.models import Folder, Page
from folkmoot.people.models import Deputy

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def read_up(village):
    """What Thornbeck was planted with is read already."""
    jobs.tell_watchers.call()


def follow(person, address: str, pace: str = Pace.SITE) -> Watch:
    found = following.what(address, person)
    assert found, address
    return following.watch(person, found, pace)


def told(person) -> list[str]:
    jobs.tell_watchers.call()
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("line__title", flat=True))


def changes(village, thing=None, verb="changed") -> Line:
    thing = thing or village.drop_in
    return Line.record(village.amina, verb, thing, place=village.mill_lane)


def test_a_topic_is_watched_with_what_lies_in_it(village):
    Topic.objects.get_or_create(code="AN", defaults={"name": "Animals"})
    narrow = Topic.objects.get_or_create(code="AN104", defaults={"name": "Horses"})[0]
    village.drop_in.topics.set([narrow])
    village.lunches.topics.set([])
    follow(village.bram, f"/who/?topic={narrow.code}")
    follow(village.dilys, "/who/?topic=AN")
    changes(village)
    changes(village, village.lunches)
    assert told(village.bram) == told(village.dilys) == [village.drop_in.title]


def test_a_programme_is_watched_with_its_activities(village):
    programme = Programme.objects.create(name="Better together", organisation=village.voluntary_action)
    type(village.drop_in).objects.filter(pk=village.drop_in.pk).update(programme=programme)
    follow(village.bram, programme.get_absolute_url())
    changes(village)
    changes(village, programme)
    changes(village, village.lunches)
    assert told(village.bram) == [village.drop_in.title, "Better together"]


def test_a_folder_of_the_library_is_watched_with_its_pages_and_what_lies_beside_them(client, village):
    folder = village.tea_page.folder
    client.force_login(village.dilys)
    assert "Watch this" in client.get(folder.get_absolute_url()).content.decode()
    follow(village.dilys, folder.get_absolute_url())
    new = Page.begin(folder, "Keys", "Who has them.", village.bram)
    Page.begin(Folder.make("Elsewhere", village.bram), "Boats", "Who has one.", village.bram)
    Line.record(village.bram, "laid a file beside", village.tea_page, place=village.thornbeck)
    assert told(village.dilys) == [str(new), str(village.tea_page)]


def test_a_body_is_watched_with_what_it_does_and_promises(village):
    follow(village.bram, village.council.get_absolute_url())
    changes(village, village.openness, "explained")
    changes(village, village.ramp)
    assert told(village.bram) == [village.openness.what]


def test_a_person_is_watched_in_what_they_do_for_all_to_see(village):
    follow(village.bram, village.amina.get_absolute_url())
    changes(village)
    Line.record(village.amina, "read", village.lunches, audience="keepers")
    Line.record(village.dilys, "changed", village.lunches)
    assert told(village.bram) == [village.drop_in.title]


def test_a_person_who_left_or_oneself_is_not_watched_and_nobody_is_without_an_account(village):
    assert following.what(village.amina.get_absolute_url(), None) is None
    assert following.what(village.amina.get_absolute_url(), village.amina) is None
    village.amina.is_active = False
    village.amina.save()
    assert following.what(village.amina.get_absolute_url(), village.bram) is None


def test_a_narrowed_list_tells_of_each_thing_on_it_once(village):
    watch = follow(village.bram, "/who/?place=mill-lane&page=3&as=atom")
    assert watch.address == "/who/?place=mill-lane" and watch.title == "Who does what (Mill Lane)"
    changes(village)
    assert told(village.bram) == [village.drop_in.title]
    changes(village)
    assert told(village.bram) == [village.drop_in.title]


def test_a_list_narrowed_to_elsewhere_tells_nothing(village):
    follow(village.bram, "/who/?place=farmoor")
    changes(village)
    assert told(village.bram) == []


@pytest.mark.parametrize(("words", "finds"), [("social media", 1), ("media soc", 1), ("social zebra", 0)])
def test_a_search_tells_of_what_it_would_find(village, words, finds):
    follow(village.bram, f"/search/?q={words}")
    changes(village)
    assert len(told(village.bram)) == finds == sum(hit.key == str(village.drop_in.pk) for hit in search.find(words))


def test_what_is_muted_is_not_told_though_its_place_is_watched(village):
    follow(village.bram, "/places/thornbeck/", Pace.DAILY)
    follow(village.bram, village.drop_in.get_absolute_url(), Pace.MUTED)
    changes(village)
    changes(village, village.lunches)
    assert told(village.bram) == [village.lunches.title]


def test_the_nearest_watch_says_how_often(village):
    follow(village.bram, "/places/thornbeck/", Pace.WEEKLY)
    follow(village.bram, village.drop_in.get_absolute_url(), Pace.AT_ONCE)
    changes(village)
    told(village.bram)
    assert Notice.objects.get(person=village.bram).pace == Pace.AT_ONCE


def test_telling_asks_no_more_questions_for_more_lines(village, django_assert_max_num_queries):
    for address in ("/places/thornbeck/", "/who/?place=mill-lane", village.drop_in.get_absolute_url()):
        follow(village.bram, address)
    for _ in range(40):
        changes(village)
    with django_assert_max_num_queries(45 + 40):  # one insert for each line that is told
        jobs.tell_watchers.call()


# When mail comes


def at(words: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(words))


def test_the_hour_and_the_day_are_the_readers_own():
    timing = Timing(hour=18, weekday=3)
    assert timing.news_until(Pace.DAILY, at("2026-12-02 17:59")) == at("2026-12-01 18:00")
    assert timing.news_until(Pace.DAILY, at("2026-12-02 18:00")) == at("2026-12-02 18:00")
    assert timing.news_until(Pace.WEEKLY, at("2026-12-02 18:00")) == at("2026-11-26 18:00")
    assert timing.news_until(Pace.WEEKLY, at("2026-12-03 18:01")) == at("2026-12-03 18:00")


@pytest.mark.parametrize(("hour", "quiet"), [(21, False), (22, True), (3, True), (7, False)])
def test_a_quiet_time_goes_over_midnight(hour, quiet):
    timing = Timing(quiet_from=22, quiet_until=7)
    assert (timing.news_until(Pace.AT_ONCE, at(f"2026-12-02 {hour:02}:30")) is None) == quiet


def mailed_at(village, clock, when: str) -> int:
    clock.move_to(when, tick=False)
    jobs.mail_news.call()
    work.drain(scheduled=False)
    return len(outbox.outbox)


def test_what_happens_in_the_quiet_time_comes_when_it_is_over(village, time_machine):
    time_machine.move_to("2026-12-02 22:30Z", tick=False)
    Timing.objects.create(person=village.bram, quiet_from=22, quiet_until=7)
    follow(village.bram, village.drop_in.get_absolute_url(), Pace.AT_ONCE)
    changes(village)
    told(village.bram)
    assert mailed_at(village, time_machine, "2026-12-03 06:59Z") == 0
    assert mailed_at(village, time_machine, "2026-12-03 07:00Z") == 1


def test_a_pause_keeps_everything_for_one_mail_afterwards(village, time_machine):
    time_machine.move_to("2026-12-02 12:00Z", tick=False)
    Timing.objects.create(person=village.bram, paused_until=date(2026, 12, 10))
    follow(village.bram, village.drop_in.get_absolute_url(), Pace.DAILY)
    for verb in ("changed", "moved"):
        changes(village, verb=verb)
        told(village.bram)
        assert mailed_at(village, time_machine, "2026-12-10 23:00Z") == 0
        time_machine.move_to("2026-12-05 12:00Z", tick=False)
    assert mailed_at(village, time_machine, "2026-12-11 07:10Z") == 1
    assert "moved" in outbox.outbox[0].body and "changed" in outbox.outbox[0].body


def test_mail_rests_while_somebody_stands_in(village, time_machine):
    time_machine.move_to("2026-12-02 12:00Z", tick=False)
    Deputy.objects.create(
        person=village.bram, deputy=village.dilys, from_on=date(2026, 12, 1), until_on=date(2026, 12, 3)
    )
    follow(village.bram, village.drop_in.get_absolute_url(), Pace.AT_ONCE)
    changes(village)
    told(village.bram)
    assert mailed_at(village, time_machine, "2026-12-03 12:00Z") == 0
    assert mailed_at(village, time_machine, "2026-12-04 00:05Z") == 1


def test_the_page_keeps_when_and_one_pace_for_all(village, client):
    client.force_login(village.bram)
    watches = [follow(village.bram, "/places/thornbeck/"), follow(village.bram, "/events/")]
    follow(village.bram, village.lunches.get_absolute_url(), Pace.MUTED)
    assert client.post("/watches/all/", {"pace": "weekly"}).status_code == 302
    assert {Watch.objects.get(pk=watch.pk).pace for watch in watches} == {Pace.WEEKLY}
    assert Watch.objects.filter(pace=Pace.MUTED).count() == 1
    assert client.post("/watches/when/", {"hour": "18", "weekday": "4", "quiet_from": "22"}).status_code == 400
    assert client.post("/watches/when/", {"hour": "18", "weekday": "4"}).status_code == 302
    assert Timing.objects.get(person=village.bram).hour == 18
