"""Backups: whole or refused, put back on an empty machine, and tried."""

from __future__ import annotations

import random
import sqlite3
import zipfile

import pytest
from django.db import connection

from folkmoot.home.keeping import backup
from folkmoot.places.models import Place

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="copies SQLite's file; PostgreSQL is dumped by pg_dump"),
]


@pytest.fixture
def made(tmp_path, settings):
    settings.DATA, settings.FILES = tmp_path, tmp_path / "files"
    settings.FILES.mkdir()
    (settings.FILES / "sheet.csv").write_text("name\nThornbeck Online\n")
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"]
    Place.objects.create(name="Thornbeck", slug="a-place", kind="town")
    return backup.make()


def test_it_comes_back_on_an_empty_machine(made, tmp_path):
    backup.restore(made, tmp_path / "new")

    with sqlite3.connect(tmp_path / "new" / "folkmoot.sqlite3") as restored:
        assert restored.execute("SELECT name FROM places_place WHERE slug = 'a-place'").fetchall() == [("Thornbeck",)]
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


def test_the_drill_says_what_is_missing(tmp_path, settings):
    settings.DATA = tmp_path

    with pytest.raises(backup.BackupBroken, match="no backup to try"):
        backup.drill()
