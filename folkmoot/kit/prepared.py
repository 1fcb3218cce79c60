"""A question that every page asks the database, put into SQL once: Django words it anew each time, which takes ten
times as long as the answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from django.db import connection
from django.db.models import QuerySet

Said = int | str | date
MOST_IN_A_LIST = 20
# As SQLite is told it.
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d")


class Prepared:
    """`ask(*said)` gives a queryset of `values_list`, of whole numbers and text alone; `rows` is what it finds.

    What is said are whole numbers, text and days, or lists of them that are not empty. How the question is put may hang
    on how long the lists are and on nothing else: it is put into SQL with stand-ins, in whose place comes what is said.
    A list longer than MOST_IN_A_LIST is asked about as Django does it. One that asks of this moment is refused with
    ValueError: the moment would stay the first one.

    >>> Prepared(lambda keys: None).shape([[1, 2], "a"])
    ((<class 'int'>, 2), <class 'str'>)
    """

    def __init__(self, ask: Callable[..., QuerySet]) -> None:
        self.ask, self._known = ask, {}

    def rows(self, *said: Said | Sequence[Said]) -> list[tuple]:
        if any(len(one) > MOST_IN_A_LIST for one in said if isinstance(one, list | tuple)):
            return list(self.ask(*said))
        shape = (connection.vendor, self.shape(said))
        if shape not in self._known:
            self._known[shape] = self._worded(shape[1])
        sql, places = self._known[shape]
        flat = [each for one in said for each in (one if isinstance(one, list | tuple) else [one])]
        with connection.cursor() as cursor:
            cursor.execute(sql, [value if at is None else _as(value, flat[at]) for at, value in places])
            return cursor.fetchall()

    @staticmethod
    def shape(said: Sequence[Said | Sequence[Said]]) -> tuple:
        return tuple((_kind(one[0]), len(one)) if isinstance(one, list | tuple) else _kind(one) for one in said)

    def _worded(self, shape: tuple) -> tuple[str, list[tuple[int | None, object]]]:
        """The SQL, and for each of its parameters the number of what is said that takes its place; None where it stays
        as it is."""
        stand_ins: list[Said] = []
        said = [_stand_ins(one, stand_ins) for one in shape]
        sql, parameters = self.ask(*said).query.get_compiler(connection=connection).as_sql()
        at = {str(one): number for number, one in enumerate(stand_ins)}
        places = [(at.get(str(value)), value) for value in parameters]
        if {number for number, _value in places if number is not None} != set(at.values()):
            raise ValueError("Something that is said does not stand in the question as it was said.")
        if any(at is None and _is_moment(value) for at, value in places):
            raise ValueError("This question asks of a moment, which would stay what it was at first.")
        return sql, places


def _kind(value: Said) -> type:
    return next(kind for kind in (int, str, date) if isinstance(value, kind))


def _stand_ins(shape: type | tuple[type, int], stand_ins: list[Said]) -> Said | list[Said]:
    """Values of that kind that stand for nothing else; each is noted."""
    kind, length = shape if isinstance(shape, tuple) else (shape, 1)
    for number in range(len(stand_ins), len(stand_ins) + length):
        made = {int: 2_100_000_000 + number, str: f"stand-in {number}", date: date(9000, 1, 1) + timedelta(number)}
        stand_ins.append(made[kind])
    return stand_ins[-length:] if isinstance(shape, tuple) else stand_ins[-1]


def _is_moment(value: object) -> bool:
    return isinstance(value, datetime) or (isinstance(value, str) and bool(MOMENT.match(value)))


def _as(stand_in: object, value: Said) -> object:
    """The value as the database takes it: of the type its stand-in was made into."""
    return value if isinstance(stand_in, date) else type(stand_in)(value)
