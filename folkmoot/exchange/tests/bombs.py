"""Files made to do harm, and plain ones, made here so that none has to be kept."""

import io
import json
import zipfile
from collections.abc import Iterable

TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override '
    'PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
RELS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
    'Target="{target}"/><Relationship Id="r2" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" '
    'Target="sharedStrings.xml"/></Relationships>'
)
BOOK = (
    '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
    '<sheet name="Groups" sheetId="1" r:id="r1"/></sheets></workbook>'
)
SHEET = (
    '<?xml version="1.0"?>{before}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<dimension ref="{size}"/><sheetData>{rows}</sheetData></worksheet>'
)
ODS = (
    '<?xml version="1.0"?>{before}<office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body><office:spreadsheet>'
    '<table:table table:name="Groups">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
)
ODS_KIND = b"application/vnd.oasis.opendocument.spreadsheet"
MANIFEST = (
    b'<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    b'<manifest:file-entry manifest:full-path="/" manifest:media-type="' + ODS_KIND + b'"/></manifest:manifest>'
)


def zipped(parts: dict[str, bytes]) -> bytes:
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, raw in parts.items():
            # An OpenDocument file is known by its first entry, which must lie there unpacked.
            packed.writestr(name, raw, zipfile.ZIP_STORED if name == "mimetype" else None)
    return page.getvalue()


def cell(place: str, said: str, formula: str = "") -> str:
    if formula:
        return f'<c r="{place}"><f>{formula}</f>{f"<v>{said}</v>" if said else ""}</c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{said}</t></is></c>'


def sheet_rows(lines: Iterable[Iterable[str]], first: int = 1) -> str:
    """Rows of inline text from row `first`, column A."""
    made = []
    for number, line in enumerate(lines, first):
        cells = "".join(cell(f"{chr(65 + at)}{number}", said) for at, said in enumerate(line))
        made.append(f'<row r="{number}">{cells}</row>')
    return "".join(made)


def xlsx(rows: str, before: str = "", size: str = "A1:B2", extra: dict[str, bytes] | None = None) -> bytes:
    parts = {
        "[Content_Types].xml": TYPES.encode(),
        "_rels/.rels": RELS.format(kind="officeDocument", target="xl/workbook.xml").encode(),
        "xl/workbook.xml": BOOK.encode(),
        "xl/_rels/workbook.xml.rels": RELS.format(kind="worksheet", target="worksheets/sheet1.xml").encode(),
        "xl/worksheets/sheet1.xml": SHEET.format(before=before, size=size, rows=rows).encode(),
    }
    return zipped(parts | (extra or {}))


def ods(rows: str, before: str = "") -> bytes:
    return zipped(
        {
            "mimetype": ODS_KIND,
            "META-INF/manifest.xml": MANIFEST,
            "content.xml": ODS.format(before=before, rows=rows).encode(),
        }
    )


def ods_cell(said: str, more: str = "") -> str:
    return f'<table:table-cell office:value-type="string" {more}><text:p>{said}</text:p></table:table-cell>'


PLAIN = sheet_rows([["Name", "Postcode"], ["Food Bank", "DY1 1AA"]])
XXE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
LAUGHS = (
    "<!DOCTYPE x ["
    + '<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    + "]>"
)


def comment_bomb() -> bytes:
    """A small workbook with a comment part of 120 MB."""
    return xlsx(PLAIN, extra={"xl/comments1.xml": b"<comments>" + b" " * (120 * 1024 * 1024) + b"</comments>"})


def one_text_everywhere() -> bytes:
    """A few kilobytes that name one long text sixty thousand times."""
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 60_001))
    start = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>'
    return xlsx(rows, extra={"xl/sharedStrings.xml": start + b"x" * 32_000 + b"</t></si></sst>"})


def many_entries() -> bytes:
    return zipped({f"f{n}.csv": b"" for n in range(10_001)})


def lying_size(raw: bytes, name: str, claim: int) -> bytes:
    """The same zip, with a size for one entry in its directory that is not so."""
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        entry = packed.getinfo(name)
        real = entry.file_size.to_bytes(4, "little")
    at = raw.rindex(name.encode())
    start = at - 46
    assert raw[start + 24 : start + 28] == real
    return raw[: start + 24] + claim.to_bytes(4, "little") + raw[start + 28 :]


def nested_zip() -> bytes:
    inner = zipped({"a.txt": b"0" * 1_000_000})
    for _ in range(3):
        inner = zipped({f"{n}.zip": inner for n in range(10)})
    return inner


def deep_json(depth: int = 200_000) -> bytes:
    return b"[" * depth + b"]" * depth


def wide_csv() -> bytes:
    return ",".join(f"c{n}" for n in range(20_000)).encode() + b"\n" + b",".join([b"1"] * 20_000)


def endless_quote() -> bytes:
    return b'name,note\na,"' + b"x,\n" * 1_000


def grants_json(*grants: dict) -> bytes:
    return json.dumps({"grants": grants}).encode()


ALL = {
    "xxe.xlsx": lambda: xlsx(PLAIN, before=XXE),
    "laughs.xlsx": lambda: xlsx(PLAIN, before=LAUGHS),
    "wide-letters-xxe.xlsx": lambda: xlsx(
        PLAIN, extra={"xl/worksheets/sheet1.xml": SHEET.format(before=XXE, size="A1", rows=PLAIN).encode("utf-16")}
    ),
    "xxe-shared.xlsx": lambda: xlsx(PLAIN, extra={"xl/sharedStrings.xml": (XXE + "<sst/>").encode()}),
    "xxe.ods": lambda: ods(f"<table:table-row>{ods_cell('a')}</table:table-row>", before=XXE),
    "laughs.ods": lambda: ods(f"<table:table-row>{ods_cell('a')}</table:table-row>", before=LAUGHS),
    "comment.xlsx": comment_bomb,
    "entries.zip": many_entries,
    "nested.zip": nested_zip,
    "lying.xlsx": lambda: lying_size(xlsx(PLAIN), "xl/worksheets/sheet1.xml", 20),
    "far.xlsx": lambda: xlsx(PLAIN + '<row r="1048576">' + cell("XFD1048576", "far") + "</row>"),
    "down.xlsx": lambda: xlsx(
        sheet_rows([[chr(65 + n) for n in range(26)]]) + '<row r="1048576">' + cell("A1048576", "far") + "</row>"
    ),
    "repeat.ods": lambda: ods(
        '<table:table-row table:number-rows-repeated="1000000">'
        + ods_cell("a", 'table:number-columns-repeated="16384"')
        + "</table:table-row>"
    ),
    "slip.zip": lambda: zipped({"../../etc/cron.d/x.csv": b"a,b\n1,2\n"}),
    "deep.json": deep_json,
    "deep-objects.json": lambda: b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "unclosed.json": lambda: b'["' + b'\\"' * 500_000,
    "wide.csv": wide_csv,
    "zeros.csv": lambda: b"\0" * 5_000_000,
    "cut.xlsx": lambda: xlsx(PLAIN)[:400],
    "noise.xlsx": lambda: b"PK\x03\x04" + bytes(range(256)) * 50,
    "noise.xls": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 50,
    "page.xls": lambda: b"<html><table><tr><td>1</td></tr></table></html>",
    "empty.csv": lambda: b"",
    "blank.csv": lambda: b"\n \n,,\n",
}
