"""The matrix of who does what, for whom: types of help down, people across, and honest empty cells."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from folkmoot.directory.models import Counts, PeopleServed, TypeOfHelp
from folkmoot.directory.models.tallies import UNKNOWN
from folkmoot.places.models import Place

Pair = tuple[str, str]


def matrix(place: Place, counts: Counts, asked: Iterable[Pair] = ()) -> dict:
    """`across` (names) and `rows` (name, cells) for kit/_heat.html.

    `asked`: (type, people) codes somebody asked for here; where nothing is known of, such a cell says so. Rows
    and columns with nothing in them are left out, but a type with nothing stays: its emptiness is news.
    """
    asked = set(asked)
    people = [(one.pk, one.name) for one in PeopleServed.objects.all() if _any(one.pk, counts, asked)]
    types = [(one.pk, one.name) for one in TypeOfHelp.objects.all()]
    if UNKNOWN in counts.by_people:
        people.append((UNKNOWN, _("Not said")))
    if UNKNOWN in counts.by_type:
        types.append((UNKNOWN, _("Not said")))
    most = max(counts.by_both.values(), default=0)
    rows = [(name, [_cell(place, (kind, who), counts, asked, most) for who, _n in people]) for kind, name in types]
    return {"across": [name for _code, name in people], "rows": rows}


def _any(people: str, counts: Counts, asked: set[Pair]) -> bool:
    return people in counts.by_people or any(who == people for _kind, who in asked)


def _cell(place: Place, pair: Pair, counts: Counts, asked: set[Pair], most: int) -> dict[str, str]:
    n = counts.by_both.get(pair, 0)
    if not n:
        return {"words": _("asked for"), "level": "gap"} if pair in asked else {"words": "", "level": ""}
    known = {name: code for name, code in zip(("type", "people"), pair, strict=True) if code != UNKNOWN}
    address = f"/who/?{urlencode({'place': place.slug} | known)}"
    return {"words": f"{n:,}", "level": level(n, most), "address": address}


def level(n: int, most: int) -> str:
    """a, b or c: up to a third of the most, up to two thirds, and above."""
    return "a" if 3 * n <= most or n == 1 else "b" if 3 * n <= 2 * most else "c"
