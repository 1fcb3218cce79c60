"""Every release comes up to date, whole: what it kept is there, and whoever pulls the plug meanwhile loses nothing.

What each release made is kept by bin/release in tests/releases and never made again.
"""

from __future__ import annotations

import json
import os
import pickle
import shutil
import signal
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from folkmoot.home.keeping import backup, copies
from folkmoot.journal.models import Line
from tests.releases.world import facts

KEPT = Path(__file__).parent / "releases"
RELEASES = sorted(path.parent.name for path in KEPT.glob("*/sqlite"))
# The oldest, which takes every step that a later one takes, on the first database, the others on the second; with
# FOLKMOOT_FULL each on both.
SECOND = bool(os.environ.get("FOLKMOOT_TEST_POSTGRES"))
TRIED = RELEASES if os.environ.get("FOLKMOOT_FULL") else RELEASES[1:] if SECOND else RELEASES[:1]
KILLED = object()
# Rows that a release writes by itself: permissions and kinds of row follow the nouns there are.
WRITTEN_BY_ITSELF = {"auth.Permission", "contenttypes.ContentType", "kit.Schedule"}
pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def came_back(release: str, data: Path) -> Iterator[tuple[str, dict]]:
    """What this release backed up, put back by this one: the name of its database, and the backup's list."""
    [packed] = (KEPT / release / connection.vendor).glob("folkmoot-*.zip")
    manifest = backup.restore(packed, data)
    if connection.vendor == "sqlite":
        yield str(data / "folkmoot.sqlite3"), manifest
        return
    with copies._scratch() as name:
        dump = str(data / "folkmoot.pgdump")
        copies._run("pg_restore", "--no-owner", "--exit-on-error", f"--dbname={name}", dump, database=name)
        yield name, manifest


def on(name: str, do: Callable) -> object:
    """What `do` gives on the database of that name, in a process of its own as when the site starts; KILLED if it was."""
    connections.close_all()
    read, write = os.pipe()
    child = os.fork()
    if not child:
        try:
            connections.settings["default"]["NAME"] = name
            del connections["default"]
            with os.fdopen(write, "wb") as out:
                out.write(pickle.dumps(do()))
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    os.close(write)
    with os.fdopen(read, "rb") as answer:
        said = answer.read()
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert ended in (0, -signal.SIGKILL), "It failed by itself; its words are above."
    return KILLED if ended else pickle.loads(said)


def upgrade() -> dict:
    call_command("migrate", verbosity=0)
    return look()


def look() -> dict:
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
    rows = {}
    for label, table in copies._tables_in(there):
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            rows[label] = cursor.fetchone()[0]
    return {"rows": rows, "facts": facts(), "chain": Line.check_chain(), "left": pending()}


def pending() -> int:
    made = MigrationExecutor(connection)
    return len(made.migration_plan(made.loader.graph.leaf_nodes()))


def applied() -> int:
    return len(MigrationRecorder(connection).applied_migrations())


def killed(at: int, instead: Callable) -> Callable:
    """Bring it up to date, but stop dead within the migration of that number, when its tables are half changed."""

    def run():
        apply, done = Migration.apply, []

        def counted(self, state, editor, *more, **kw):
            after = apply(self, state, editor, *more, **kw)
            done.append(self.name)
            if len(done) == at:
                instead()
            return after

        Migration.apply = counted
        call_command("migrate", verbosity=0)

    return run


def plug() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def is_as_it_was(now: dict, manifest: dict, release: str) -> None:
    kept = json.loads((KEPT / release / connection.vendor / "facts.json").read_text())
    for what, was in kept.items():
        assert json.loads(json.dumps(now["facts"][what])) == was, f"{what}: not as it was"
    assert now["chain"] is None and now["left"] == 0
    told = {label: n for label, n in manifest["counts"].items() if label not in WRITTEN_BY_ITSELF}
    assert {label: now["rows"].get(label) for label in told} == told


def test_there_is_something_to_bring_up_to_date():
    assert RELEASES
    counted = [
        sum(json.loads((KEPT / each / "sqlite" / "facts.json").read_text())["seats"][0][2:3]) for each in RELEASES
    ]
    assert all(counted)


@pytest.mark.parametrize("release", TRIED)
def test_it_comes_up_to_date_with_all_it_held_whoever_pulls_the_plug(release, tmp_path):
    with came_back(release, tmp_path) as (name, manifest):
        assert sum(manifest["counts"].values()) > 8_000
        left, had = on(name, lambda: (pending(), applied()))
        if at := min(left, 2):
            assert on(name, killed(at, instead=plug)) is KILLED
            assert on(name, applied) == had + at - 1, "What was whole did not stay, or what was half done did."
        is_as_it_was(on(name, upgrade), manifest, release)

        # The control: one reply less would have been seen.
        now = on(name, lambda: _without_one("events_rsvp") and look())
        with pytest.raises(AssertionError, match="seats"):
            is_as_it_was(now, manifest, release)


def test_something_is_brought_up_to_date_when_the_plug_is_pulled(tmp_path):
    """Else the above shows nothing: the oldest release is always behind."""
    with came_back(RELEASES[0], tmp_path) as (name, _manifest):
        assert on(name, pending) > 1


def _without_one(table: str) -> bool:
    with connection.cursor() as cursor:
        return bool(cursor.execute(f"DELETE FROM {table} WHERE id = (SELECT min(id) FROM {table})")) or True


def test_the_weekly_drill_takes_a_backup_of_an_older_release(tmp_path, settings):
    settings.DATA = tmp_path
    shutil.copytree(KEPT / RELEASES[0] / connection.vendor, tmp_path / "backups")
    assert "was restored and compared" in backup.drill()
