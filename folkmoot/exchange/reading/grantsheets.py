"""360Giving sheets: headings such as “Recipient Org:Name” or recipientOrganization/0/name, back into grants."""

import re
from collections.abc import Iterator
from typing import Any

from . import grants
from .rows import Row
from .tables import Table

# Title → field, from the standard's own schema; levels are joined by a colon in headings.
TOP = {
    "identifier": "id",
    "title": "title",
    "description": "description",
    "currency": "currency",
    "amount applied for": "amountAppliedFor",
    "amount awarded": "amountAwarded",
    "amount disbursed": "amountDisbursed",
    "award date": "awardDate",
    "url": "url",
    "planned dates": "plannedDates",
    "actual dates": "actualDates",
    "recipient org": "recipientOrganization",
    "recipient ind": "recipientIndividual",
    "funding org": "fundingOrganization",
    "beneficiary location": "beneficiaryLocation",
    "grant programme": "grantProgramme",
    "classifications": "classifications",
    "from an open call?": "fromOpenCall",
    "last modified": "dateModified",
    "data source": "dataSource",
}
INNER = {
    "identifier": "id",
    "name": "name",
    "code": "code",
    "title": "title",
    "charity number": "charityNumber",
    "company number": "companyNumber",
    "city": "addressLocality",
    "county": "addressRegion",
    "country": "addressCountry",
    "postal code": "postalCode",
    "web address": "url",
    "start date": "startDate",
    "end date": "endDate",
    "duration (months)": "duration",
    "country code": "countryCode",
    "latitude": "latitude",
    "longitude": "longitude",
    "geographic code": "geoCode",
    "geographic code type": "geoCodeType",
    "vocabulary": "vocabulary",
}
LISTS = {"plannedDates", "actualDates", "recipientOrganization", "fundingOrganization", "beneficiaryLocation"}
LISTS |= {"grantProgramme", "classifications"}
TOPS = {"".join(said.split()).lower(): field for name, field in TOP.items() for said in (name, field)}
INNERS = {"".join(said.split()).lower(): field for name, field in INNER.items() for said in (name, field)}
MOST_OF_A_KIND = 100


def is_grant_sheet(headings: list[str]) -> bool:
    """Whether these are 360Giving's headings: an identifier, an amount awarded, and a funder or recipient."""
    paths = {path[0] for path in map(path_of, headings) if path}
    return {"id", "amountAwarded"} <= paths and bool({"fundingOrganization", "recipientOrganization"} & paths)


def path_of(heading: str) -> tuple[Any, ...]:
    """Where a heading's value belongs, or () for a column that the standard does not know. Spaces don't count.

    >>> path_of("Recipient Org:0:Charity Number"), path_of("plannedDates/0/startDate"), path_of("Surname")
    (('recipientOrganization', 0, 'charityNumber'), ('plannedDates', 0, 'startDate'), ())
    >>> path_of("Amount Awarded (£)")
    ('amountAwarded',)
    """
    parts = ["".join(part.split()).lower() for part in re.split(r"[:/]", heading)]
    # “Amount Awarded (GBP)”: what stands in brackets says no more of which field it is.
    top = TOPS.get(parts[0]) or TOPS.get(parts[0].partition("(")[0])
    if not top:
        return ()
    if len(parts) == 1:
        return () if top in LISTS else (top,)
    which = int(parts[1]) if parts[1].isdecimal() and len(parts[1]) < 3 else 0
    field = INNERS.get(next((part for part in parts[1:] if not part.isdecimal()), ""))
    return (top, which, field) if field and top in LISTS | {"recipientIndividual"} else ()


def rows(table: Table) -> Iterator[Row]:
    """A grant row for each row of the sheet, numbered as in the sheet; columns unknown to the standard are noted."""
    paths = {heading: path for heading in table.about.headings if (path := path_of(heading))}
    unknown = [heading for heading in table.about.headings if heading not in paths]
    if unknown:
        table.about.note(f"has columns that 360Giving does not know, left out: {', '.join(unknown[:12])}.")
    said = {"/".join(str(part) for part in path): heading for heading, path in paths.items()}
    said |= {path[0]: heading for heading, path in reversed(paths.items())}
    carried: dict[int, Row] = {}
    for row in grants.rows(_grants(table, paths, carried), table.about.file, said):
        sheet_row = carried.pop(row.number)
        row.problems, row.line = [*sheet_row.problems, *row.problems], sheet_row.line
        yield row


def _grants(table: Table, paths: dict[str, tuple[Any, ...]], carried: dict[int, Row]) -> Iterator[tuple[int, Any]]:
    for row in table.rows():
        carried[row.number] = row
        yield row.number, nested({paths[name]: cell for name, cell in row.fields.items() if name in paths})


def nested(cells: dict[tuple[Any, ...], str]) -> dict[str, Any]:
    """A grant from (path → cell), empty cells left out.

    >>> nested({("id",): "360G-a-1", ("fundingOrganization", 0, "name"): "A Trust", ("title",): " "})
    {'id': '360G-a-1', 'fundingOrganization': [{'name': 'A Trust'}]}
    """
    grant: dict[str, Any] = {}
    several: dict[str, dict[int, dict[str, str]]] = {}
    for path, cell in cells.items():
        said = cell.strip()
        if not said:
            continue
        if len(path) == 1:
            grant[path[0]] = said
        elif path[1] < MOST_OF_A_KIND:
            several.setdefault(path[0], {}).setdefault(path[1], {})[path[2]] = said
    for name, held in several.items():
        grant[name] = [held[which] for which in sorted(held)]
    return grant
