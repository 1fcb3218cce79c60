"""Thornbeck once planted, again and again: its nouns in memory, its rows in either database."""

from __future__ import annotations

import os
import pickle
import sqlite3
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace


def a_reader(village: SimpleNamespace) -> Callable[[], SimpleNamespace]:
    """A function that gives the village anew, with what meets in it still meeting: in a fifth of deepcopy's time."""
    kept = pickle.dumps(village, pickle.HIGHEST_PROTOCOL)
    return lambda: pickle.loads(kept)


def copied(source: Path, target: Path) -> None:
    """Copy a database whole, whatever of it still waits beside it; the copy appears under its name at once."""
    half = target.with_name(f"{target.name}.{os.getpid()}")
    with sqlite3.connect(source) as read, sqlite3.connect(half) as write:
        read.backup(write)
    read.close()
    write.close()
    half.replace(target)


def set_aside(folder: Path) -> None:
    """Keep every row there is now, for `put_back`: a copy of the file, or a schema beside PostgreSQL's own."""
    from django.db import connection

    if connection.vendor == "sqlite":
        copied(Path(connection.settings_dict["NAME"]), folder / "planted.sqlite3")
        return
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS set_aside CASCADE; CREATE SCHEMA set_aside")
        for table in _full(cursor):
            cursor.execute(f'CREATE TABLE set_aside."{table}" AS TABLE "{table}"')


def put_back(folder: Path) -> None:
    """The rows that were set aside, and none but those."""
    from django.db import connection

    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with sqlite3.connect(folder / "planted.sqlite3") as kept:
            kept.backup(connection.connection)
        kept.close()
        return
    empty()
    _put_back_on_postgres()


def empty() -> None:
    """Every table without rows. Django's own way truncates each, which PostgreSQL takes a second for, and then writes
    what it thinks of kinds and permissions anew, which takes another."""
    from django.contrib.contenttypes.models import ContentType
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        for table in _full(cursor):
            cursor.execute(f'DELETE FROM "{table}"')
    ContentType.objects.clear_cache()


def _full(cursor) -> list[str]:
    """The tables with rows in them."""
    from django.db import connection

    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    cursor.execute(" UNION ALL ".join(f"SELECT '{one}' WHERE EXISTS (SELECT 1 FROM \"{one}\")" for one in tables))
    return [name for (name,) in cursor.fetchall()]


def _put_back_on_postgres() -> None:
    """In one transaction: what points at what is looked at when all of it is there. A test may have begun the numbers
    anew, so that they are moved on past those of the rows."""
    from django.apps import apps
    from django.core.management.color import no_style
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        written = _written(cursor)
        for table, columns in written:
            cursor.execute(f'INSERT INTO "{table}" ({columns}) SELECT {columns} FROM set_aside."{table}"')
        names = {table for table, _columns in written}
        models = [one for one in apps.get_models(include_auto_created=True) if one._meta.db_table in names]
        cursor.execute(";".join(connection.ops.sequence_reset_sql(no_style(), models)))


def _written(cursor) -> list[tuple[str, str]]:
    """(table, its columns) of what was set aside, without the columns that PostgreSQL works out by itself."""
    cursor.execute(
        "SELECT table_name, string_agg(quote_ident(column_name), ', ') FROM information_schema.columns"
        " WHERE table_schema = 'public' AND is_generated = 'NEVER' AND table_name IN"
        " (SELECT table_name FROM information_schema.tables WHERE table_schema = 'set_aside') GROUP BY table_name"
    )
    return cursor.fetchall()
