"""The doctor: one look at everything that goes wrong quietly, each fault with what to do about it."""

from __future__ import annotations

import json
import shutil
import stat
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from folkmoot.home.keeping import backup
from folkmoot.journal.models import Line
from folkmoot.kit.models import Schedule
from folkmoot.moderation.models import Report
from folkmoot.people.models import Role

Fault = tuple[str, str]


def look() -> list[Fault]:
    """Every fault found, as (what is wrong, what to do); none is a healthy site. A check that fails is a fault."""
    found: list[Fault] = []
    for check in CHECKS:
        try:
            found += check(timezone.now())
        except Exception as wrong:  # noqa: BLE001 - the doctor reports what it meets rather than fall ill itself
            found.append((f"{check.__name__.replace('_', ' ')} could not be looked at: {wrong}", "Tell whoever helps."))
    return found


def database_is_sound(now: datetime) -> Iterator[Fault]:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA quick_check")
            if cursor.fetchone()[0] != "ok":
                yield "The database file is damaged.", "Stop the site and restore the newest backup: bin/manage restore"


def migrations_are_done(now: datetime) -> Iterator[Fault]:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield "The database is older than the code.", "Run bin/start once; it brings the database up to date."


def journal_is_whole(now: datetime) -> Iterator[Fault]:
    bad = Line.check_chain()
    if bad:
        yield (
            f"The journal was changed by hand at or near line {bad}.",
            "Compare with a backup: bin/manage check_journal",
        )


def backups_are_fresh(now: datetime) -> Iterator[Fault]:
    newest = backup.newest()
    if newest is None:
        yield "There is no backup.", "Run bin/manage backup, and see that the worker runs: it makes one each day."
        return
    made = datetime.fromtimestamp(newest.stat().st_mtime, tz=now.tzinfo)
    if now - made > timedelta(hours=48):
        yield f"The newest backup is of {made:%d %B}.", "See that the worker runs, or run bin/manage backup."
    try:
        backup.check(newest)
    except backup.BackupBroken as broken:
        yield broken.words, "Run bin/manage backup, then this again."


def drill_was_held(now: datetime) -> Iterator[Fault]:
    note = settings.DATA / "drill.json"
    if not note.exists():
        yield "No backup has ever been tried.", "Run bin/manage drill; the worker does it each week."
    elif now - datetime.fromisoformat(json.loads(note.read_text())["at"]) > timedelta(days=15):
        yield "The last backup that was tried is over two weeks old.", "Run bin/manage drill."


def disk_has_room(now: datetime) -> Iterator[Fault]:
    total, _, free = shutil.disk_usage(settings.DATA)
    if free < total * 0.15 and free < 20 * 2**30:
        yield f"The disk has {free // 2**30} GiB left.", "Move old backups away, or give the site a larger disk."


def clock_is_right(now: datetime) -> Iterator[Fault]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT CURRENT_TIMESTAMP")
        said = cursor.fetchone()[0]
    then = datetime.fromisoformat(said).replace(tzinfo=now.tzinfo) if isinstance(said, str) else said
    if abs((timezone.now() - then).total_seconds()) > 5:
        yield "The clocks of the site and of its database differ.", "Set the machine's clock from the network (NTP)."


def worker_is_alive(now: datetime) -> Iterator[Fault]:
    late = Schedule.objects.filter(due_at__lt=now - timedelta(minutes=15)).exists()
    if late or not Schedule.objects.exists():
        yield "The worker does not run.", "Start the site with bin/start, which runs web and worker together."


def queue_moves(now: datetime) -> Iterator[Fault]:
    ready = DBTaskResult.objects.filter(status=TaskResultStatus.READY, enqueued_at__lt=now - timedelta(minutes=15))
    waiting = ready.exclude(run_after__gt=now).count()
    if waiting:
        yield f"{waiting} jobs have waited for over 15 minutes.", "Stop and start the site; then run this again."


def jobs_succeed(now: datetime) -> Iterator[Fault]:
    failed = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED, finished_at__gt=now - timedelta(days=1))
    for path in failed.values_list("task_path", flat=True).distinct()[:5]:
        yield f"A job failed today: {path}.", "Look in the log for its name. Mail that fails: see FOLKMOOT_MAIL_URL."


def keepers_are_two(now: datetime) -> Iterator[Fault]:
    keepers = Role.objects.held_on(now.date()).filter(kind=Role.Kind.KEEPER, person__is_active=True)
    if keepers.values("person").distinct().count() < 2:
        yield "Only one person keeps this site.", "Give a second person the role: /people/roles/"


def secrets_are_private(now: datetime) -> Iterator[Fault]:
    for name in ("secret.key", "site.env", "folkmoot.sqlite3"):
        path: Path = settings.DATA / name
        if path.exists() and path.stat().st_mode & (stat.S_IROTH | stat.S_IRGRP):
            yield f"{name} can be read by other accounts on this machine.", f"Run: chmod 600 {path}"


def reports_are_answered(now: datetime) -> Iterator[Fault]:
    old = Report.objects.filter(ruling=None, at__lt=now - timedelta(days=3)).count()
    if old:
        yield f"{old} reports have waited for over three days.", "Open the queue: /moderation/"


def mail_leaves(now: datetime) -> Iterator[Fault]:
    if settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        yield "No mail leaves this site yet.", "Run bin/setup again and answer how mail leaves; codes: bin/manage code"


CHECKS: tuple[Callable[[datetime], Iterator[Fault]], ...] = (
    database_is_sound,
    migrations_are_done,
    journal_is_whole,
    backups_are_fresh,
    drill_was_held,
    disk_has_room,
    clock_is_right,
    worker_is_alive,
    queue_moves,
    jobs_succeed,
    keepers_are_two,
    secrets_are_private,
    reports_are_answered,
    mail_leaves,
)
