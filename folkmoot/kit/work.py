"""The worker: claims jobs, runs them, says that it is alive, and takes up what a dead one left."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, InterfaceError, close_old_connections, connection, transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from folkmoot.kit.jobs import LONGEST_PAUSE, pause_after, queue_due
from folkmoot.kit.models import Worker

log = logging.getLogger("folkmoot.work")
LEASE = 60.0
KILLED_TOO_OFTEN = 10


class KillsItsWorker(Exception):
    """A job was left by so many killed workers that it is not given to another."""


def queues() -> list[str]:
    return settings.TASKS["default"]["QUEUES"]


def work(stop: threading.Event, *, interval: float = 1.0, lease: float = LEASE) -> None:
    """Run jobs, a thread for each queue, and queue what is scheduled, until `stop` is set and the jobs at hand end."""
    me = Worker()
    me.beat()
    lanes = [threading.Thread(target=_lane, args=(me.key, queue, stop, interval), name=queue) for queue in queues()]
    for lane in lanes:
        lane.start()
    while any(lane.is_alive() for lane in lanes):
        _through_trouble(_keep_house, me, lease)
        if stop.wait(interval):
            time.sleep(min(interval, 0.1))
    me.delete()


def drain(*, scheduled: bool = True) -> int:
    """Run what is due now, with what those jobs queue in turn, and return how many ran.

    Says that it is alive between jobs only: a single job longer than a lease may be taken up by a worker
    that runs beside it.
    """
    me, ran = Worker(), 0
    me.beat()
    if scheduled:
        queue_due()
    while task := claim(queues(), me.key):
        run(task, me.key)
        me.beat()
        ran += 1
    me.delete()
    return ran


def claim(names: Sequence[str], worker: str) -> DBTaskResult | None:
    """The next job of these queues, now this worker's; None when nothing is ready."""
    ready = DBTaskResult.objects.ready().filter(queue_name__in=names)
    if not ready.exists():
        return None
    with transaction.atomic():
        task = ready.get_locked()
        if task is not None:
            task.claim(worker)
    return task


def run(task: DBTaskResult, worker: str) -> None:
    """Run a claimed job, then note how it ended; an error is logged and kept, never raised."""
    error = None
    try:
        task.task.call(*task.args_kwargs["args"], **task.args_kwargs["kwargs"])
    except Exception as raised:
        log.exception("%s failed", task.task_path)
        error = raised
    settle(task, worker, error)


@transaction.atomic
def settle(task: DBTaskResult, worker: str, error: Exception | None = None) -> None:
    """Note that a job ended well, or is to be tried again, or failed; unless another worker has it by now."""
    held = DBTaskResult.objects.select_for_update().filter(pk=task.pk, status=TaskResultStatus.RUNNING).first()
    if held is None or held.worker_ids[-1:] != [worker]:
        return
    if error is None:
        held.set_successful(None)
    elif len(held.worker_ids) > _retries(held):
        held.set_failed(error)
    else:
        _put_back(held, pause_after(len(held.worker_ids)))


def reap(lease: float) -> int:
    """Put back the jobs of workers not heard of for `lease` seconds; returns how many."""
    now, silent = timezone.now(), timedelta(seconds=lease)
    # Seen in the future: its clock was ahead, or ours was and was put right. A live one says so again within the lease.
    alive = set(Worker.objects.filter(seen_at__gt=now - silent, seen_at__lt=now + silent).values_list("pk", flat=True))
    running = DBTaskResult.objects.running().values_list("pk", "worker_ids")
    left = [pk for pk, workers in running if workers[-1] not in alive]
    for pk in left:
        _take_from_the_dead(pk, alive)
    Worker.objects.filter(seen_at__lt=now - timedelta(days=1)).delete()
    return len(left)


def call_back(now: datetime) -> int:
    """Jobs that wait to be tried again for longer than the longest pause: the clock was ahead when that was noted."""
    late = DBTaskResult.objects.filter(status=TaskResultStatus.READY, run_after__lt=get_date_max())
    late = late.filter(run_after__gt=now + LONGEST_PAUSE).values_list("pk", "worker_ids")
    tried = [pk for pk, workers in late if workers]
    return DBTaskResult.objects.filter(pk__in=tried, status=TaskResultStatus.READY).update(run_after=now)


@transaction.atomic
def _take_from_the_dead(pk, alive: set[str]) -> None:
    task = DBTaskResult.objects.select_for_update().filter(pk=pk, status=TaskResultStatus.RUNNING).first()
    if task is None or task.worker_ids[-1] in alive:
        return
    if len(task.worker_ids) >= KILLED_TOO_OFTEN:
        task.set_failed(KillsItsWorker(f"{len(task.worker_ids)} workers died with this job in hand."))
    else:
        _put_back(task, timedelta(0))


def _put_back(task: DBTaskResult, pause: timedelta) -> None:
    task.status, task.run_after = TaskResultStatus.READY, timezone.now() + pause
    task.save(update_fields=["status", "run_after"])


def _retries(task: DBTaskResult) -> int:
    try:
        return getattr(task.task.func, "retries", 0)
    except Exception:  # the code of this job is gone: trying again will not bring it back
        return 0


def _keep_house(me: Worker, lease: float) -> None:
    if abs((timezone.now() - me.seen_at).total_seconds()) > lease / 6:
        me.beat()
    reap(lease)
    call_back(timezone.now())
    queue_due()


def _lane(worker: str, queue: str, stop: threading.Event, interval: float) -> None:
    """One queue, one job at a time. A job whose end cannot be noted waits until the database is back."""
    while not stop.is_set():
        task = _through_trouble(claim, [queue], worker)
        if task is None:
            stop.wait(interval)
            continue
        _run_and_settle(task, worker, stop, interval)
    connection.close()


def _run_and_settle(task: DBTaskResult, worker: str, stop: threading.Event, interval: float) -> None:
    try:
        run(task, worker)
    except (DatabaseError, InterfaceError) as trouble:
        log.warning("How a job ended could not be noted yet: %s", trouble)
        while not _through_trouble(_settled_late, task, worker) and not stop.wait(interval):
            pass


def _settled_late(task: DBTaskResult, worker: str) -> bool:
    settle(task, worker, RuntimeError("The database was away when this job ended."))
    return True


def _through_trouble(what, *args):
    """The answer, or None when the database is away or locked: the next round tries again."""
    try:
        close_old_connections()
        return what(*args)
    except (DatabaseError, InterfaceError) as trouble:
        log.warning("The database did not answer: %s", trouble)
        connection.close()
        return None
