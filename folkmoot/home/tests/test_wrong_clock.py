"""The machine's clock is wrong for a while, by an hour or a day: nobody is told twice, and no round closes early or late."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.db import transaction
from django.utils import timezone

from folkmoot.events.models import Event
from folkmoot.kit import jobs, work
from folkmoot.promises.models import Promise
from folkmoot.rounds.models import Round, RoundClosed

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SUNDAY = datetime(2026, 11, 22, 18, tzinfo=UTC)
MOMENTS = [SUNDAY, SUNDAY + DAY, SUNDAY + 2 * DAY, SUNDAY + 3 * DAY]
WRONG = [HOUR, -HOUR, DAY, -DAY]
# What mails nobody, or copies and compares the whole site.
HEAVY = ("back_up", "hold_drill", "look_daily", "look_for_twins_daily", "make_names_ready", "count_pictures")
HEAVY += ("check_links", "read_calendars", "read_links", "read_what_is_due", "see_to_mentions", "count")


@pytest.fixture
def reminders(village, monkeypatch):
    """Every job that may write to somebody, and something to write of: a promise and an event that are near."""
    every = {path: made for path, made in jobs.scheduled_jobs().items() if path.rsplit(".", 1)[1] not in HEAVY}
    monkeypatch.setattr(jobs, "scheduled_jobs", lambda: every)
    Promise.objects.filter(pk=Promise.objects.open().first().pk).update(due_on=(SUNDAY + 3 * DAY).date())
    event = Event.objects.filter(rsvps__answer="yes").first()
    Event.objects.filter(pk=event.pk).update(starts_at=SUNDAY + 3 * DAY, ends_at=SUNDAY + 3 * DAY + HOUR)
    return every


def told(moments) -> Counter:
    """Who was written to about what while the clock showed these moments; nothing of it stays."""
    mail.outbox.clear()
    with transaction.atomic():
        for moment in moments:
            with time_machine.travel(moment, tick=False):
                work.drain()
        transaction.set_rollback(True)
    return Counter((*message.to, message.subject) for message in mail.outbox)


@pytest.mark.once
def test_nobody_is_told_twice(reminders):
    right = told(MOMENTS)
    wobbled = told(
        [shown for moment in MOMENTS[:-1] for shown in (moment, *(moment + w for w in WRONG))] + MOMENTS[-1:]
    )

    assert len(right) > 5
    assert {key: n for key, n in wobbled.items() if n > right[key]} == {}


@pytest.mark.once
def test_without_its_marks_somebody_would_be(reminders, monkeypatch):
    """The control: what keeps a second mail back is that the first was noted."""

    @contextmanager
    def always(key):
        yield True

    for module in {made.func.__module__ for made in reminders.values()} | {"folkmoot.home.waiting"}:
        monkeypatch.setattr(f"{module}.once", always, raising=False)
    assert max(told([SUNDAY, SUNDAY + DAY, SUNDAY, SUNDAY + DAY]).values()) > 1


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_a_round_closes_by_the_databases_clock(village, wrong):
    now = timezone.now()
    facts = {"kind": "x", "words": "Which?", "title": "x", "address": "/", "opens_at": now - 3 * DAY}
    going = Round.objects.create(closes_at=now + HOUR / 2, **facts)
    gone = Round.objects.create(closes_at=now - HOUR / 2, **facts)

    with time_machine.travel(now + wrong):
        by_the_sites_clock = [each.closes_at > timezone.now() for each in (going, gone)]
        assert by_the_sites_clock != [True, False], "The clock is not wrong enough to show anything."
        assert [going.is_open(), gone.is_open()] == [True, False]
        with transaction.atomic():
            assert going.locked_open() == going
        with transaction.atomic(), pytest.raises(RoundClosed):
            gone.locked_open()
