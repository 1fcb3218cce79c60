"""Work done outside the request.

A job is queued in the database, in the same transaction as its cause: a rolled-back cause leaves no job, a
committed one never loses it. It runs at least once; after an error it is tried again with longer pauses;
what a killed worker left is run again. Whatever must happen exactly once says so with `once(key)`.

    @job(retries=5)
    def count(place_id): ...

    count.enqueue(place.pk)          # plain JSON values only

Jobs with a schedule stand in their app's `jobs.py`, where the worker finds them:

    @every(minutes=60)
    @job
    def remind(): ...
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.db import transaction
from django.utils import timezone
from django_tasks import task
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

from folkmoot.kit.models import Done, Schedule

KEEP_DONE = timedelta(days=400)
KEEP_GOOD = timedelta(days=1)
KEEP_FAILED = timedelta(days=14)


def job(function: Callable | None = None, *, retries: int = 5, queue: str = "default") -> Callable:
    """Make a function a job: call `.enqueue(…)` to queue it, `.call(…)` to run it here and now.

    `retries`: how often it is tried again after an error. `queue`: "default"; "mail" for what must not wait
    behind a long sum; "outside" for what waits for machines elsewhere.
    """

    def made(of: Callable) -> Task:
        of.retries = retries
        return task(queue_name=queue)(of)

    return made(function) if function else made


def every(*, minutes: int) -> Callable[[Task], Task]:
    """Run this job by itself every so many minutes; put it above `@job`, in an app's `jobs.py`."""

    def scheduled(made: Task) -> Task:
        made.func.minutes = minutes
        return made

    return scheduled


@contextmanager
def once(key: str) -> Iterator[bool]:
    """True the first time this key is met, False ever after; the block and the mark are one transaction.

    If the block fails, its writes and the mark both go, and the next try is again the first. Keep it short, and
    queue in it what calls out (mail, HTTP) rather than call out inside it.
    """
    with transaction.atomic():
        _, first = Done.objects.get_or_create(key=key)
        yield first


LONGEST_PAUSE = timedelta(hours=1)


def pause_after(attempt: int) -> timedelta:
    """How long to wait after the attempt of that number: 5 s, 20 s, 80 s, 5 min, 21 min, then an hour.

    >>> [int(pause_after(attempt).total_seconds()) for attempt in range(1, 8)]
    [5, 20, 80, 320, 1280, 3600, 3600]
    """
    return min(LONGEST_PAUSE, timedelta(seconds=5 * 4 ** min(attempt - 1, 9)))


@cache
def scheduled_jobs() -> dict[str, Task]:
    """Every job with a schedule, by its dotted path. Looked for once: a worker asks each second."""
    found = {}
    for app in apps.get_app_configs():
        if app.name.startswith("folkmoot.") and find_spec(f"{app.name}.jobs"):
            module = import_module(f"{app.name}.jobs")
            found |= {made.module_path: made for made in vars(module).values() if hasattr(_function(made), "minutes")}
    return found


def _function(value: object) -> Callable | None:
    return value.func if isinstance(value, Task) else None


def queue_due() -> int:
    """Queue each scheduled job that is due, once per due time whoever asks; returns how many were queued."""
    known = {schedule.name: schedule for schedule in Schedule.objects.all()}
    return sum(_queue_if_due(name, made, known.get(name)) for name, made in scheduled_jobs().items())


def _queue_if_due(name: str, made: Task, known: Schedule | None) -> bool:
    """`known`: what was read a moment ago; it is read again under its lock before anything is queued."""
    now, minutes = timezone.now(), made.func.minutes
    if known and known.minutes == minutes and known.due_at > now and not known.is_too_far(now):
        return False
    with transaction.atomic():
        Schedule.objects.get_or_create(name=name, defaults={"minutes": minutes, "due_at": now})
        schedule = Schedule.objects.select_for_update().get(name=name)
        schedule.keep_rhythm(minutes)
        schedule.come_back(now)
        due = schedule.due_at <= now
        if due:
            made.enqueue()
            schedule.move_on(now)
    return due


@every(minutes=60)
@job
def sweep() -> None:
    """Forget finished jobs, which may hold addresses, and marks that are too old to matter."""
    now = timezone.now()
    DBTaskResult.objects.successful().filter(finished_at__lt=now - KEEP_GOOD).delete()
    DBTaskResult.objects.failed().filter(finished_at__lt=now - KEEP_FAILED).delete()
    Done.objects.filter(at__lt=now - KEEP_DONE).delete()
    # A job that a newer version no longer has would be late for ever.
    Schedule.objects.exclude(name__in=scheduled_jobs()).delete()
