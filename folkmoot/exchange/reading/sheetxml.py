"""A quick look through a workbook's own XML, before it is read: entities, cells far away, formulas, errors."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from .limits import Limits
from .rows import Refused, letters, number_of
from .zips import pieces

ENTITY = re.compile(rb"<!ENTITY", re.I)
TRICKS = re.compile(rb"<!(?:DOCTYPE|ENTITY)|<\0!\0(?:D\0O\0C|E\0N\0T)|\0<\0!\0(?:D\0O|E\0N)", re.I)
WIDE_START = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<", b"L\xa7\x94", b"+/v")
CELL = re.compile(rb"<(?:\w{1,9}:)?c (?:[^<>]{0,200}? )?r=\"([A-Z]{1,4})(\d{1,8})\"")
FORMULA = re.compile(
    CELL.pattern + rb"[^<>]{0,200}>\s{0,20}<(?:\w{1,9}:)?f(?:/>|[^<>]{0,300}>([^<]{0,9000})(?:</(?:\w{1,9}:)?f>)?)"
    rb"(\s{0,20}<(?:\w{1,9}:)?v>)?"
)
ERROR = re.compile(CELL.pattern + rb"[^<>]{0,200} t=\"e\"")
ODS_FORMULA = re.compile(rb"table:formula=\"([^\"]{0,200})")
ODS_REPEAT = re.compile(
    rb"<table:table-cell(?=[^<>]*office:value)[^<>]*table:number-columns-repeated=\"(\d+)\"|"
    rb"<table:table-row[^<>]*table:number-rows-repeated=\"(\d+)\"[^<>]*>\s*<table:table-cell[^<>]*office:value"
)
OVERLAP = 12_000
MOST_UNSAID = 100_000


@dataclass
class Look:
    """What the look found in one sheet. Rows and columns from 0. `unsaid` are formulas whose result was never saved."""

    formulas: int = 0
    first: str = ""
    first_row: int = 0
    unsaid: dict[tuple[int, int], str] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    rows: int = 0
    columns: int = 0
    cells: int = 0


def refuse_tricks(packed: zipfile.ZipFile, file: str) -> None:
    """Reads every part to its end: no XML may name an entity or hide its letters, none be longer than it says.

    Old OpenOffice names document types in its menus and manifest, which nothing here reads; there only entities count.
    """
    sheets = "content.xml" in packed.namelist()
    for entry in packed.infolist():
        name = entry.filename.lower()
        strictly = name in ("content.xml", "styles.xml") or not sheets
        _refuse_trick(pieces(packed, entry.filename, file), TRICKS if strictly else ENTITY, name, file)


def _refuse_trick(parts: Iterator[bytes], trick: re.Pattern[bytes], name: str, file: str) -> None:
    tail = b""
    for piece in parts:
        if not name.endswith((".xml", ".rels", ".vml")):
            continue
        if not tail and piece.startswith(WIDE_START):
            raise Refused("is not written the way spreadsheet programs write. Save it again and retry.", file)
        if trick.search(tail + piece):
            words = "names outside files or entities, which a sheet never needs. Save it again as XLSX or CSV."
            raise Refused(words, file)
        tail = piece[-40:]


def look_through(packed: zipfile.ZipFile, part: str, file: str, limits: Limits) -> Look:
    """One XLSX sheet. Refuses cells so far out that laying the sheet out would fill the memory."""
    seen, tail = Look(), b""
    for piece in pieces(packed, part, file):
        text = tail + piece
        # A cell cut by the piece's end is looked at with the next piece; none is looked at twice.
        cut = max(text.rfind(b"<c ", max(0, len(text) - OVERLAP)), text.rfind(b":c ", max(0, len(text) - OVERLAP)))
        cut = cut if cut > 0 else max(len(text) - 4, 0)
        _cells(text[:cut], seen)
        _refuse_far(seen, file, limits)
        tail = text[cut:]
    _cells(tail, seen)
    _refuse_far(seen, file, limits)
    return seen


def _cells(text: bytes, seen: Look) -> None:
    found = CELL.findall(text)
    if not found:
        return
    seen.cells += len(found)
    seen.columns = max(seen.columns, *(number_of(name.decode()) + 1 for name in {column for column, _ in found}))
    seen.rows = max(seen.rows, *map(int, {row for _, row in found}))
    if b"<f" in text or b":f" in text:
        _formulas(text, seen)
    if b't="e"' in text and len(seen.errors) < 20:
        seen.errors += [f"{column.decode()}{row.decode()}" for column, row in ERROR.findall(text)][:20]


def _formulas(text: bytes, seen: Look) -> None:
    for column, row, formula, saved in FORMULA.findall(text):
        seen.formulas += 1
        if not seen.first:
            seen.first, seen.first_row = column.decode(), int(row)
        if formula and not saved and len(seen.unsaid) < MOST_UNSAID:
            seen.unsaid[int(row) - 1, number_of(column.decode())] = "=" + _unescaped(formula)


def _refuse_far(seen: Look, file: str, limits: Limits) -> None:
    if seen.columns > limits.columns:
        words = f"has something in column {letters(seen.columns - 1)}; {limits.columns:,} columns is the most"
        raise Refused(f"{words}. Delete what lies far to the right of your sheet.", file, seen.rows)
    if seen.rows * seen.columns > limits.cells * 4:
        words = f"reaches down to row {seen.rows:,} and out to column {letters(seen.columns - 1)}, too far to lay out"
        raise Refused(f"{words}. Delete what lies far below or to the right of your list.", file, seen.rows)
    if seen.cells > limits.cells:
        words = f"has more than {limits.cells:,} filled cells. Split it, or ask the host to allow more."
        raise Refused(words, file, seen.rows)


def _unescaped(formula: bytes) -> str:
    text = formula.decode("utf-8", "replace")
    for code, letter in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(code, letter)
    return text


def look_through_ods(packed: zipfile.ZipFile, file: str, limits: Limits) -> Look:
    """The whole ODS document. Its cells carry no addresses, so formulas are only counted."""
    seen, tail = Look(), b""
    for piece in pieces(packed, "content.xml", file):
        text = tail + piece
        cut = max(text.rfind(b"<table:table-row"), 0) or len(text)
        _ods_cells(text[:cut], seen, file, limits)
        tail = text[cut:][-2_000_000:]
    _ods_cells(tail, seen, file, limits)
    return seen


def _ods_cells(text: bytes, seen: Look, file: str, limits: Limits) -> None:
    seen.formulas += len(ODS_FORMULA.findall(text))
    for across, down in ODS_REPEAT.findall(text):
        if int(across or 0) > limits.columns or int(down or 0) > limits.rows:
            words = f"repeats one filled cell {int(across or down):,} times. Delete what fills the sheet to its edge."
            raise Refused(words, file)
