"""Reading a CSV file from anywhere, and saying plainly what is wrong with it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

csv.field_size_limit(16_000_000)
Lines = Iterator[tuple[int, list[str]]]


class BadInput(Exception):
    """What is wrong, where, and what to do about it, in one sentence."""


def read(path: str, encoding: str, wanted: Sequence[str]) -> list[list[str]]:
    """The wanted columns of every record, in the order wanted; blank lines are no records.

    Raises BadInput for a file that is missing, empty, not in its encoding, torn, ragged or holding NULs, and for a
    column that isn't there or is there twice.
    """
    text = _text(path, encoding)
    lines = _numbered(path, text)
    header = next(lines, (0, []))[1]
    if not any(name.strip() for name in header):
        raise BadInput(f"{path}: the first line holds no column names; put them there.")
    return _rows(path, lines, header, [_place(path, header, name) for name in wanted])


def headings(path: str, encoding: str = "utf-8") -> list[str]:
    """The names of the columns, as they stand; errors as for `read`."""
    return next(_numbered(path, _text(path, encoding)), (0, []))[1]


def _text(path: str, encoding: str) -> str:
    try:
        raw = Path(path).read_bytes()
    except IsADirectoryError:
        raise BadInput(f"{path}: that is a folder; give the CSV file inside it.") from None
    except (OSError, ValueError) as problem:
        said = getattr(problem, "strerror", None) or str(problem)
        raise BadInput(f"{path}: can't be opened ({said}); check the name and the folder.") from None
    if not raw.strip():
        raise BadInput(f"{path}: the file is empty; it needs a line of column names and a line for each record.")
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff") and encoding == "utf-8":
        raise BadInput(f"{path}: the file is in UTF-16; save it as CSV UTF-8, or add --encoding utf-16.")
    try:
        return raw.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except LookupError:
        raise BadInput(f"--encoding {encoding}: no such encoding; try cp1252, latin-1 or utf-16.") from None
    except UnicodeError as problem:
        raise BadInput(_undecodable(path, raw, encoding, problem)) from None


def _undecodable(path: str, raw: bytes, encoding: str, problem: UnicodeError) -> str:
    start = getattr(problem, "start", 0)
    line = raw.count(b"\n", 0, start) + 1
    return (
        f"{path}, line {line}: byte {start} is not {encoding.upper()} text; "
        "save the file as CSV UTF-8, or say its encoding, for example --encoding cp1252."
    )


def _delimiter(text: str) -> str:
    """Whichever of comma, semicolon, tab and bar is commonest in the first line, outside quotes."""
    first = text.lstrip("\r\n").partition("\n")[0]
    bare = "".join(first.split('"')[::2])
    return max(",;\t|", key=bare.count)


def _numbered(path: str, text: str) -> Lines:
    """Lines of cells that aren't blank, each with the line it ends on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        for cells in reader:
            if cells:
                yield reader.line_num, cells
    except csv.Error as problem:
        raise BadInput(
            f"{path}, line {reader.line_num}: the cells can't be told apart ({problem}); "
            "check the quotation marks there."
        ) from None


def _place(path: str, header: list[str], name: str) -> int:
    exact = [n for n, column in enumerate(header) if column == name]
    loose = [n for n, column in enumerate(header) if column.strip().casefold() == name.strip().casefold()]
    found = exact or loose
    if len(found) == 1:
        return found[0]
    if found:
        raise BadInput(f"{path}: the column “{name}” is there {len(found)} times; rename all but one.")
    listed = ", ".join(f"“{c}”" for c in header[:40])
    raise BadInput(f"{path}: there is no column “{name}”; the columns are {listed}.")


def _rows(path: str, lines: Lines, header: list[str], places: list[int]) -> list[list[str]]:
    rows: list[list[str]] = []
    for line, cells in lines:
        if len(cells) != len(header):
            raise BadInput(
                f"{path}, row {len(rows)} (ends on line {line}): it has {len(cells)} cells where the first line has "
                f"{len(header)} columns; add or take out cells, or put quotation marks round cells that hold commas."
            )
        row = [cells[p] for p in places]
        for place, cell in zip(places, row):
            if "\x00" in cell:
                raise BadInput(
                    f"{path}, row {len(rows)}, column “{header[place]}” (line {line}): there is a NUL character in it; "
                    "take it out or export the file again."
                )
        rows.append(row)
    return rows
