"""Many rows at once, past the ORM's own pace: for intakes and indexes of a hundred thousand rows.

On SQLite `bulk_create` spends most of its time composing statements of a few rows each; one prepared statement for
all rows is about five times quicker. On PostgreSQL `bulk_create` is quick already, and is what is used.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Any

from django.db import connection, models

AT_ONCE = 2_000
# What SQLite takes as it is; every other kind of field is asked how it wants its value kept.
PLAIN = (models.CharField, models.TextField, models.IntegerField, models.FloatField, models.BooleanField)


def pour(
    model: type[models.Model],
    names: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    unique: Sequence[str] = (),
    update: Sequence[str] = (),
) -> None:
    """Insert rows of values, in the order of `names` (attribute names: "place_id"; every column without a default).

    With `unique`, a row that is there already is left alone, or has its `update` columns set. Runs no `save`, and
    gives no ids back: call it inside a transaction.
    """
    waiting = iter(rows)
    while batch := list(islice(waiting, AT_ONCE)):
        if connection.vendor == "sqlite":
            _prepared(model, names, batch, unique, update)
        else:
            _by_orm(model, names, batch, unique, update)


def _prepared(model, names, batch, unique, update) -> None:
    fields = [_field(model, name) for name in names]
    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    sql = f"INSERT INTO {quoted(model._meta.db_table)} ({columns}) VALUES ({marks})"  # noqa: S608  names of our own
    if unique:
        key = ", ".join(quoted(_field(model, name).column) for name in unique)
        sets = ", ".join(f"{quoted(c)} = excluded.{quoted(c)}" for c in (_field(model, n).column for n in update))
        sql += f" ON CONFLICT ({key}) DO " + (f"UPDATE SET {sets}" if update else "NOTHING")
    asked = [(at, ready) for at, field in enumerate(fields) if (ready := _ready(field))]
    values = [list(row) for row in batch]
    for row in values:
        for at, ready in asked:
            row[at] = ready(row[at])
    with connection.cursor() as cursor:
        cursor.executemany(sql, values)


def _field(model: type[models.Model], name: str) -> models.Field:
    return next(field for field in model._meta.concrete_fields if name in (field.attname, field.name))


def _ready(field: models.Field) -> Callable[[Any], Any] | None:
    """How a value is made ready for SQLite; None where it goes as it is."""
    of = field.target_field if field.is_relation else field
    if isinstance(of, PLAIN):
        return None
    if isinstance(of, models.JSONField) and of.encoder is None and not of.null:
        return json.dumps
    return lambda value: None if value is None else field.get_db_prep_save(value, connection)


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
    first = _next_id(model)
    for at, thing in enumerate(things):
        thing.pk, thing._state.adding, thing._state.db = first + at, False, connection.alias
    names = [field.attname for field in model._meta.concrete_fields]
    pour(model, names, ([getattr(thing, name) for name in names] for thing in things))


def _next_id(model: type[models.Model]) -> int:
    """The first id free on SQLite, whose writers come one at a time."""
    table, key = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        used = cursor.fetchone()
        quoted = connection.ops.quote_name
        cursor.execute(f"SELECT max({quoted(key)}) FROM {quoted(table)}")  # noqa: S608  names of our own
        return max((used or (0,))[0], cursor.fetchone()[0] or 0) + 1


def amend(things: Sequence[models.Model], names: Sequence[str]) -> None:
    """Write these columns of things that are there already. Call it inside a transaction."""
    things = list(things)
    if not things:
        return
    model = type(things[0])
    if connection.vendor != "sqlite":
        model.objects.bulk_update(things, names, batch_size=500)
        return
    fields, quoted = [_field(model, name) for name in names], connection.ops.quote_name
    sets = ", ".join(f"{quoted(field.column)} = %s" for field in fields)
    key = quoted(model._meta.pk.column)
    sql = f"UPDATE {quoted(model._meta.db_table)} SET {sets} WHERE {key} = %s"  # noqa: S608  names of our own
    with connection.cursor() as cursor:
        cursor.executemany(sql, [[*_values(thing, fields), thing.pk] for thing in things])


def _values(thing: models.Model, fields: Sequence[models.Field]) -> list[Any]:
    return [field.get_db_prep_save(getattr(thing, field.attname), connection) for field in fields]
