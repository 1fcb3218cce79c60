"""Rows of a CSV file, for the commands: each refuses, in a sentence, what it cannot take."""

import csv
from collections.abc import Iterator
from pathlib import Path

# What parts the cells, the first of these that the first row has most of.
BETWEEN = (",", ";", "\t")


class Unreadable(Exception):
    """A file that cannot be taken; the words say which, where and what to do."""


def rows_of(path: Path, needed: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """(line where the row ends, its cells by column, without blanks around them), in the file's order.

    Columns come in any order, with others between them, their names in capitals or not. Unreadable when a needed one is
    missing from the first row or stands in it twice, or the file is none in UTF-8.
    """
    for line, names, cells in _read(path, needed):
        row = dict.fromkeys(names, "")
        row.update((name, cell.strip()) for name, cell in zip(names, cells, strict=False))
        row.pop("", None)
        yield line, row


def cells_of(path: Path, needed: tuple[str, ...], perhaps: str) -> Iterator[tuple[int, list[str]]]:
    """(line, the cells of the needed columns and of `perhaps`, "" where there is no such column): as `rows_of`, in a
    third of the time."""
    at: list[int] = []
    for line, names, cells in _read(path, needed):
        if not at:
            at = [names.index(name) if name in names else -1 for name in (*needed, perhaps)]
        yield line, [cells[one].strip() if 0 <= one < len(cells) else "" for one in at]


def _read(path: Path, needed: tuple[str, ...]) -> Iterator[tuple[int, list[str], list[str]]]:
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            first = file.readline(10_000)
            file.seek(0)
            reader = csv.reader(file, delimiter=max(BETWEEN, key=first.count))
            names = _names(path, next(reader, []), needed)
            for cells in reader:
                if cells:
                    yield reader.line_num, names, cells
    except UnicodeDecodeError as error:
        raise Unreadable(f"{path}: it is not in UTF-8; save it as “CSV UTF-8” and try again.") from error
    except (OSError, csv.Error) as error:
        raise Unreadable(f"{path}: it could not be read ({error}).") from error


def _names(path: Path, first: list[str], needed: tuple[str, ...]) -> list[str]:
    """The names of the columns, the needed ones as they are asked for."""
    if not any(cell.strip() for cell in first):
        raise Unreadable(f"{path}: the first row is empty; it has to name the columns {', '.join(needed)}.")
    known = {name.casefold(): name for name in needed}
    names = [known.get(cell.strip().casefold(), cell.strip()) for cell in first]
    missing = [name for name in needed if name not in names]
    if missing:
        raise Unreadable(f"{path}: the first row has no column called {', '.join(missing)}.")
    twice = [name for name in needed if names.count(name) > 1]
    if twice:
        raise Unreadable(f"{path}: the first row has two columns called {', '.join(twice)}.")
    return names
