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
from django.db.migrations.recorder import MigrationRecorder
from django.db.models.functions import Now
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from folkmoot.events.models import Calendar
from folkmoot.exchange.models import Link
from folkmoot.home.keeping import backup, holes, libraries, week
from folkmoot.journal.chain import Head
from folkmoot.journal.jobs import heads_file
from folkmoot.journal.models import Line
from folkmoot.kit.models import Bounce, Schedule
from folkmoot.moderation.models import Report
from folkmoot.people.models import Role

Fault = tuple[str, str]
MANY_BOUNCES, FAILED_OFTEN = 5, 3


NO_WORKER = "The worker does not run."


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
    kept = heads_file()
    told = [row.split()[-1] for row in kept.read_text().splitlines() if row.strip()] if kept.exists() else []
    bad = Line.check_chain(tuple(Head.read(words) for words in told))
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
    # A table that is never empty: one line says what time it is there.
    then = MigrationRecorder.Migration.objects.annotate(now=Now()).values_list("now", flat=True)[0]
    if abs((timezone.now() - then).total_seconds()) > 5:
        yield "The clocks of the site and of its database differ.", "Set the machine's clock from the network (NTP)."


def worker_is_alive(now: datetime) -> Iterator[Fault]:
    late = Schedule.objects.filter(due_at__lt=now - timedelta(minutes=15)).exists()
    if late or not Schedule.objects.exists():
        yield NO_WORKER, "Start the site with bin/start, which runs web and worker together."


def queue_moves(now: datetime) -> Iterator[Fault]:
    ready = DBTaskResult.objects.filter(status=TaskResultStatus.READY, enqueued_at__lt=now - timedelta(minutes=15))
    # What may run at once is kept as "after the last day there is".
    waiting = ready.exclude(run_after__gt=now, run_after__lt=get_date_max()).count()
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


def keepers_have_passkeys(now: datetime) -> Iterator[Fault]:
    for name in week.without_passkey(now.date())[:5]:
        yield f"{name} looks after the site and has no passkey.", "They add one under My page, Ways in."


def secrets_are_private(now: datetime) -> Iterator[Fault]:
    for name in ("secret.key", "sealed.key", "site.env", "folkmoot.sqlite3"):
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


def mail_arrives(now: datetime) -> Iterator[Fault]:
    week = now - timedelta(days=7)
    lost = Bounce.objects.filter(lasting=True, at__gt=week).values("address").distinct().count()
    if lost >= MANY_BOUNCES:
        yield f"Mail to {lost} addresses came back this week.", "See that FOLKMOOT_MAIL_FROM is an address of your own."


def what_is_read_elsewhere_comes_in(now: datetime) -> Iterator[Fault]:
    for link in Link.objects.exclude(trouble="").select_related("source")[:5]:
        yield f"“{link.source}” could not be read: {link.trouble}", "Its keeper sees it under “Bring a spreadsheet”."
    for one in Calendar.objects.filter(ended_at=None, failures__gte=FAILED_OFTEN)[:5]:
        yield f"The calendar “{one.name}” could not be read {one.failures} times: {one.trouble}", "/events/calendars/"


def libraries_are_as_locked(now: datetime) -> Iterator[Fault]:
    for name, version, has in libraries.differences()[:5]:
        is_here = f"{has} is installed" if has else "it is not installed"
        yield f"{name} is not as locked: {version} is what was tried, {is_here}.", "Run bin/start; it puts that right."


def libraries_are_fresh(now: datetime) -> Iterator[Fault]:
    day = libraries.as_of()
    if now.date() - day > timedelta(days=settings.LIBRARIES_OLD_AFTER_DAYS):
        yield (
            f"This copy has its libraries as they were on {day:%-d %B %Y}: no hole mended since is mended in it.",
            "Fetch the newest release (git pull), then bin/start.",
        )


def libraries_have_no_known_holes(now: datetime) -> Iterator[Fault]:
    if not settings.HOLES_FROM:
        return
    known = holes.kept()
    if known is None or now - known[0] > timedelta(days=3):
        yield "Nobody has looked for known holes for three days.", f"See that {settings.HOLES_FROM} can be reached."
    for hole in known[1][:5] if known else ():
        grade = f", {hole.grade}" if hole.grade else ""
        since = f", known since {hole.since}" if hole.since else ""
        yield (
            f"{hole.library} {hole.version} has a known hole ({hole.name}{grade}{since}). {hole.words}".strip(),
            "Fetch the newest release (git pull), then bin/start. If there is none yet, SECURITY.md says when.",
        )


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
    keepers_have_passkeys,
    secrets_are_private,
    reports_are_answered,
    mail_leaves,
    mail_arrives,
    what_is_read_elsewhere_comes_in,
    libraries_are_as_locked,
    libraries_are_fresh,
    libraries_have_no_known_holes,
)
