"""XLSX, XLSM, XLSB, XLS and ODS through calamine, which never works a formula out."""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import chain, islice
from typing import Any

import python_calamine as calamine

from .limits import Limits
from .rows import About, Refused
from .sheetxml import Look, look_through, look_through_ods, refuse_tricks
from .tables import PEEK, Record, Table, is_list, table
from .zips import opened, whole

MOST_MERGED = 50_000


class Book:
    """A workbook that was looked through and can be trusted to open."""

    def __init__(self, raw: bytes, file: str, kind: str, limits: Limits):
        self.file, self.kind, self.limits = file, kind, limits
        self.packed = opened(raw, file, limits) if kind != "xls" else None
        if self.packed:
            refuse_tricks(self.packed, file)
        self.starts = 0
        self.looks: dict[str, Look] = {}
        if kind == "xlsx":
            # Every sheet is looked through first: the library lays out whole sheets, however far they reach.
            parts = _parts(self.packed, file)
            self.looks = {name: look_through(self.packed, part, file, limits) for name, part in parts.items()}
        elif kind == "ods":
            self.looks = {"": look_through_ods(self.packed, file, limits)}
        self.book = self._open(raw)

    def _open(self, raw: bytes) -> Any:
        try:
            return calamine.CalamineWorkbook.from_filelike(io.BytesIO(raw))
        except calamine.PasswordError:
            raise Refused("is locked with a password. Save it without one and try again.", self.file) from None
        except (calamine.CalamineError, ValueError, OSError) as wrong:
            raise self.damaged(wrong) from None

    def damaged(self, wrong: BaseException) -> Refused:
        words = f"is damaged or no workbook we can open ({str(wrong)[:80]}). Open it in your program and save it again."
        return Refused(words, self.file)

    @property
    def names(self) -> list[str]:
        """Sheets that a person sees, hidden ones left out unless all are hidden."""
        sheets = self.book.sheets_metadata
        worksheets = [s for s in sheets if s.typ == calamine.SheetTypeEnum.WorkSheet] or sheets
        seen = [s.name for s in worksheets if s.visible == calamine.SheetVisibleEnum.Visible]
        return seen or [s.name for s in worksheets]

    def records(self, name: str) -> Iterator[Record]:
        """Every row of one sheet, numbered as at its side, cells as text."""
        try:
            sheet = self.book.get_sheet_by_name(name)
        except (calamine.CalamineError, ValueError, OSError) as wrong:
            raise self.damaged(wrong) from None
        if sheet.height == 0:
            return
        # Empty columns before the first filled one are no part of the list.
        self.starts = (sheet.start or (0, 0))[1]
        unsaid = self.looks[name].unsaid if name in self.looks else {}
        merged = _Merged(sheet, self.starts)
        for number, cells in enumerate(self._cells(sheet), 1):
            said = [cell if isinstance(cell, str) else text_of(cell) for cell in cells]
            if unsaid:
                said = [cell or unsaid.get((number - 1, at), "") for at, cell in enumerate(said, self.starts)]
            yield Record(number, merged.filled_down(number - 1, said))

    def _cells(self, sheet: Any) -> Iterator[list[Any]]:
        try:
            yield from sheet.iter_rows()
        except (calamine.CalamineError, ValueError, OverflowError) as wrong:
            raise self.damaged(wrong) from None


class _Merged:
    """Cells merged over several rows: what the first of them says goes for all, as the eye reads it."""

    def __init__(self, sheet: Any, starts: int):
        ranges = (getattr(sheet, "merged_cell_ranges", None) or [])[:MOST_MERGED]
        tall = [
            (top, left - starts, bottom) for (top, left), (bottom, right) in ranges if top < bottom and left == right
        ]
        self.begins = {(top, at): bottom for top, at, bottom in tall if at >= 0}
        self.holding: dict[int, tuple[int, str]] = {}

    def filled_down(self, row: int, cells: list[str]) -> list[str]:
        if not self.begins:
            return cells
        for at, cell in enumerate(cells):
            if (row, at) in self.begins:
                self.holding[at] = (self.begins[row, at], cell)
            elif at in self.holding and not cell and row <= self.holding[at][0]:
                cells[at] = self.holding[at][1]
        return cells


def sheet_of(book: Book, sheet: str = "") -> Table:
    """One sheet of a workbook as a Table: the one asked for, else the first that a person sees which reads like a list,
    so that a cover sheet of notes is passed over; else the first with anything in it."""
    names = book.names
    if sheet and sheet not in names:
        raise Refused(f"has no sheet called “{sheet[:60]}”. Its sheets are: {', '.join(names[:20])}.", book.file)
    name = sheet or next((name for name in names if is_list(_first(book, name))), "")
    name = name or next((name for name in names if _first(book, name)), "")
    if not name or not _first(book, name):
        raise Refused(
            "has nothing in it. Check that you saved the sheet with its rows, and choose it again.", book.file
        )
    walk = book.records(name)
    first = next(record for record in walk if record.filled)
    others = [other for other in names if other != name]
    about = About(book.file, book.kind, sheet=name, other_sheets=others, first_column=book.starts)
    _notes(book.looks.get(name) or book.looks.get(""), about)
    return table(chain([first], walk), about, book.limits)


def _first(book: Book, name: str) -> list[Record]:
    """The first filled rows of a sheet, enough to tell what it is."""
    return list(islice((record for record in book.records(name) if record.filled), PEEK))


def _notes(look: Look | None, about: About) -> None:
    if about.other_sheets:
        others = ", ".join(f"“{name}”" for name in about.other_sheets[:10])
        about.note(f"has more sheets ({others}); only “{about.sheet}” is read. Choose another if that is wrong.")
    if look and look.formulas:
        cells = "1 cell holds a formula" if look.formulas == 1 else f"{look.formulas:,} cells hold formulas"
        words = f"{cells}; we took what your program last worked out, or the formula as text, and worked nothing out."
        about.note(words, look.first_row, look.first)
    if look and look.errors:
        about.note(f"shows an error in {', '.join(look.errors)}; taken as empty.")


def _parts(packed: zipfile.ZipFile | None, file: str) -> dict[str, str]:
    """Sheet name → its part in the zip. Parts that cannot be told apart by name are looked through all the same."""
    names = set(packed.namelist()) if packed else set()
    if packed is None or "xl/workbook.xml" not in names:
        raise Refused("is no workbook we can open. Open it in your spreadsheet program and save it as XLSX.", file)
    book = whole(packed, "xl/workbook.xml", file).decode("utf-8", "replace")
    links = whole(packed, "xl/_rels/workbook.xml.rels", file).decode("utf-8", "replace") if _RELS in names else ""
    targets = {_mark(tag, "Id"): _mark(tag, "Target") for tag in re.findall(r"<(?:\w+:)?Relationship\s[^<>]*", links)}
    parts = {}
    for tag in re.findall(r"<(?:\w+:)?sheet\s[^<>]*", book):
        target = targets.get(_mark(tag, r"\w+:id"), "")
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
        if part in names:
            parts[_name(_mark(tag, "name"))] = part
    others = [n for n in sorted(names) if n.startswith("xl/worksheets/") and n.endswith(".xml")]
    return parts | {f"\0{part}": part for part in others if part not in parts.values()}


_RELS = "xl/_rels/workbook.xml.rels"


def _mark(tag: str, name: str) -> str:
    found = re.search(rf"\s{name}\s*=\s*[\"']([^\"']*)", tag)
    return found[1] if found else ""


def _name(said: str) -> str:
    for code, letter in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        said = said.replace(code, letter)
    return said


def text_of(cell: Any) -> str:
    """A cell as a person would type it: whole numbers without .0, days as 2024-05-03, TRUE or FALSE.

    >>> text_of(7700900123.0), text_of(1.5), text_of(True), text_of(date(2024, 5, 3))
    ('7700900123', '1.5', 'TRUE', '2024-05-03')
    """
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        bare = not (cell.hour or cell.minute or cell.second)
        return cell.date().isoformat() if bare else cell.isoformat(" ", "minutes" if not cell.second else "seconds")
    if isinstance(cell, date | time):
        return cell.isoformat() if isinstance(cell, date) else cell.isoformat("minutes")
    if isinstance(cell, timedelta):
        minutes, seconds = divmod(int(cell.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")
    return str(cell)
