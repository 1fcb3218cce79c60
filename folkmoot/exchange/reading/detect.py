"""What kind of file this is, told by what is in it and never by its name alone."""

from .limits import Limits, spoken
from .rows import Refused
from .zips import opened

OTHERS = [
    (b"%PDF", "is a PDF, which keeps no rows. Ask for the spreadsheet it was made from."),
    (b"{\\rtf", "is a text document. Copy its table into a spreadsheet and save that."),
    (b"\x89PNG", "is a picture. Type the list into a spreadsheet, or ask for the sheet behind it."),
    (b"\xff\xd8\xff", "is a photograph. Type the list into a spreadsheet, or ask for the sheet behind it."),
    (b"GIF8", "is a picture. Type the list into a spreadsheet, or ask for the sheet behind it."),
    (b"Rar!", "is packed as RAR. Unpack it and choose the sheet inside."),
    (b"7z\xbc\xaf", "is packed as 7z. Unpack it and choose the sheet inside."),
    (b"\x1f\x8b", "is packed as gzip. Unpack it and choose the sheet inside."),
    (b"SQLite format 3", "is a database, not a sheet. Export the table you want as CSV."),
    (b"BEGIN:VCALENDAR", "is a calendar. Add it under Calendars instead."),
    (b"BEGIN:VCARD", "is an address book. Export it as CSV and choose that."),
]
MARKUP = (b"<!doctype html", b"<html", b"<table", b"<?xml", b"<rss", b"<feed", b"<workbook")
XLS = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def kind_of(raw: bytes, file: str, limits: Limits) -> str:
    """One of xlsx, xlsb, ods, xls, json, zip (several files in one), delimited. Refuses what none of them is."""
    if not raw:
        raise Refused("is empty. Check that you saved the sheet with its rows, and choose it again.", file)
    if len(raw) > limits.file_bytes:
        words = f"is {spoken(len(raw))}; {spoken(limits.file_bytes)} is the most. Save only the sheet you need, as CSV."
        raise Refused(words, file)
    for start, words in OTHERS:
        if raw.startswith(start):
            raise Refused(words, file)
    if raw.startswith(XLS):
        return "xls"
    if raw.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _packed(raw, file, limits)
    start = raw[:400].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith(MARKUP):
        raise Refused(
            "is a web page or XML, whatever its name says. Open it in your program and save it as XLSX.", file
        )
    wide = raw[:2] in (b"\xff\xfe", b"\xfe\xff") and raw[2:20].replace(b"\0", b"").lstrip()[:1] in (b"{", b"[")
    return "json" if wide or start[:1] == b"{" or _is_list(start, file) else "delimited"


def _is_list(start: bytes, file: str) -> bool:
    """A sheet may begin with a bracket too; then its name decides."""
    if file.lower().endswith(".json"):
        return True
    return start[:1] == b"[" and start[1:].lstrip()[:1] in (b"{", b"[", b"]")


def _packed(raw: bytes, file: str, limits: Limits) -> str:
    names = set(opened(raw, file, limits).namelist())
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "content.xml" in names and "word/document.xml" not in names:
        return "ods"
    if "word/document.xml" in names:
        raise Refused("is a Word document. Copy its table into a spreadsheet and save that.", file)
    if any(name.startswith("Index/") or name.endswith(".iwa") for name in names):
        raise Refused("is an Apple Numbers sheet. Choose File, Export To, Excel, and take that file.", file)
    if any(name.lower().endswith((".csv", ".json", ".tsv")) for name in names):
        return "zip"
    raise Refused("is a zip with no sheet that we can read in it. Unpack it and choose the sheet itself.", file)
