"""Real workers, really killed: nothing is lost, and what has a key happens exactly once."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from folkmoot.kit.jobs import scheduled_jobs
from folkmoot.kit.models import Done, Schedule, Worker
from folkmoot.kit.tests import deeds
from tests.today import BEHIND

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.storm]
ROOT = Path(__file__).resolve().parents[3]
FULL = bool(os.environ.get("FOLKMOOT_FULL"))


def environment(data: Path) -> dict[str, str]:
    """That of a worker of its own, on the database of the tests."""
    here = connection.settings_dict
    env = os.environ | {"FOLKMOOT_MODE": "development", "FOLKMOOT_DATA": str(data), "FOLKMOOT_SYNCHRONOUS": "NORMAL"}
    env |= {"DJANGO_SETTINGS_MODULE": "folkmoot.config.settings", "FOLKMOOT_DATABASE_URL": ""}
    if connection.vendor == "postgresql":
        whose, port = f"{here['USER']}:{here['PASSWORD']}", here["PORT"] and f":{here['PORT']}"
        is_folder = here["HOST"].startswith("/")  # of its socket
        at = f"{whose}@{port}/{here['HOST']}" if is_folder else f"{whose}@{here['HOST']}{port}"
        return env | {"FOLKMOOT_DATABASE_URL": f"postgres://{at}/{here['NAME']}"}
    kept = data / "folkmoot.sqlite3"
    if not kept.exists():
        kept.symlink_to(Path(here["NAME"]).resolve())
    return env


@contextmanager
def worker(data: Path, lease: float = 2.0):
    command = [sys.executable, "manage.py", "work", "--interval", "0.05", "--lease", str(lease)]
    process = subprocess.Popen(command, cwd=ROOT, env=environment(data), stderr=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


class Nursery:
    """Starts workers that are killed again and again; each is a process of its own (see nursery.py)."""

    def __init__(self, data: Path) -> None:
        command = [sys.executable, "-m", "folkmoot.kit.tests.nursery"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment(data), text=True, **pipes)

    def told(self, verb: str, said: object) -> int:
        self.process.stdin.write(f"{verb} {said}\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    @contextmanager
    def worker(self, lease: float = 2.0) -> Iterator[int]:
        """The number of its process; it is killed at the end at the latest, and gone when this is left."""
        number = self.told("start", lease)
        try:
            yield number
        finally:
            os.kill(number, signal.SIGKILL)  # nobody has waited for it yet, so the number is still its own
            self.told("end", number)


@pytest.fixture
def nursery(tmp_path):
    made = Nursery(tmp_path)
    yield made
    made.process.communicate()


def machine_now() -> datetime:
    """By the machine's clock, which a worker goes by; that of the tests stands on a day of its own."""
    return timezone.now() + timedelta(seconds=BEHIND)


def put_off_the_hourly() -> None:
    """What runs by itself each hour or day (copies, comparisons, sweeping) is not due yet: it is not what is killed,
    and all of it would begin at once on a new database."""
    now, jobs = machine_now(), scheduled_jobs()
    every = ((name, made.func.minutes) for name, made in jobs.items())
    rows = [
        Schedule(name=name, minutes=minutes, due_at=now + timedelta(minutes=minutes))
        for name, minutes in every
        if minutes >= 60
    ]
    Schedule.objects.bulk_create(rows)


def wait_until(true, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def done() -> int:
    return Done.objects.filter(key__startswith="effect ").count()


def effects() -> Counter:
    keys = Done.objects.filter(key__startswith="effect ").values_list("key", flat=True)
    return Counter(int(key.split()[1]) for key in keys)


def kill_again_and_again(nursery: Nursery, kills: int, jobs: int) -> None:
    dice = random.Random(20)
    for _ in range(kills):
        before = done()
        with nursery.worker() as number:
            wait_until(lambda start=before: done() > start or not left())
            time.sleep(dice.uniform(0, 0.15))
            os.kill(number, signal.SIGKILL)
    with nursery.worker():
        wait_until(lambda: not left(), seconds=60 + jobs / 5)


def left() -> bool:
    """Whether a job is still to do, apart from what a worker does by itself."""
    return DBTaskResult.objects.exclude(status="SUCCESSFUL").exclude(task_path__in=scheduled_jobs()).exists()


def test_killed_workers_lose_nothing_and_do_nothing_twice(nursery):
    put_off_the_hourly()
    jobs, kills = (10_000, 50) if FULL else (120, 4)
    for number in range(jobs):
        deeds.slow_effect.enqueue(number)
    kill_again_and_again(nursery, kills, jobs)
    assert effects() == Counter(range(jobs))


def test_without_a_key_a_job_interrupted_after_its_effect_does_it_again(nursery):
    put_off_the_hourly()
    deeds.long_wait.enqueue(1.0)
    with nursery.worker() as number:
        wait_until(lambda: Done.objects.filter(key__startswith="began ").exists())
        os.kill(number, signal.SIGKILL)
    with nursery.worker():
        wait_until(lambda: not left())
    assert Done.objects.filter(key__startswith="began ").count() == 2


def test_told_to_stop_it_ends_the_job_at_hand_and_takes_no_other(tmp_path):
    deeds.long_wait.enqueue(0.8)
    deeds.mark.enqueue("next")
    with worker(tmp_path) as process:
        wait_until(lambda: Done.objects.filter(key__startswith="began ").exists())
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0
    assert Done.objects.filter(key__startswith="ended ").count() == 1
    assert not Done.objects.filter(key__startswith="next ").exists()
    assert not Worker.objects.exists()


def test_two_workers_share_the_work_and_a_schedule_is_queued_once(nursery):
    for number in range(60):
        deeds.slow_mark.enqueue(number)
    # With a lease that neither outlasts on a busy machine: who is taken for dead is tried above.
    with nursery.worker(lease=30), nursery.worker(lease=30):
        wait_until(lambda: not left())
    assert effects() == Counter(range(60))
    assert DBTaskResult.objects.filter(task_path="folkmoot.kit.jobs.sweep").count() == 1
