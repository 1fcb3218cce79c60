"""What is known of one organisation or person, and rows that say the same thing folded into one unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from reckon import likeness

Ints = npt.NDArray[np.int64]
ONE = ("name", "address", "postcode", "phone", "website", "email")
MANY = ("ids", "dates", "texts")


@dataclass(frozen=True)
class Record:
    """What one row says. Everything is optional; an empty string means "not known", never "none".

    ``ids`` are whole identifiers with their scheme ("GB-CHC-1000389", "GB-COH-2534145"): two records that share one
    are the same. ``dates`` and ``texts`` are compared place by place (first with first), so keep their order.
    """

    name: str = ""
    address: str = ""
    postcode: str = ""
    phone: str = ""
    website: str = ""
    email: str = ""
    ids: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()


def as_record(row: Record | Mapping[str, Any]) -> Record:
    """A record from a mapping with the same keys; None counts as not known, a lone string as a list of one."""
    if isinstance(row, Record):
        return row
    known = {key: str(row[key] or "") for key in ONE if key in row}
    lists = {key: _strings(row[key]) for key in MANY if key in row}
    return Record(**known, **lists)  # type: ignore[arg-type]


def _strings(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, str):
        return (value,)
    return tuple(str(v or "") for v in value)


FOLDS = {
    "name": likeness.fold_name,
    "address": likeness.fold_address,
    "postcode": likeness.postcode,
    "phone": likeness.digits,
    "website": likeness.domain,
    "email": likeness.email,
}


@dataclass
class Folded:
    """The folded values of many records, a list for each column ("name", …, "date 0", "text 1"), and their ids."""

    columns: dict[str, list[str]]
    ids: list[tuple[str, ...]]

    def __len__(self) -> int:
        return len(self.ids)

    def take(self, rows: Sequence[int]) -> Folded:
        columns = {key: [values[r] for r in rows] for key, values in self.columns.items()}
        return Folded(columns, [self.ids[r] for r in rows])


def fold_all(records: Sequence[Record], keep: Iterable[str] | None = None) -> Folded:
    """Fold every column that says anything, each different spelling once; ``keep`` fixes which columns come back."""
    columns: dict[str, list[str]] = {}
    for key, fold in FOLDS.items():
        columns[key] = _folded([getattr(r, key) for r in records], fold)
    for key, many, fold in (("date", "dates", likeness.day), ("text", "texts", likeness.fold)):
        width = max((len(getattr(r, many)) for r in records), default=0)
        for place in range(width):
            columns[f"{key} {place}"] = _folded([_at(getattr(r, many), place) for r in records], fold)
    if keep is None:
        columns = {key: values for key, values in columns.items() if any(values)}
    else:
        columns = {key: columns.get(key) or [""] * len(records) for key in keep}
    ids = [tuple(sorted({i for i in map(_fold_id, r.ids) if i})) if r.ids else () for r in records]
    return Folded(columns, ids)


def _at(values: tuple[str, ...], place: int) -> str:
    return values[place] if place < len(values) else ""


def _folded(values: list[str], fold: Any) -> list[str]:
    seen: dict[str, str] = {}
    for value in values:
        if value not in seen:
            seen[value] = fold(value) if value else ""
    return [seen[value] for value in values]


def _fold_id(text: str) -> str:
    """Identifiers lose capitals and spaces; a scheme with nothing behind it ("company:") is no identifier."""
    bare = "".join(text.split()).casefold()
    return "" if likeness.is_blank(bare.rsplit(":", 1)[-1]) else bare


@dataclass
class Units:
    """Rows that fold to the very same, counted once, in an order that doesn't depend on the order of rows.

    ``of[row]`` is the row's unit; ``size[unit]`` its number of rows; ``first[unit]`` one row that stands for it.
    """

    of: Ints
    size: Ints
    first: Ints
    folded: Folded = field(repr=False)

    def __len__(self) -> int:
        return len(self.size)


def units(folded: Folded, apart: Iterable[int] = ()) -> Units:
    """Group identical rows. Rows that say nothing, and the rows listed in ``apart``, each stay alone."""
    keys = _keys(folded)
    for row in sorted(set(apart)):
        keys[row] += f"\x1e{row:012d}"
    seen: dict[str, list[int]] = {}
    for row, key in enumerate(keys):
        seen.setdefault(key or f"\x1e{row:012d}", []).append(row)
    of = np.zeros(len(keys), dtype=np.int64)
    ordered = sorted(seen)
    for unit, key in enumerate(ordered):
        of[seen[key]] = unit
    first = [seen[key][0] for key in ordered]
    size = np.array([len(seen[key]) for key in ordered], dtype=np.int64)
    return Units(of, size, np.array(first, dtype=np.int64), folded.take(first))


def _keys(folded: Folded) -> list[str]:
    joined = ["\x1f".join(parts) for parts in zip(*folded.columns.values())] if folded.columns else [""] * len(folded)
    ids = ["\x1d".join(found) for found in folded.ids]
    return [key + "\x1c" + i if i else ("" if not key.strip("\x1f") else key) for key, i in zip(joined, ids)]
