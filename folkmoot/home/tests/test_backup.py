"""Backups: whole or refused, put back on an empty machine, and tried."""

from __future__ import annotations

import random
import zipfile
from contextlib import closing
from subprocess import CompletedProcess

import psycopg
import pytest
from django.db import connection

from folkmoot.home.keeping import backup, copies
from folkmoot.places.models import Place
from tests.planted import empty

pytestmark = pytest.mark.django_db(transaction=True)


DONE = CompletedProcess([], 0, "", "")


@pytest.fixture
def made(tmp_path, settings):
    empty()  # whatever was planted for the tests before
    settings.DATA, settings.FILES = tmp_path, tmp_path / "files"
    settings.FILES.mkdir()
    (settings.FILES / "sheet.csv").write_text("name\nThornbeck Online\n")
    if connection.vendor == "sqlite":
        settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"]
    Place.objects.create(name="Thornbeck", slug="a-place", kind="town")
    return backup.make()


def test_it_comes_back_on_an_empty_machine(made, tmp_path):
    backup.restore(made, tmp_path / "new")

    [copy] = (tmp_path / "new").glob("folkmoot.*")
    assert copies.rows_in(copy)["places.Place"] == 1 and copies.rows_in(copy)["people.Person"] == 0
    assert (tmp_path / "new" / "files" / "sheet.csv").read_text() == "name\nThornbeck Online\n"


def test_it_holds_no_secret(made):
    with zipfile.ZipFile(made) as packed:
        assert not [name for name in packed.namelist() if "secret" in name or "site.env" in name]
    assert made.stat().st_mode & 0o077 == 0


def test_it_refuses_to_overwrite_a_site(made, tmp_path):
    backup.restore(made, tmp_path / "new")

    with pytest.raises(backup.BackupBroken, match="holds a site already"):
        backup.restore(made, tmp_path / "new")


def test_every_flipped_byte_is_noticed(made):
    whole, dice = made.read_bytes(), random.Random(1)
    for _ in range(100):
        broken = bytearray(whole)
        broken[dice.randrange(len(whole))] ^= 1 << dice.randrange(8)
        made.write_bytes(broken)

        with pytest.raises(backup.BackupBroken):
            backup.check(made)


@pytest.mark.parametrize("slip", ["../outside", "/etc/cron.d/x", "files/../../x", "other/x", "files\\..\\x"])
def test_it_refuses_a_path_that_leaves_the_folder(made, slip, tmp_path):
    evil = tmp_path / "evil.zip"
    data = b"x"
    members = {slip: {"size": 1, "sha256": backup.hashlib.sha256(data).hexdigest()}}
    with zipfile.ZipFile(evil, "w") as packed:
        packed.writestr("manifest.json", backup.json.dumps({"members": members, "counts": {}}))
        packed.writestr(slip, data)
    (tmp_path / "evil.zip.sha256").write_text(f"{backup._digest(evil)}  evil.zip\n")

    with pytest.raises(backup.BackupBroken, match="outside the data folder|not what its list says"):
        backup.restore(evil, tmp_path / "new")


def test_the_drill_compares_and_says_so(made, tmp_path):
    assert "was restored and compared" in backup.drill()
    assert (tmp_path / "drill.json").exists()


def test_what_is_written_while_it_is_made_is_no_difference(made, tmp_path, monkeypatch):
    """The counts are of the copy itself: on a new site the worker writes dozens of rows in the first minute."""
    digest = backup._digest

    def busy(path):
        Place.objects.create(name="Later", slug=f"later-{Place.objects.count()}", kind="town")
        return digest(path)

    monkeypatch.setattr(backup, "_digest", busy)
    later = backup.make()
    monkeypatch.undo()

    assert backup.newest() == later and Place.objects.count() > 1
    assert "was restored and compared" in backup.drill()
    assert backup.check(later)["counts"]["places.Place"] == 1


def test_one_row_less_is_a_difference(made, monkeypatch):
    monkeypatch.setattr(backup, "rows_in", lambda copy: copies.rows_in(copy) | {"places.Place": 0})

    with pytest.raises(backup.BackupBroken, match=r"these differ: places\.Place"):
        backup.drill()


def test_the_drill_counts_what_was_put_back_and_not_what_the_list_says(made, tmp_path, monkeypatch):
    monkeypatch.setattr(backup, "rows_in", lambda copy: copies.rows_in(copy) | {"places.Place": 400})

    with pytest.raises(backup.BackupBroken, match=r"these differ: places\.Place"):
        backup.drill()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only a server has other databases")
def test_the_drill_leaves_no_database_behind(made):
    backup.drill()
    assert not _left_by_a_drill()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only a server has other databases")
def test_what_a_killed_drill_left_goes_with_the_next(made):
    with closing(psycopg.connect(**copies._reached("postgres"), autocommit=True)) as server:
        server.execute(f'CREATE DATABASE "{connection.settings_dict["NAME"]}_drill"')

    backup.drill()
    assert not _left_by_a_drill()


def _left_by_a_drill() -> list:
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", ["%\\_drill"])
        return cursor.fetchall()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only pg_dump is told a password")
def test_a_program_is_told_the_password_where_nobody_reads_it(made, monkeypatch):
    ran = {}
    monkeypatch.setitem(connection.settings_dict, "PASSWORD", "quiet-word")
    monkeypatch.setattr(copies.subprocess, "run", lambda words, **how: ran.update(how, words=words) or DONE)
    copies._run("pg_dump", "--version", database="thornbeck")

    assert "quiet-word" not in " ".join(ran["words"]) and ran["env"]["PGPASSWORD"] == "quiet-word"


def test_a_program_that_fails_says_what_it_said(monkeypatch):
    monkeypatch.setattr(copies.shutil, "which", lambda name: f"/bin/{name}")
    monkeypatch.setattr(copies.subprocess, "run", lambda words, **how: CompletedProcess(words, 1, "", "no such server"))

    with pytest.raises(backup.BackupBroken, match="pg_dump could not do it: no such server"):
        copies._run("pg_dump", database="thornbeck")


def test_the_drill_says_what_is_missing(tmp_path, settings):
    settings.DATA = tmp_path

    with pytest.raises(backup.BackupBroken, match="no backup to try"):
        backup.drill()
