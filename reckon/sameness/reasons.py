"""What speaks for and against two records being the same, in words a volunteer can check."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from reckon.sameness.compare import Addressing, Comparer, Wording
from reckon.sameness.linking import Linking
from reckon.sameness.record import Record
from reckon.sameness.values import Array

MANY = {"date": "dates", "text": "texts", "id": "ids"}
PLURAL = {"address": "addresses", "phone": "phones", "date": "dates", "id": "identifiers", "text": "descriptions"}
SPOKEN = {"id": "identifier", "text": "description", "website": "web address"}


@dataclass(frozen=True)
class Reason:
    """One column's say: its name, words for it, and its weight in nats (above 0 speaks for the same)."""

    field: str
    words: str
    weight: float


def reasons(
    made: Linking, records: Sequence[Record], i: Array, j: Array, levels: dict[str, Array]
) -> list[list[Reason]]:
    """The reasons for each pair of rows, the strongest first."""
    weights = made.weights.each(levels)
    out: list[list[Reason]] = [[] for _ in range(len(i))]
    for c in made.lens.comparers:
        sharing = _sharing(made, c, i)
        for k in range(len(i)):
            level = int(levels[c.key][k])
            if level < 0:
                continue
            left, right = said(records[i[k]], c.key), said(records[j[k]], c.key)
            words = in_words(c, level, left, right, int(sharing[k]))
            out[k].append(Reason(c.key.split(" ")[0], words, round(float(weights[c.key][k]), 2)))
    for found in out:
        found.sort(key=lambda r: (-abs(r.weight), r.words))
    return out


def said(record: Record, key: str) -> str:
    """What a record says in one column, in its own spelling on one line."""
    kind, _, place = key.partition(" ")
    if kind == "id":
        return next((v for v in record.ids if v.casefold().startswith(place)), "")
    if kind in MANY:
        values = getattr(record, MANY[kind])
        return " ".join(values[int(place)].split()) if int(place) < len(values) else ""
    return " ".join(str(getattr(record, kind)).split())


def _sharing(made: Linking, c: Comparer, rows: Array) -> Array:
    """How many rows have the value each of these rows has."""
    code = made.columns[c.key].code
    known = code >= 0
    many = np.append(np.bincount(code[known], made.units.size[known]), 0)
    return np.asarray(many[code[made.units.of[rows]]]) if len(rows) else rows


def in_words(c: Comparer, level: int, left: str, right: str, sharing: int) -> str:
    """One column's comparison as a clause."""
    kind = c.key.split(" ")[0]
    plural, single = PLURAL.get(kind, kind + "s"), SPOKEN.get(kind, kind)
    beside = f"‘{left}’ / ‘{right}’" if left != right else f"‘{left}’"
    if isinstance(c, Wording):
        return _wording(c, level, single, plural, beside)
    if isinstance(c, Addressing):
        return _addressing(c, level, beside)
    if level >= 3:
        return f"same {single} {left}, {_shared(sharing)}"
    return [f"{plural} differ: {beside}", f"{_part(kind)}: {beside}", f"{plural} one slip apart: {beside}"][level]


def _shared(sharing: int) -> str:
    return "which only these two have" if sharing <= 2 else f"which {sharing} records have"


def _part(kind: str) -> str:
    return {"postcode": "same postcode area", "date": "same year", "email": "same email domain"}.get(
        kind, "partly alike"
    )


def _wording(c: Wording, level: int, single: str, plural: str, beside: str) -> str:
    alike, rare = divmod(level, len(c.rare) + 1)
    exact, inside = len(c.cuts) + 1, len(c.cuts) + 2
    if alike == exact:
        return f"same {single} {beside}" + (", a common one" if rare == 0 else "")
    if alike == inside:
        return f"most of one {single} is in the other: {beside}"
    if alike >= len(c.cuts) - 1:
        return f"{plural} nearly the same: {beside}"
    return f"{plural} partly alike: {beside}" if alike >= 3 else f"{plural} differ: {beside}"


def _addressing(c: Addressing, level: int, beside: str) -> str:
    number, street = divmod(level, len(c.cuts) + 1)
    near = street >= len(c.cuts) - 1
    if number == 2:
        return f"same address {beside}" if near else f"same house number, streets differ: {beside}"
    if number == 3:
        return f"addresses alike: {beside}" if near else f"addresses differ: {beside}"
    if not near:
        return f"addresses differ: {beside}"
    return f"same street, house numbers {'a digit apart' if number == 1 else 'differ'}: {beside}"
