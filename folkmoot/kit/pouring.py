"""Many rows at once, past the ORM's own pace: for intakes and indexes of a hundred thousand rows.

On SQLite `bulk_create` spends most of its time composing statements of a few rows each; one prepared statement for
all rows is about five times quicker. On PostgreSQL `bulk_create` is quick already, and is what is used.
"""

from __future__ import annotations

import gc
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from typing import Any

from django.db import connection, models

AT_ONCE = 2_000
# The search index, fed by a trigger, settles after every statement: one of many rows is far quicker. Past some
# thousand values a statement takes longer to read than it saves.
ROWS_A_STATEMENT, VALUES_A_STATEMENT = 500, 5_000
# What SQLite takes as it is; every other kind of field is asked how it wants its value kept.
PLAIN = (models.CharField, models.TextField, models.IntegerField, models.FloatField, models.BooleanField)
EMPTY = {dict: "{}", list: "[]"}
# What is kept is composed here, and holds no circles to look for.
plainly = json.JSONEncoder(check_circular=False).encode


def pour(
    model: type[models.Model],
    names: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    unique: Sequence[str] = (),
    update: Sequence[str] = (),
) -> None:
    """Insert rows of values, in the order of `names` (attribute names: "place_id"); other columns get their default.

    With `unique`, a row that is there already is left alone, or has its `update` columns set. Runs no `save`, and
    gives no ids back (`fresh_ids` has them beforehand): call it inside a transaction.
    """
    waiting = iter(rows)
    while batch := list(islice(waiting, AT_ONCE)):
        if connection.vendor == "sqlite":
            _prepared(model, names, batch, unique, update)
        else:
            _by_orm(model, names, batch, unique, update)


def _prepared(model, names, batch, unique, update) -> None:
    named = [_field(model, name) for name in names]
    rest = _defaults(model, named)
    fields = [*named, *rest]
    values = _ready_rows(fields, batch, list(rest.values()))
    with connection.cursor() as cursor:
        most = connection.connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER)
        each = max(1, min(ROWS_A_STATEMENT, VALUES_A_STATEMENT // len(fields), most // len(fields)))
        whole = len(values) - len(values) % each
        if whole:
            groups = (list(chain.from_iterable(values[at : at + each])) for at in range(0, whole, each))
            cursor.executemany(_insert(model, fields, each, unique, update), groups)
        if whole < len(values):
            left = values[whole:]
            cursor.execute(_insert(model, fields, len(left), unique, update), list(chain.from_iterable(left)))


def _defaults(model, named: list[models.Field]) -> dict[models.Field, Any]:
    """The columns that are not named and may not stay empty, with what goes into each."""
    left = [field for field in model._meta.concrete_fields if field not in named and not field.primary_key]
    given = {field: field.get_default() for field in left}
    return {field: value for field, value in given.items() if value is not None}


def _ready_rows(fields: list[models.Field], batch, rest: list[Any]) -> list[list[Any]]:
    values = [[*row, *rest] for row in batch]
    for at, field in enumerate(fields):
        if ready := _ready(field):
            for row in values:
                row[at] = ready(row[at])
    return values


def _insert(model, fields: list[models.Field], rows: int, unique, update) -> str:
    """The statement for that many rows at once."""
    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(field.column) for field in fields)
    marks = ", ".join(["(" + ", ".join(["%s"] * len(fields)) + ")"] * rows)
    sql = f"INSERT INTO {quoted(model._meta.db_table)} ({columns}) VALUES {marks}"  # noqa: S608  names of our own
    if not unique:
        return sql
    key = ", ".join(quoted(_field(model, name).column) for name in unique)
    sets = ", ".join(f"{quoted(c)} = excluded.{quoted(c)}" for c in (_field(model, n).column for n in update))
    return f"{sql} ON CONFLICT ({key}) DO " + (f"UPDATE SET {sets}" if update else "NOTHING")


def _field(model: type[models.Model], name: str) -> models.Field:
    return next(field for field in model._meta.concrete_fields if name in (field.attname, field.name))


def _ready(field: models.Field) -> Callable[[Any], Any] | None:
    """How a value is made ready for SQLite, one after another; None where it goes as it is."""
    of = field.target_field if field.is_relation else field
    if isinstance(of, PLAIN):
        return None
    if isinstance(of, models.JSONField) and of.encoder is None and not of.null:
        return _as_json
    if isinstance(of, models.DateField):
        return _remembering(lambda value: field.get_db_prep_save(value, connection))
    return lambda value: None if value is None else field.get_db_prep_save(value, connection)


def _as_json(value: Any) -> str:
    # Most rows leave most of these empty, and composing the text of nothing costs as much as that of something.
    return plainly(value) if value else EMPTY.get(type(value)) or plainly(value)


def _remembering(make: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """The same, asked once for each value: many rows have one day, or one moment."""
    known: dict[Any, Any] = {None: None}

    def ready(value: Any) -> Any:
        if value not in known:
            known[value] = make(value)
        return known[value]

    return ready


def _by_orm(model, names, batch, unique, update) -> None:
    things = [model(**dict(zip(names, row))) for row in batch]
    if update:
        model.objects.bulk_create(things, update_conflicts=True, unique_fields=unique, update_fields=update)
    else:
        model.objects.bulk_create(things, ignore_conflicts=bool(unique))


def pour_things(things: Sequence[models.Model]) -> None:
    """Insert new things of one model whole; each has its id afterwards. Call it inside a transaction."""
    things = list(things)
    if not things:
        return
    model = type(things[0])
    if connection.vendor != "sqlite":
        model.objects.bulk_create(things)
        return
    for pk, thing in zip(fresh_ids(model, len(things)), things):
        thing.pk, thing._state.adding, thing._state.db = pk, False, connection.alias
    names = [field.attname for field in model._meta.concrete_fields]
    pour(model, names, ([getattr(thing, name) for name in names] for thing in things))


def fresh_ids(model: type[models.Model], n: int) -> Sequence[int]:
    """Ids that n new rows of this model may have. Call it in the transaction that then pours them."""
    if not n:
        return []
    table, key = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            first = _next_id(cursor, table, connection.ops.quote_name(key))
            return range(first, first + n)
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)", [f'"{table}"', key, n]
        )
        return [pk for (pk,) in cursor.fetchall()]


def _next_id(cursor, table: str, key: str) -> int:
    """The first id free on SQLite, whose writers come one at a time."""
    cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
    used = cursor.fetchone()
    cursor.execute(f"SELECT max({key}) FROM {connection.ops.quote_name(table)}")  # noqa: S608  names of our own
    return max((used or (0,))[0], cursor.fetchone()[0] or 0) + 1


def amend(things: Sequence[models.Model], names: Sequence[str]) -> None:
    """Write these columns of things that are there already. Call it inside a transaction."""
    things = list(things)
    if things:
        key = things[0]._meta.pk.attname
        fields = [_field(type(things[0]), name).attname for name in (*names, key)]
        amend_rows(type(things[0]), names, ([getattr(thing, name) for name in fields] for thing in things))


def amend_rows(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Set these columns of rows that are there already, each (*values, id). Call it inside a transaction."""
    rows = list(rows)
    if connection.vendor != "sqlite":
        things = [model(pk=pk, **{_field(model, n).attname: v for n, v in zip(names, values)}) for *values, pk in rows]
        model.objects.bulk_update(things, names, batch_size=500)
        return
    fields, quoted = [_field(model, name) for name in (*names, model._meta.pk.attname)], connection.ops.quote_name
    *sets, key = (f"{quoted(field.column)} = %s" for field in fields)
    sql = f"UPDATE {quoted(model._meta.db_table)} SET {', '.join(sets)} WHERE {key}"  # noqa: S608  names of our own
    with connection.cursor() as cursor:
        cursor.executemany(sql, _ready_rows(fields, rows, []))


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """Ten thousand rows hold no circles, yet make Python look for them again and again: let it wait for the end."""
    looks = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looks:
            gc.enable()
