"""Reading a CSV file, with errors that name the file, the row and the column and say what to do."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from .nearest import Near, Record

_LONGEST = 10_000_000
# What may stand between cells, the one that the first row has most of; a comma where it has none.
BETWEEN = ",;\t|"


class TableError(ValueError):
    """Something in a file that a person has to mend; the message says what and where."""


@dataclass(frozen=True)
class Columns:
    """The headings that hold each thing; `name` is read only where the file has such a column."""

    id: str
    text: Sequence[str]
    place: str = ""
    name: str = "name"


def read_records(path: Path, columns: Columns) -> list[Record]:
    """The records of a file with a heading and commas, semicolons, tabs or bars between its cells, in UTF-8 or else in
    Windows' Western letters. A heading may be written in other capitals.

    Rows are counted as records, the heading being row 1, since a cell may hold several lines. A row may leave cells
    off its end; they are empty. Rows with one id are one record: what they say differently stands together. TableError
    for a file that cannot be read, a heading that is not there, a quote mark that never closes, a row with too many
    cells, and a row without an id.
    """
    rows = _rows(path)
    heading = next(rows, None)
    if not heading or not any(heading):
        raise TableError(f"{path} is empty: it needs a first row with the names of the columns.")
    wanted = tuple(filter(None, (columns.id, *columns.text, columns.place)))
    at = {name: _place(path, heading, name) for name in wanted}
    if named := [place for place, name in enumerate(heading) if _same(name, columns.name)]:
        at.setdefault(columns.name, named[0])
    found: dict[str, Record] = {}
    for record in _records(path, [heading, *rows], columns, at):
        found[record.id] = _together(found[record.id], record) if record.id in found else record
    return list(found.values())


def _place(path: Path, heading: list[str], wanted: str) -> int:
    """Where the first column of that name is; written just so, or else in other capitals."""
    exact = [place for place, name in enumerate(heading) if name.strip() == wanted.strip()]
    found = exact or [place for place, name in enumerate(heading) if _same(name, wanted)]
    if not found:
        known = ", ".join(name for name in heading if name)
        raise TableError(f"{path}, row 1: there is no column {wanted!r}. The columns are: {known}.")
    return found[0]


def _same(name: str, other: str) -> bool:
    return name.strip().casefold() == other.strip().casefold()


def _together(one: Record, other: Record) -> Record:
    """One record out of two rows; the first name and place that were said stay."""
    text = one.text if other.text in one.text else f"{one.text} . {other.text}"
    return Record(one.id, one.name or other.name, text, one.place or other.place)


def write_pairs(path: Path, pairs: Iterator[Near]) -> int:
    """Writes a, b, score, reasons, and gives the number of pairs."""
    written = 0
    try:
        with path.open("w", newline="", encoding="utf-8") as handle:
            writer = csv.writer(handle)
            writer.writerow(["a", "b", "score", "reasons"])
            for pair in pairs:
                writer.writerow([pair.a, pair.b, f"{pair.score:.6f}", "; ".join(pair.reasons)])
                written += 1
    except OSError as error:
        raise TableError(f"{path} cannot be written: {error.strerror}. Choose another place with --out.") from error
    return written


def _records(path: Path, rows: list[list[str]], columns: Columns, at: dict[str, int]) -> Iterator[Record]:
    width = len(rows[0])
    for number, cells in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if any(cell.strip() for cell in cells[width:]):
            raise TableError(
                f"{path}, row {number}: {len(cells)} cells, but the heading has {width}. "
                "Put quotes round a cell that holds a comma, or take the extra cells out."
            )
        record = _record(cells, columns, at)
        if not record.id:
            raise TableError(f"{path}, row {number}, column {columns.id!r}: no id. Give every row one.")
        yield record


def _record(cells: list[str], columns: Columns, at: dict[str, int]) -> Record:
    def cell(name: str) -> str:
        place = at.get(name, len(cells))
        return cells[place].strip() if place < len(cells) else ""

    text = " . ".join(filter(None, (cell(name) for name in columns.text)))
    return Record(cell(columns.id), cell(columns.name), text, cell(columns.place) if columns.place else "")


def _rows(path: Path) -> Iterator[list[str]]:
    csv.field_size_limit(_LONGEST)
    text = _text(path)
    first = "".join(text.lstrip("\r\n").partition("\n")[0].split('"')[::2])
    # Strict, since a quote mark that never closes would swallow every row below it.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(BETWEEN, key=first.count), strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            words = f"this row cannot be cut into cells ({error}). Check its quote marks: each one has to close."
            raise TableError(f"{path}, row {number}: {words}") from error
        yield cells


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise TableError(f"{path} cannot be opened: {error.strerror}. Check the name of the file.") from error
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", errors="replace")
    if b"\x00" in raw or raw[:4] == b"PK\x03\x04":
        raise TableError(f"{path} is not a CSV file. Save the sheet as CSV (comma separated, UTF-8) and try again.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")
