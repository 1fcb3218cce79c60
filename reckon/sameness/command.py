"""``python -m reckon.sameness``: a spreadsheet in, which rows are the same out."""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from reckon.sameness.clusters import Clusters, cluster
from reckon.sameness.evidence import chance
from reckon.sameness.reasons import reasons
from reckon.sameness.record import Record
from reckon.sameness.table import BadInput, read
from reckon.sameness.values import Array

KEYS = ("name", "address", "postcode", "phone", "website", "email", "id", "date", "text")
REPEATABLE = ("date", "text")
SLICE = 50_000
USAGE = """Which rows of a spreadsheet are the same organisation or person.

Writes one line for each record: row (records counted from 0, not lines), cluster (rows with the same number are the
same), and why. Say which column holds what with --map, as often as needed: --map name="Site name" --map phone=Phone.
Keys: name, address, postcode, phone, website, email, id, date, text; date and text may be given more than once.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 when done, 2 with a sentence on stderr when the input is at fault."""
    parser = argparse.ArgumentParser(
        prog="python -m reckon.sameness", description=USAGE, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", help="a CSV file (commas, semicolons or tabs) in UTF-8, first line the column names")
    parser.add_argument("--map", action="append", default=[], metavar="KEY=COLUMN", help="which column holds what")
    parser.add_argument("--out", default="-", help="where to write; left out or -, to the screen")
    parser.add_argument("--encoding", default="utf-8", help="when the file is not in UTF-8, for example cp1252")
    asked = parser.parse_args(arguments)
    try:
        mapping = _mapping(asked.map)
        records = list(_records(read(asked.file, asked.encoding, [c for _, c in mapping]), mapping))
        _write(asked.out, _lines(cluster(records)))
    except BadInput as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    except BrokenPipeError:
        return 0
    return 0


def _mapping(given: Sequence[str]) -> list[tuple[str, str]]:
    if not given:
        raise BadInput('Nothing to compare by: say which column holds what, for example --map name="Site name".')
    mapping: list[tuple[str, str]] = []
    for text in given:
        key, equals, column = text.partition("=")
        key = key.strip().casefold()
        if not equals or not column.strip():
            raise BadInput(f"--map {text}: write it as KEY=COLUMN, for example --map name=Name.")
        if key not in KEYS:
            raise BadInput(f"--map {text}: there is no key “{key}”; use one of {', '.join(KEYS)}.")
        if key not in REPEATABLE and key in [k for k, _ in mapping]:
            raise BadInput(f"--map {text}: {key} is already mapped; only date and text can be given more than once.")
        mapping.append((key, column))
    return mapping


def _records(rows: list[list[str]], mapping: Sequence[tuple[str, str]]) -> Iterator[Record]:
    """``rows`` hold the mapped columns only, in the order of ``mapping``."""
    at = {key: [n for n, (k, _) in enumerate(mapping) if k == key] for key in KEYS}
    single = [(key, at[key][0]) for key in KEYS[:6] if at[key]]
    for row in rows:
        ids = tuple(f"id:{row[n]}" for n in at["id"] if row[n].strip())
        dates, texts = tuple(row[n] for n in at["date"]), tuple(row[n] for n in at["text"])
        yield Record(**{key: row[n] for key, n in single}, ids=ids, dates=dates, texts=texts)


def _write(out: str, lines: Iterator[list[object]]) -> None:
    if out == "-":
        csv.writer(sys.stdout, lineterminator="\n").writerows(lines)
        return
    try:
        with Path(out).open("w", encoding="utf-8", errors="replace", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(lines)
    except OSError as problem:
        raise BadInput(f"{out}: can't be written ({problem.strerror}); choose another place with --out.") from None


def _lines(found: Clusters) -> Iterator[list[object]]:
    yield ["row", "cluster", "why"]
    label = np.array(found.cluster, dtype=np.int64)
    beside, odds = _beside(found, label)
    for start in range(0, len(label), SLICE):
        rows = np.arange(start, min(start + SLICE, len(label)))
        for row, why in zip(rows.tolist(), _whys(found, rows, beside[rows], odds[rows])):
            yield [row, int(label[row]), why]


def _beside(found: Clusters, label: Array) -> tuple[Array, Array]:
    """For each row the row of its own cluster that is most like it, with the log-odds; -1 where it is alone."""
    made = found.taught
    units = made.units
    inside = label[units.first[made.i]] == label[units.first[made.j]]
    i, j, score = made.i[inside], made.j[inside], made.score[inside]
    who, other = np.concatenate([i, j]), np.concatenate([j, i])
    order = np.lexsort((-other, np.concatenate([score, score]), who))
    best = np.full(len(units), -1, dtype=np.int64)
    odds = np.full(len(units), np.nan)
    best[who[order]] = other[order]
    odds[who[order]] = np.concatenate([score, score])[order]
    beside = np.where(best >= 0, units.first[best], -1)[units.of] if len(units) else np.zeros(0, dtype=np.int64)
    return _twins_and_mates(found, label, beside), odds[units.of] if len(units) else np.zeros(0)


def _twins_and_mates(found: Clusters, label: Array, beside: Array) -> Array:
    """Rows that say the same come first; rows joined by an identifier alone sit beside another of their cluster."""
    beside = beside.copy()
    first: dict[int, int] = {}
    twin: dict[tuple[int, int], int] = {}
    for row, (group, unit) in enumerate(zip(label.tolist(), found.taught.units.of.tolist())):
        mate, same = first.setdefault(group, row), twin.setdefault((group, unit), row)
        if same != row:
            beside[row] = same
            beside[same] = row
        elif beside[row] < 0 and mate != row:
            beside[row] = mate
            beside[mate] = row if beside[mate] < 0 else beside[mate]
    return beside


def _whys(found: Clusters, rows: Array, beside: Array, odds: Array) -> list[str]:
    made = found.taught
    out = ["no other record is near enough"] * len(rows)
    at = np.flatnonzero(beside >= 0)
    i, j = rows[at], beside[at]
    a, b = made.units.of[i], made.units.of[j]
    words = reasons(made, found.records, i, j, made.between(a, b))
    for k, row, same, sure, each in zip(at.tolist(), j.tolist(), (a == b).tolist(), chance(odds[at]), words):
        said = "; ".join(r.words for r in each if r.weight > 0 or same)
        against = "; ".join(r.words for r in each[:3] if r.weight < -1 and not same)
        out[k] = f"with row {row}: {said or 'taken together'}" + (f"; though {against}" if against else "")
        if not same and not np.isnan(sure):
            out[k] += f" ({sure:.0%})"
    return out
