"""A tidier sheet given back: the keeper's own columns in order, and what we noticed beside them."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from folkmoot.kit.writers import csv_rows, xlsx_book

from . import values
from .columns import Choices
from .rows import Row

TIDIERS = {"postcode": values.postcode, "phone": values.phone, "mobile": values.phone, "website": values.website}
NAMES = {"postcode": "postcode", "phone": "telephone", "mobile": "mobile", "website": "website"}
TWIN, DEAD, MISSING = "Possible twin of row", "Link does not answer", "Postcode missing or not real"
NOT_TAKEN = "Not taken, because"


@dataclass(frozen=True)
class Sheet:
    """Headings and rows of plain text, to give as CSV or XLSX."""

    headings: list[str]
    rows: list[list[str]]

    def csv(self) -> Iterator[bytes]:
        return csv_rows(self.headings, self.rows)

    def xlsx(self, name: str = "Tidied") -> bytes:
        return xlsx_book({name: (self.headings, self.rows)})


def tidied(
    rows: Iterable[Row],
    mapping: Choices,
    twins: Mapping[int, Collection[int]],
    dead_links: Mapping[str, str],
    missing_postcodes: Collection[int],
) -> Sheet:
    """The sheet with columns added, and only “ditto” and names said once written out: for its keeper alone, since it
    holds what was left out too.

    `twins` maps a row's number to the numbers of rows that may be the same; `dead_links` maps an address as it stands
    in the sheet to why it did not answer; `missing_postcodes` are numbers of rows. A tidied column is added for each
    column of postcodes, telephones and websites in which anything could be written better. Refused rows stay in, with
    the reason in a last column.
    """
    held = list(rows)
    own = list(mapping)
    links = [heading for heading in own if mapping[heading][0] == "website"]
    added = [column for heading in own if (column := _tidier_column(heading, mapping[heading][0], held))]
    beside: list[tuple[str, Any]] = [
        (TWIN, lambda row: ", ".join(map(str, sorted(twins.get(row.number, ()))))),
        (DEAD, lambda row: "; ".join(filter(None, (dead_links.get(row.fields.get(link, "")) for link in links)))),
        (MISSING, lambda row: "yes" if row.number in missing_postcodes else ""),
    ]
    if any(row.refused for row in held):
        beside.append((NOT_TAKEN, why_refused))
    taken_names = set(own)
    names = [_free(name, taken_names) for name, _ in (*added, *beside)]
    lines = [[row.fields.get(h, "") for h in own] + [say(row) for _, say in (*added, *beside)] for row in held]
    return Sheet(own + names, lines)


def refused_sheet(headings: list[str], rows: Iterable[Row]) -> Sheet:
    """Only the rows that were not taken, with their row number and the reason first, to mend and take again."""
    refused = [row for row in rows if row.refused]
    extra = list(dict.fromkeys(name for row in refused for name in row.fields if name not in headings))
    own = [*headings, *extra]
    lines = [[str(row.number), why_refused(row), *(_said(row.fields.get(name)) for name in own)] for row in refused]
    return Sheet([_free("Row", set(own)), _free(NOT_TAKEN, set(own)), *own], lines)


def why_refused(row: Row) -> str:
    return " ".join(f"{p.column}: {p.words}" if p.column else p.words for p in row.problems if p.refused)


def _said(value: Any) -> str:
    return value if isinstance(value, str) else "" if value is None else str(value)


def _tidier_column(heading: str, meaning: str, rows: list[Row]) -> tuple[str, Any] | None:
    """A column of better-written cells, or None when nothing in it could be. A cell we cannot read stays empty."""
    tidy = TIDIERS.get(meaning)
    if not tidy:
        return None
    if all(tidy(cell) in ("", cell) for row in rows if (cell := row.fields.get(heading, "").strip())):
        return None
    return f"{heading} (tidied {NAMES[meaning]})", lambda row: tidy(row.fields.get(heading, ""))


def _free(name: str, taken: set[str]) -> str:
    """A heading that no column of the sheet has yet, so that a sheet given back twice keeps both."""
    while name in taken:
        name += " (again)"
    taken.add(name)
    return name
