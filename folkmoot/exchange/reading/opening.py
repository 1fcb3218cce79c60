"""From bytes to rows: finds out what a file is and gives it to the reader for that."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from . import grants, grantsheets, hsds, hsdstables, wrapping
from .delimited import delimited
from .detect import kind_of
from .limits import Limits
from .rows import About, Refused, Row
from .strictjson import strict
from .tables import Table
from .workbook import Book, sheet_of
from .zips import opened, whole

MOST_NOTES = 1_000
SHEETS = ("xlsx", "xlsb", "ods", "xls")


@dataclass(frozen=True)
class Ask:
    """What the person chose; "" is find out. `as_kind` "entry" reads a sheet plainly, whatever standard it follows."""

    file: str
    sheet: str = ""
    encoding: str = ""
    separator: str = ""
    as_kind: str = ""
    people: bool = False


def open_up(raw: bytes, ask: Ask, limits: Limits) -> tuple[About, Iterator[Row]]:
    """What the file is, and its rows. Notes go on being added to the first until the last row is through."""
    kind = kind_of(raw, ask.file, limits)
    if kind == "json":
        return _json(raw, ask, limits)
    if kind == "zip":
        return _zip(raw, ask, limits)
    if kind in SHEETS:
        return _book(Book(raw, ask.file, kind, limits), ask)
    return _table(delimited(raw, ask.file, limits, ask.encoding, ask.separator), ask)


def _table(table: Table, ask: Ask) -> tuple[About, Iterator[Row]]:
    if ask.as_kind != "entry" and grantsheets.is_grant_sheet(table.about.headings):
        table.about.kind = "360giving"
        return table.about, grantsheets.rows(table)
    return table.about, table.rows()


def _json(raw: bytes, ask: Ask, limits: Limits) -> tuple[About, Iterator[Row]]:
    document = strict(raw, ask.file, limits)
    if grants.is_grants(document):
        found = grants.records(document)
        _refuse_many(found, ask.file, limits)
        return About(ask.file, "360giving"), grants.rows(enumerate(found, 1), ask.file)
    if wrapping.is_hsds(document):
        found = wrapping.records(document)
        _refuse_many(found, ask.file, limits)
        return About(ask.file, "hsds"), hsds.rows(found, ask.file, ask.people)
    return _plain_list(document, ask, limits)


def _plain_list(document: Any, ask: Ask, limits: Limits) -> tuple[About, Iterator[Row]]:
    """Any other JSON list of flat records is as good as a sheet; our own exports are such lists."""
    held = [document] if isinstance(document, list) else list(document.values()) if isinstance(document, dict) else []
    found = next((one for one in held if isinstance(one, list) and one and all(isinstance(r, dict) for r in one)), None)
    if found is None:
        words = "is JSON, but neither Open Referral UK, nor 360Giving, nor a list of records with names and values."
        raise Refused(words, ask.file)
    _refuse_many(found, ask.file, limits)
    about = About(ask.file, "json", list(dict.fromkeys(name for record in found for name in record))[: limits.columns])
    fields = ({name: _cell(record.get(name)) for name in about.headings} for record in found)
    return about, (Row(number, "", one) for number, one in enumerate(fields, 1))


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "; ".join(_cell(one) for one in value) if isinstance(value, list) else str(value)


def _refuse_many(found: list[Any], file: str, limits: Limits) -> None:
    if not found:
        raise Refused("has no records in it.", file)
    if len(found) > limits.rows:
        raise Refused(f"has {len(found):,} records; {limits.rows:,} is the most. Ask the host to allow more.", file)


def _zip(raw: bytes, ask: Ask, limits: Limits) -> tuple[About, Iterator[Row]]:
    """Several files in one: HSDS tables, HSDS pages, or one sheet that someone packed."""
    packed = opened(raw, ask.file, limits)
    names = [
        n for n in sorted(packed.namelist()) if not n.startswith("__MACOSX/") and not n.endswith("datapackage.json")
    ]
    sheets = [name for name in names if name.lower().endswith((".csv", ".tsv"))]
    if hsdstables.is_tables({_stem(name) for name in sheets}):
        about = About(ask.file, "hsds")
        return _hsds_tables(
            {_stem(n): _read_table(whole(packed, n, ask.file), n, limits, about) for n in sheets}, about, ask
        )
    documents = [name for name in names if name.lower().endswith(".json")]
    if documents:
        return _documents([(name, whole(packed, name, ask.file)) for name in documents], ask, limits)
    if len(sheets) == 1:
        return _table(delimited(whole(packed, sheets[0], ask.file), ask.file, limits, ask.encoding, ask.separator), ask)
    raise Refused(f"holds {len(sheets)} sheets. Unpack it and choose one at a time.", ask.file)


def _stem(name: str) -> str:
    return name.rsplit("/", 1)[-1].rsplit(".", 1)[0].lower()


def _documents(documents: list[tuple[str, bytes]], ask: Ask, limits: Limits) -> tuple[About, Iterator[Row]]:
    about, found = About(ask.file, "hsds"), []
    for name, raw in documents:
        try:
            document = strict(raw, name, limits)
        except Refused as refused:
            about.notes.append(refused.problem)
            continue
        if wrapping.is_hsds(document):
            found += wrapping.records(document)
        elif grants.is_grants(document):
            raise Refused("holds grants among other files. Unpack it and take each file of grants by itself.", ask.file)
        else:
            about.note(f"{name} is not Open Referral; left out.")
    _refuse_many(found, ask.file, limits)
    return about, hsds.rows(found, ask.file, ask.people)


def _read_table(raw: bytes, name: str, limits: Limits, about: About) -> list[dict[str, Any]]:
    """One table of a package; a table with nothing in it is no rows, and a row refused in it is noted."""
    if not raw.strip():
        return []
    taken = []
    for row in delimited(raw, name, limits).rows():
        about.notes += [problem for problem in row.problems if problem.refused][: max(0, MOST_NOTES - len(about.notes))]
        if not row.refused:
            taken.append(row.fields)
    return taken


def _hsds_tables(tables: dict[str, list[dict[str, Any]]], about: About, ask: Ask) -> tuple[About, Iterator[Row]]:
    about.other_sheets = sorted(tables)
    return about, hsds.rows(hsdstables.put_together(tables), ask.file, ask.people)


def _book(book: Book, ask: Ask) -> tuple[About, Iterator[Row]]:
    """A sheet of a workbook, or all its sheets together where each is one HSDS table."""
    names = [name.lower() for name in book.names]
    if ask.sheet or ask.as_kind == "entry" or not hsdstables.is_tables(set(names)):
        return _table(sheet_of(book, ask.sheet), ask)
    tables = {}
    for name in book.names:
        if rows := list(book.records(name)):
            heads = [cell.strip() for cell in rows[0].cells]
            tables[name.lower()] = [dict(zip(heads, record.cells)) for record in rows[1:] if record.filled]
    return _hsds_tables(tables, About(ask.file, "hsds"), ask)
