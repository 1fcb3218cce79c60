"""Lists given out as CSV, XLSX and JSON, so that no cell of them can come alive as a formula."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any

BOM = "\ufeff"
MORE_ROWS = 500
# A spreadsheet may start a formula at these, also after spaces, and at their full-width twins. A tab or a line's end
# first is as bad. Guards already there are counted in, so that taking one off always gives back what was.
LIVE = re.compile(r"'*(?:[\t\r\n]|[\s\x00-\x20\ufeff\u200b]*[=+\-@＝＋－＠])")
PLAIN_NEGATIVE = re.compile(r"-\d+(\.\d+)?")
# XML cannot hold these; the workbook format writes them, and what looks like their spelling, as _xHHHH_.
UNWRITABLE = re.compile("[\x00-\x08\x0b-\x0d\x0e-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
XLSX_CELL = 32_767


def guarded(text: str) -> str:
    """The text with an apostrophe before it if a spreadsheet could take it for a formula.

    Negative numbers written plainly stay as they are. `unguarded` takes off exactly one apostrophe, so for every
    text `unguarded(guarded(text)) == text`.

    >>> guarded("=1+1"), guarded("-2.5"), guarded("'@x"), guarded("it's")
    ("'=1+1", '-2.5', "''@x", "it's")
    """
    return "'" + text if LIVE.match(text) and not PLAIN_NEGATIVE.fullmatch(text) else text


def unguarded(text: str) -> str:
    """What the cell said before it was guarded for a CSV file.

    >>> unguarded("'=1+1"), unguarded("'tis")
    ('=1+1', "'tis")
    """
    return text[1:] if text[:1] == "'" and LIVE.match(text) else text


class Shown(str):
    """A number as people read it ("12,400"), which files hold as the number it is."""

    number: int | float

    @classmethod
    def of(cls, number: int | float | Decimal) -> Shown:
        """
        >>> Shown.of(Decimal("412.00")).number, Shown.of(12.5).number
        (412, 12.5)
        """
        # Asked for here: the readers of uploads write files too, in a process that knows nothing of Django.
        from django.utils.formats import number_format

        exact = int(number) if number == int(number) else float(number)
        shown = cls(number_format(exact, use_l10n=True, force_grouping=True))
        shown.number = exact
        return shown


def plain(value: Any) -> Any:
    """A cell's value as lists give it: numbers as they are, days as 2024-05-03, yes or no, "" for nothing known."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime | date):
        return value.isoformat(" ", "minutes") if isinstance(value, datetime) else value.isoformat()
    if isinstance(value, Shown):
        return value.number
    if isinstance(value, int | float):
        return value
    if isinstance(value, list | tuple | set):
        return "; ".join(str(plain(one)) for one in value)
    return str(value)


def csv_rows(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """A CSV file in pieces, ready to stream: UTF-8 with a mark so that Excel sees it, text always in quotes.

    The quotes keep a file from starting with the letters ID, which Excel takes for another format, and keep
    separators inside cells harmless wherever the file is opened. Read back with `exchange`, every text comes back
    exactly, but for half a surrogate pair, which no file in UTF-8 can hold and which becomes a question mark.
    """
    yield BOM.encode()
    walk = iter(rows)
    batch: list[Sequence[Any]] = [headings]
    while batch:
        page = io.StringIO(newline="")
        writer = csv.writer(page, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
        writer.writerows([_csv_cell(value) for value in row] for row in batch)
        yield page.getvalue().encode("utf-8", "replace")
        batch = list(islice(walk, MORE_ROWS))


def _csv_cell(value: Any) -> Any:
    value = plain(value)
    return guarded(value) if isinstance(value, str) else value


def xlsx_book(sheets: Mapping[str, tuple[Sequence[str], Iterable[Sequence[Any]]]]) -> bytes:
    """An XLSX workbook: sheet name → (headings, rows). Every text is written as text, never as a formula.

    Cells past Excel's 32,767 characters are cut there; give CSV or JSON beside it where texts run long.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    for name, (headings, rows) in sheets.items():
        sheet = book.create_sheet(_sheet_name(name))
        sheet.freeze_panes = "A2"
        for at, heading in enumerate(headings, 1):
            sheet.column_dimensions[_letters(at)].width = min(max(len(str(heading)) + 2, 12), 50)
        bold = Font(bold=True)
        sheet.append([_xlsx_cell(sheet, str(heading), bold) for heading in headings])
        for row in rows:
            sheet.append([_xlsx_cell(sheet, plain(value)) for value in row])
    page = io.BytesIO()
    book.save(page)
    return page.getvalue()


def _letters(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(column)


def _sheet_name(name: str) -> str:
    return re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", name).strip("' ")[:31] or "Sheet"


def _xlsx_cell(sheet: Any, value: Any, font: Any = None) -> Any:
    from openpyxl.cell import WriteOnlyCell

    if not isinstance(value, str):
        return value
    live = LIVE.match(value)
    text = UNWRITABLE.sub(_spelt, value)[:XLSX_CELL]
    if not live and not font and not text.startswith("#"):
        return text
    cell = WriteOnlyCell(sheet, text)
    # Setting the value has guessed a formula or an error; it is neither, and stays text when someone edits it.
    cell.data_type = "s"
    cell.quotePrefix = bool(live)
    if font:
        cell.font = font
    return cell


def _spelt(found: re.Match[str]) -> str:
    return f"_x{ord(found[0]):04X}_"


def json_list(name: str, rows: Iterable[Mapping[str, Any]], about: Mapping[str, Any]) -> Iterator[bytes]:
    """A JSON file in pieces: {"about": …, NAME: [rows]}. Not-a-number is refused with ValueError, as JSON has none."""
    yield f'{{"about": {_json(dict(about))},\n{_json(name)}: ['.encode("utf-8", "backslashreplace")
    first = True
    for row in rows:
        yield f"{'' if first else ','}\n{_json(dict(row))}".encode("utf-8", "backslashreplace")
        first = False
    yield b"\n]}\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, default=_json_plain)


def _json_plain(value: Any) -> Any:
    if isinstance(value, set | frozenset):
        return sorted(value)
    return plain(value)
