"""Many rows deleted at once with what hangs on them, past the ORM's own pace: for undoing a hundred thousand rows.

The ORM fetches every row of every table that points at those that go, and sends their ids once for each table. Here
each table is asked once, with all ids as one parameter.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator

from django.db import connection, models
from django.db.models import CASCADE, DO_NOTHING, SET_NULL, ProtectedError
from django.db.models.expressions import RawSQL


def among(keys: Collection[int] | Collection[str], of: type = int) -> RawSQL:
    """For `filter(pk__in=among(keys))`: all keys, numbers or (`of=str`) texts, as one parameter, where the ORM takes
    longer to write two thousand of them down than the database takes to find them."""
    keys = list(keys)
    if connection.vendor == "sqlite":
        return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(keys)])  # noqa: S611  ids as a parameter
    kind = "text" if of is str else "bigint"
    return RawSQL(f"SELECT unnest(%s::{kind}[])", [keys])  # noqa: S611  ids as a parameter


def uproot(model: type[models.Model], keys: Collection[int]) -> None:
    """Delete these rows, by id, and do to whatever points at them what its foreign key says, as `delete()` of a
    queryset does. ProtectedError where one may not go. Call it inside a transaction.

    Nothing is fetched but ids, and no `delete` of a row is called: it is for models whose deletion is only that.
    """
    keys = set(keys)
    if not keys:
        return
    for child, field, what in _hanging_on(model):
        here = child._base_manager.filter(**{f"{field.name}__in": among(keys)}).order_by()
        if what is SET_NULL:
            here.update(**{field.name: None})
        elif what is CASCADE:
            _uproot_children(child, here, keys if child is model else set())
        elif what is not DO_NOTHING and here.exists():
            raise ProtectedError(f"{model._meta.label} is still named by {child._meta.label}.", set(here[:1]))
    gone = model._base_manager.filter(pk__in=among(keys))
    gone._raw_delete(gone.db)


def _uproot_children(child: type[models.Model], here: models.QuerySet, going: set[int]) -> None:
    if any(_hanging_on(child)):
        uproot(child, set(here.values_list("pk", flat=True)) - going)
    else:
        here._raw_delete(here.db)


def _hanging_on(model: type[models.Model]) -> Iterator[tuple[type[models.Model], models.Field, object]]:
    """Every model that points at this one, by which field, and what becomes of it when this one goes."""
    for relation in model._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and (relation.one_to_one or relation.one_to_many):
            yield relation.related_model, relation.field, relation.on_delete
