"""A copy of the whole database while people write to it, and what such a copy holds once it is put back.

SQLite is copied by its own backup call and opened to be looked at. PostgreSQL is dumped by pg_dump, and looked at by
putting the dump into a database made for that and dropped again. How to reach the server goes to those programs in
their environment: a password on a command line is read by everybody on the machine.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
from django.apps import apps
from django.conf import settings
from django.db import connection
from psycopg import sql

from folkmoot.kit.refusals import Refusal

TRIES = 10
DRILL = "_drill"
ROOM = 63 - len(DRILL)  # PostgreSQL cuts a longer name
NAMED = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD"}


class BackupBroken(Refusal):
    """A backup that could not be made, read or put back; the message says why and what to do."""


def copy_database(folder: Path) -> tuple[Path, dict[str, int]]:
    """A file in this folder that holds the database as it is now, and the rows of each table at that very moment."""
    if connection.vendor == "sqlite":
        return _copy_sqlite(folder / "folkmoot.sqlite3")
    return _dump(folder / "folkmoot.pgdump")


def rows_in(copy: Path) -> dict[str, int]:
    """Rows of each table by its model's label, counted in the copy after putting it back; BackupBroken if it cannot."""
    return dict(_sqlite_rows(copy) if copy.suffix == ".sqlite3" else _postgres_rows(copy))


def _tables_in(there: set[str]) -> Iterator[tuple[str, str]]:
    """Each model's label and table. A copy made by an older release may lack the tables of a newer one."""
    for model in apps.get_models():
        if model._meta.db_table in there:
            yield model._meta.label, model._meta.db_table


def _copy_sqlite(to: Path) -> tuple[Path, dict[str, int]]:
    live = sqlite3.connect(settings.DATABASES["default"]["NAME"])
    with closing(live), closing(sqlite3.connect(to)) as target:
        live.backup(target)
    return to, dict(_sqlite_rows(to))


def _sqlite_rows(copy: Path) -> Iterator[tuple[str, int]]:
    with closing(sqlite3.connect(copy)) as restored:
        if restored.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise BackupBroken("The restored database does not pass SQLite's own check. Take an older backup.")
        there = {name for (name,) in restored.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        for label, table in _tables_in(there):
            yield label, restored.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]  # noqa: S608 - our own names


def _dump(to: Path) -> tuple[Path, dict[str, int]]:
    """One look at the database for the dump and for the counts, whatever people write meanwhile."""
    name = connection.settings_dict["NAME"]
    with closing(psycopg.connect(**_reached(name))) as live:
        live.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        [look] = live.execute("SELECT pg_export_snapshot()").fetchone()
        _run("pg_dump", "--format=custom", f"--snapshot={look}", f"--file={to}", database=name)
        return to, dict(_counted(live))


def _postgres_rows(copy: Path) -> Iterator[tuple[str, int]]:
    with _scratch() as name:
        _run("pg_restore", "--no-owner", "--exit-on-error", f"--dbname={name}", str(copy), database=name)
        with closing(psycopg.connect(**_reached(name))) as restored:
            yield from _counted(restored)


def _counted(server: psycopg.Connection) -> Iterator[tuple[str, int]]:
    there = {name for (name,) in server.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")}
    for label, table in _tables_in(there):
        count = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))
        yield label, server.execute(count).fetchone()[0]


@contextmanager
def _scratch() -> Iterator[str]:
    """A database of its own, dropped afterwards. What a drill that was killed left lying goes with the next."""
    name = f"{connection.settings_dict['NAME'][:ROOM]}{DRILL}"
    with closing(psycopg.connect(**_reached("postgres"), autocommit=True)) as server:
        server.execute("SELECT pg_advisory_lock(hashtext(%s))", [name])
        _drop(server, name)
        try:
            server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
        except psycopg.errors.InsufficientPrivilege as refused:
            raise BackupBroken(
                "The backup could not be tried: the site's user of PostgreSQL may not make a database to try it in. "
                f"Let it: ALTER USER {connection.settings_dict['USER']} CREATEDB."
            ) from refused
        try:
            yield name
        finally:
            _drop(server, name)


def _drop(server: psycopg.Connection, name: str) -> None:
    """Gone, whoever still looks at it: on a busy machine a cleaner of PostgreSQL's own may need a moment to leave."""
    for left in reversed(range(TRIES)):
        try:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
            return
        except psycopg.errors.ObjectInUse:
            if not left:
                raise
            time.sleep(1)


def _reached(database: str) -> dict:
    """How the site reaches its server, for another database on it."""
    known = {key: connection.settings_dict[key] for key in NAMED if connection.settings_dict[key]}
    options = {k: v for k, v in connection.settings_dict.get("OPTIONS", {}).items() if k.startswith("ssl")}
    return {key.lower(): value for key, value in known.items()} | options | {"dbname": database}


def _run(program: str, *words: str, database: str) -> None:
    if not shutil.which(program):
        raise BackupBroken(
            f"{program} is not on this machine, and PostgreSQL is backed up with it. "
            "Install PostgreSQL's client programs, then again."
        )
    reached = _reached(database)
    environ = {named: str(reached[key.lower()]) for key, named in NAMED.items() if key.lower() in reached}
    environ |= {f"PG{key.upper()}": str(value) for key, value in reached.items() if key.startswith("ssl")}
    ran = subprocess.run(  # noqa: S603 - one of two programs, and paths of our own
        [program, *words], env={**os.environ, **environ, "PGDATABASE": database}, capture_output=True, text=True
    )
    if ran.returncode:
        raise BackupBroken(f"{program} could not do it: {ran.stderr.strip() or 'it did not say why'}")
