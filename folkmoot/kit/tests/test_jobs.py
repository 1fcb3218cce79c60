"""Jobs: queued with their cause, run at least once, tried again, scheduled once per due time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from folkmoot.kit import jobs, work
from folkmoot.kit.models import Done, Schedule, Worker
from folkmoot.kit.tests import deeds

pytestmark = pytest.mark.django_db


def marks(name: str) -> int:
    return Done.objects.filter(key__startswith=f"{name} ").count()


def test_it_runs_what_was_queued():
    deeds.mark.enqueue("a")
    assert work.drain(scheduled=False) == 1
    assert marks("a") == 1


def test_a_rolled_back_cause_leaves_no_job():
    with pytest.raises(RuntimeError), transaction.atomic():
        deeds.mark.enqueue("a")
        raise RuntimeError
    assert work.drain(scheduled=False) == 0


def test_a_failure_is_tried_again_later_and_then_given_up():
    deeds.always_fails.enqueue()
    pauses = []
    for _ in range(3):
        assert work.drain(scheduled=False) == 1
        task = DBTaskResult.objects.get()
        pauses.append(task.run_after - timezone.now())
        DBTaskResult.objects.update(run_after=timezone.now())
    assert timedelta(seconds=3) < pauses[0] <= timedelta(seconds=5) < pauses[1] <= timedelta(seconds=20)
    assert (task.status, task.exception_class_path) == ("FAILED", "builtins.ValueError")
    assert work.drain(scheduled=False) == 0


def test_a_job_that_is_not_due_waits():
    deeds.mark.using(run_after=timezone.now() + timedelta(hours=1)).enqueue("a")
    assert work.drain(scheduled=False) == 0


def test_a_job_whose_code_is_gone_fails_and_stops_nothing():
    deeds.mark.enqueue("a")
    DBTaskResult.objects.update(task_path="folkmoot.kit.tests.deeds.no_such")
    deeds.mark.enqueue("b")
    assert work.drain(scheduled=False) == 2
    assert DBTaskResult.objects.failed().count() == 1 and marks("b") == 1


def test_once_lets_the_first_do_it_and_no_other():
    with jobs.once("k") as first, jobs.once("k") as second:
        assert (first, second) == (True, False)


def test_once_forgets_a_block_that_failed():
    with pytest.raises(ValueError), jobs.once("k"):
        raise ValueError
    with jobs.once("k") as first:
        assert first


def test_what_a_dead_worker_left_is_put_back_and_what_a_live_one_holds_is_not():
    live, dead = Worker.objects.create(), Worker.objects.create(seen_at=timezone.now() - timedelta(minutes=5))
    deeds.mark.enqueue("held")
    deeds.mark.enqueue("left")
    held = work.claim(["default"], live.key)
    left = work.claim(["default"], dead.key)
    assert work.reap(60) == 1
    assert DBTaskResult.objects.get(pk=held.pk).status == "RUNNING"
    assert DBTaskResult.objects.get(pk=left.pk).status == "READY"


def test_a_job_that_kills_every_worker_is_given_up():
    deeds.mark.enqueue("a")
    task = work.claim(["default"], "gone")
    DBTaskResult.objects.filter(pk=task.pk).update(worker_ids=["gone"] * work.KILLED_TOO_OFTEN)
    work.reap(60)
    assert DBTaskResult.objects.get().exception_class_path.endswith("KillsItsWorker")


def test_a_worker_taken_for_dead_does_not_settle_a_job_that_another_has():
    deeds.mark.enqueue("a")
    task = work.claim(["default"], "slow")
    DBTaskResult.objects.filter(pk=task.pk).update(worker_ids=["slow", "quick"])
    work.settle(task, "slow", RuntimeError("late"))
    assert DBTaskResult.objects.get().status == "RUNNING"


@pytest.fixture
def half_hourly(monkeypatch):
    monkeypatch.setattr(jobs, "scheduled_jobs", lambda: {deeds.half_hourly.module_path: deeds.half_hourly})


def test_a_schedule_is_due_at_first_then_after_its_minutes(half_hourly, time_machine):
    time_machine.move_to("2026-11-20 10:00Z", tick=False)
    assert [jobs.queue_due(), jobs.queue_due()] == [1, 0]
    time_machine.move_to("2026-11-20 10:29Z", tick=False)
    assert jobs.queue_due() == 0
    time_machine.move_to("2026-11-20 10:30Z", tick=False)
    assert [jobs.queue_due(), jobs.queue_due()] == [1, 0]


def test_times_missed_are_run_once_and_the_rhythm_is_kept(half_hourly, time_machine):
    time_machine.move_to("2026-11-20 10:00Z", tick=False)
    jobs.queue_due()
    time_machine.move_to("2026-11-20 16:10Z", tick=False)
    assert [jobs.queue_due(), jobs.queue_due()] == [1, 0]
    assert Schedule.objects.get().due_at.strftime("%H:%M") == "16:30"


def test_a_clock_set_back_repeats_nothing(half_hourly, time_machine):
    time_machine.move_to("2026-11-20 10:00Z", tick=False)
    jobs.queue_due()
    time_machine.move_to("2026-11-20 09:00Z", tick=False)
    assert jobs.queue_due() == 0


def test_a_changed_rhythm_holds_at_once(half_hourly, time_machine, monkeypatch):
    time_machine.move_to("2026-11-20 10:00Z", tick=False)
    jobs.queue_due()
    monkeypatch.setattr(deeds.half_hourly.func, "minutes", 5)
    assert jobs.queue_due() == 0
    time_machine.move_to("2026-11-20 10:05Z", tick=False)
    assert jobs.queue_due() == 1


def test_jobs_with_a_schedule_are_found_in_their_apps():
    assert "folkmoot.kit.jobs.sweep" in jobs.scheduled_jobs()


def test_finished_jobs_are_forgotten_after_a_day_and_failed_ones_after_two_weeks():
    deeds.mark.enqueue("a")
    deeds.always_fails.enqueue()
    work.drain(scheduled=False)
    DBTaskResult.objects.filter(status="READY").update(status="FAILED")
    DBTaskResult.objects.update(finished_at=timezone.now() - timedelta(days=2))
    jobs.sweep.call()
    assert [task.status for task in DBTaskResult.objects.all()] == ["FAILED"]
    DBTaskResult.objects.update(finished_at=timezone.now() - timedelta(days=15))
    jobs.sweep.call()
    assert not DBTaskResult.objects.exists()


def test_the_schedule_of_a_job_that_is_no_more_is_forgotten():
    jobs.queue_due()
    Schedule.objects.create(name="folkmoot.kit.jobs.of_an_older_version", minutes=1, due_at=timezone.now())
    had = Schedule.objects.count()
    jobs.sweep.call()
    assert Schedule.objects.count() == had - 1 and Schedule.objects.filter(name="folkmoot.kit.jobs.sweep").exists()


@pytest.mark.parametrize("ahead", [timedelta(hours=1), timedelta(days=1)], ids=str)
def test_nothing_stands_still_once_a_clock_that_was_ahead_is_put_right(half_hourly, time_machine, ahead):
    right = timezone.now()
    time_machine.move_to(right + ahead, tick=False)
    assert jobs.queue_due() == 1
    time_machine.move_to(right, tick=False)
    assert jobs.queue_due() == 0
    time_machine.move_to(right + timedelta(minutes=30), tick=False)
    assert [jobs.queue_due(), jobs.queue_due()] == [1, 0]


def test_what_a_worker_left_that_died_while_its_clock_was_ahead_is_taken_up(time_machine):
    deeds.mark.enqueue("a")
    right = timezone.now()
    time_machine.move_to(right + timedelta(days=1), tick=False)
    Worker(key="ahead").beat()
    work.claim(["default"], "ahead")
    time_machine.move_to(right + timedelta(minutes=2), tick=False)
    assert work.reap(lease=60) == 1
    assert work.drain(scheduled=False) == 1 and marks("a") == 1


def test_what_is_to_be_tried_again_does_not_wait_for_a_day_that_was_wrong(time_machine):
    deeds.always_fails.enqueue()
    deeds.mark.using(run_after=timezone.now() + timedelta(hours=20)).enqueue("meant to be later")
    right = timezone.now()
    time_machine.move_to(right + timedelta(hours=19), tick=False)
    assert work.drain(scheduled=False) == 1
    time_machine.move_to(right, tick=False)
    assert work.drain(scheduled=False) == 0
    assert work.call_back(timezone.now()) == 1
    assert work.drain(scheduled=False) == 1
