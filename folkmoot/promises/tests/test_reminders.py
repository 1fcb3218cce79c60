"""Reminders: a week before, on the day and a week after; each exactly once, whoever kills the mailer."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core import mail as outbox
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from folkmoot.journal.models import Line, Notice
from folkmoot.kit import work
from folkmoot.promises.jobs import remind
from folkmoot.promises.models import Promise

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


@pytest.fixture
def clock(time_machine):
    time_machine.move_to("2026-11-20 09:00Z", tick=False)
    return time_machine


@pytest.fixture
def promise(village, clock) -> Promise:
    Promise.objects.all().delete()
    return Promise.make("Paint the hall", TODAY + timedelta(days=30), village.bram)


def days(clock, first: int, last: int, each: int = 3) -> list[str]:
    """What is mailed while the job runs several times a day from one day to another, counted from today."""
    for day in range(first, last + 1):
        for hour in range(each):
            clock.move_to(f"{TODAY + timedelta(days=day)} {9 + hour:02}:00Z", tick=False)
            remind.call()
            work.drain(scheduled=False)
    return [mail.subject for mail in outbox.outbox]


def test_it_reminds_three_times_and_once_each(promise, clock):
    assert days(clock, 0, 80) == [
        "In a week it is due: Paint the hall",
        "Today it is due: Paint the hall",
        "It was due a week ago: Paint the hall",
    ]


def test_each_comes_on_its_day(promise, clock):
    assert days(clock, 0, 22) == []
    assert len(days(clock, 23, 23)) == 1
    assert len(days(clock, 24, 29)) == 1
    assert len(days(clock, 30, 30)) == 2
    assert len(days(clock, 31, 36)) == 2
    assert len(days(clock, 37, 37)) == 3


def test_one_missed_while_nothing_ran_still_comes(promise, clock):
    assert days(clock, 26, 26) == ["In a week it is due: Paint the hall"]


def test_a_promise_made_for_next_week_is_not_reminded_of_at_once(village, clock):
    Promise.objects.all().delete()
    Promise.make("Paint the door", TODAY + timedelta(days=5), village.bram)
    assert days(clock, 0, 4) == []


def test_nothing_comes_once_it_is_settled(promise, village, clock):
    promise.keep(village.bram)
    assert days(clock, 20, 40) == []


def test_nothing_comes_before_it_is_theirs(village, clock):
    Promise.objects.all().delete()
    Promise.make("Lend the van", TODAY + timedelta(days=30), village.amina, holder=village.emeka)
    assert days(clock, 20, 40) == []


def test_a_promise_moved_to_another_day_is_reminded_of_anew(promise, clock):
    days(clock, 23, 23)
    Promise.objects.update(due_on=TODAY + timedelta(days=60))
    assert len(days(clock, 53, 53)) == 2


def test_everyone_who_speaks_for_a_body_is_reminded(village, clock):
    Promise.objects.all().delete()
    Promise.make("Open late", TODAY + timedelta(days=30), village.dilys, organisation=village.council)
    days(clock, 23, 23)
    assert [mail.to for mail in outbox.outbox] == [["dilys@thornbeck.example"]]
    assert "Thornbeck Council" in outbox.outbox[0].body


def test_a_week_late_it_counts_as_asked(promise, clock):
    days(clock, 37, 37)
    promise.refresh_from_db()
    assert promise.asked_at
    assert Line.objects.get(verb="reminded of").audience == "keepers"


def test_a_mailer_killed_half_way_sends_each_once(promise, clock):
    clock.move_to(f"{TODAY + timedelta(days=23)} 09:00Z", tick=False)
    remind.call()
    task = work.claim(["mail"], "killed-before-it-sent")
    assert task is not None
    clock.shift(120)
    work.reap(60)
    remind.call()
    work.drain(scheduled=False)
    DBTaskResult.objects.filter(pk=task.pk).update(status="RUNNING", worker_ids=["killed-after-it-sent"])
    work.reap(60)
    work.drain(scheduled=False)
    assert len(outbox.outbox) == 1
    assert Notice.objects.filter(words__startswith="In a week", person=promise.holder).count() == 1


@pytest.mark.parametrize("hours", [-25, -24, -1, 1, 24, 25])
def test_a_clock_that_jumps_sends_nothing_twice(promise, clock, hours):
    days(clock, 30, 30)
    clock.shift(timedelta(hours=hours))
    remind.call()
    clock.shift(timedelta(hours=-hours))
    remind.call()
    work.drain(scheduled=False)
    assert len({mail.subject for mail in outbox.outbox}) == len(outbox.outbox)
    assert timezone.localdate() == TODAY + timedelta(days=30)
