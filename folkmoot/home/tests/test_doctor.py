"""The doctor: every fault planted is found, with what to do; a healthy site has none of them."""

from __future__ import annotations

import json
import os
import shutil
from collections import namedtuple
from datetime import timedelta
from functools import cache

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from folkmoot.directory.models import Source
from folkmoot.events.models import Calendar
from folkmoot.exchange.models import Link
from folkmoot.home.keeping import backup, doctor, holes, libraries
from folkmoot.journal.jobs import heads_file
from folkmoot.journal.models import Line
from folkmoot.kit.models import Bounce, Schedule
from folkmoot.moderation.models import Report, Standing
from folkmoot.people.models import Role

LATER = timedelta(hours=1)
INSTALLED = cache(libraries.installed)  # no test installs anything


@pytest.fixture
def healthy(village, settings, tmp_path, monkeypatch):
    """A site with nothing to see to. (Its backup is made of a file: the whole copy is tried in test_backup.)"""
    settings.DATA, settings.FILES = tmp_path, tmp_path / "files"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.DEVELOPMENT = False
    now = timezone.now()
    monkeypatch.setattr(backup, "copy_database", lambda work: (_file(work / "folkmoot.sqlite3"), {}))
    backup.make()
    (tmp_path / "drill.json").write_text(json.dumps({"at": now.isoformat()}))
    Line.record(village.amina, "added", village.thornbeck)
    heads_file().write_text(f"{now:%F} {Line.head()}\n")
    Schedule.objects.all().delete()
    Schedule.objects.create(name="a job", minutes=60, due_at=now + LATER)
    for role in Role.objects.filter(kind__in=("keeper", "moderator", "steward")):
        Authenticator.objects.get_or_create(user=role.person, type="webauthn", defaults={"data": {}})
    Usage = namedtuple("Usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(100, 10, 90))
    monkeypatch.setattr(libraries, "as_of", lambda: now.date())
    monkeypatch.setattr(libraries, "installed", INSTALLED)
    settings.HOLES_FROM = "https://holes.example"
    looked_for_holes(now)
    return village


def looked_for_holes(at, *found):
    holes.note().write_text(json.dumps({"at": at.isoformat(), "holes": [vars(hole) for hole in found]}))


def _file(path):
    path.write_bytes(b"x" * 100)
    return path


def found() -> str:
    return "\n".join(wrong for wrong, do in doctor.look())


def test_a_healthy_site_has_nothing_to_see_to(healthy):
    assert found() == ""


def no_backup(healthy, data):
    for path in backup.folder().iterdir():
        path.unlink()


def old_backup(healthy, data):
    old = (timezone.now() - timedelta(hours=49)).timestamp()
    os.utime(backup.newest(), (old, old))


def broken_backup(healthy, data):
    path = backup.newest()
    path.write_bytes(path.read_bytes()[:-1] + b"?")


def no_digest(healthy, data):
    backup.newest().with_name(backup.newest().name + ".sha256").unlink()


def never_tried(healthy, data):
    (data / "drill.json").unlink()


def tried_long_ago(healthy, data):
    (data / "drill.json").write_text(json.dumps({"at": (timezone.now() - timedelta(days=16)).isoformat()}))


def damaged_note(healthy, data):
    (data / "drill.json").write_text("{")


def line_changed(healthy, data):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE journal_line SET verb = 'took' WHERE id = (SELECT max(id) FROM journal_line)")


def line_cut_off(healthy, data):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM journal_line WHERE id = (SELECT max(id) FROM journal_line)")


def worker_late(healthy, data):
    Schedule.objects.update(due_at=timezone.now() - timedelta(minutes=16))


def worker_never(healthy, data):
    Schedule.objects.all().delete()


def _job(**facts):
    return DBTaskResult.objects.create(
        task_path="folkmoot.home.jobs.back_up", args_kwargs={"args": [], "kwargs": {}}, backend_name="default", **facts
    )


def queue_stuck(healthy, data):
    DBTaskResult.objects.filter(pk=_job(status=TaskResultStatus.READY).pk).update(
        enqueued_at=timezone.now() - timedelta(minutes=16)
    )


def job_failed(healthy, data):
    _job(status=TaskResultStatus.FAILED, finished_at=timezone.now())


def one_keeper(healthy, data):
    Role.objects.filter(kind="keeper").exclude(person=healthy.kofi).delete()


def no_passkey(healthy, data):
    Authenticator.objects.filter(user=healthy.kofi).delete()


def _open(data, name):
    (data / name).write_text("x")
    (data / name).chmod(0o644)


def open_secret(healthy, data):
    _open(data, "secret.key")


def open_seal(healthy, data):
    _open(data, "sealed.key")


def open_settings(healthy, data):
    _open(data, "site.env")


def open_database(healthy, data):
    _open(data, "folkmoot.sqlite3")


def report_waits(healthy, data):
    standing = Standing.objects.create(kind="directory.activity", key="1", title="x", address="/")
    Report.objects.create(standing=standing, reason="wrong", at=timezone.now() - timedelta(days=4))


def mail_comes_back(healthy, data):
    for n in range(5):
        Bounce.objects.create(address=f"lost{n}@thornbeck.example", lasting=True, why="no such mailbox")


def sheet_not_read(healthy, data):
    source = Source.objects.create(name="Groups nobody reads", kind="sheet", keeper=healthy.amina)
    Link.objects.create(source=source, address="https://cvs.example/list.csv", trouble="It answered 404.")


def calendar_not_read(healthy, data):
    facts = {"address": "https://hall.example/feed.ics", "place": healthy.thornbeck}
    Calendar.objects.create(name="The hall", failures=3, trouble="It answered 500.", **facts)


def other_version(healthy, data, monkeypatch):
    here = libraries.installed() | {"django": "5.2.1"}
    monkeypatch.setattr(libraries, "installed", lambda: here)


def missing_library(healthy, data, monkeypatch):
    here = {name: version for name, version in libraries.installed().items() if name != "nh3"}
    monkeypatch.setattr(libraries, "installed", lambda: here)


def old_release(healthy, data, monkeypatch):
    monkeypatch.setattr(libraries, "as_of", lambda: timezone.now().date() - timedelta(days=46))


def known_hole(healthy, data):
    version = libraries.installed()["django"]
    looked_for_holes(timezone.now(), holes.Hole("django", version, "CVE-2026-1", "high", "2026-11-03", "All can read."))


def holes_not_looked_for(healthy, data):
    looked_for_holes(timezone.now() - timedelta(days=4))


PLANTED = {
    no_backup: "There is no backup",
    old_backup: "The newest backup is of",
    broken_backup: "not as it was written",
    no_digest: ".sha256 is missing",
    never_tried: "No backup has ever been tried",
    tried_long_ago: "over two weeks old",
    damaged_note: "drill was held could not be looked at",
    line_changed: "The journal was changed by hand",
    line_cut_off: "The journal was changed by hand",
    worker_late: "The worker does not run",
    worker_never: "The worker does not run",
    queue_stuck: "1 jobs have waited",
    job_failed: "A job failed today: folkmoot.home.jobs.back_up",
    one_keeper: "Only one person keeps this site",
    no_passkey: "Kofi Mensah looks after the site and has no passkey",
    open_secret: "secret.key can be read",
    open_seal: "sealed.key can be read",
    open_settings: "site.env can be read",
    open_database: "folkmoot.sqlite3 can be read",
    report_waits: "1 reports have waited",
    mail_comes_back: "Mail to 5 addresses came back",
    sheet_not_read: "“Groups nobody reads” could not be read: It answered 404.",
    calendar_not_read: "The calendar “The hall” could not be read 3 times",
    other_version: "5.2.1 is installed",
    missing_library: "nh3 is not as locked",
    old_release: "This copy has its libraries as they were on",
    known_hole: "has a known hole (CVE-2026-1, high, known since 2026-11-03). All can read.",
    holes_not_looked_for: "Nobody has looked for known holes for three days",
}


@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant.__name__)
def test_a_planted_fault_is_found_alone(plant, healthy, tmp_path, monkeypatch):
    plant(healthy, tmp_path, *([monkeypatch] if "monkeypatch" in plant.__code__.co_varnames else []))
    said = found()
    assert PLANTED[plant] in said and said.count("\n") == 0, said


def test_who_asks_nobody_about_holes_hears_nothing_of_it(healthy, settings):
    settings.HOLES_FROM = ""
    holes.note().unlink()
    assert found() == ""


def test_a_full_disk_is_found(healthy, monkeypatch):
    Usage = namedtuple("Usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(100 * 2**30, 90 * 2**30, 10 * 2**30))
    assert "The disk has 10 GiB left." in found()


def test_mail_that_only_lands_in_files_is_found(healthy, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    assert "No mail leaves this site yet." in found()


def test_a_clock_that_differs_from_the_databases_is_found(healthy, time_machine):
    time_machine.move_to(timezone.now() + timedelta(seconds=30))
    assert "The clocks of the site and of its database differ." in found()
