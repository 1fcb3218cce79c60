"""The child process in which a file loses what says who wrote it and on which machine: sheets and PDFs.

`python -m folkmoot.kit.stripping KIND`: a file from its standard input, the same without that to its standard output.
Run by `uploads.documents`, never by hand. Sheets are packed anew with empty properties. A PDF is blanked in place, byte
for byte, so that nothing in it moves; what lies compressed in it cannot be reached so, and one that is signed or locked
is left as it came, since it would no longer be what was signed.
"""

from __future__ import annotations

import io
import re
import sys
import zipfile
from dataclasses import dataclass
from itertools import islice

from folkmoot.kit.confine import confine
from folkmoot.kit.zips import DAMAGED

MEGABYTE = 2**20
MOST_UNPACKED, MOST_ENTRIES, MOST_KEYS = 300 * MEGABYTE, 5_000, 500
CORE = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats'
    b'.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"/>'
)
APP = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns="http://schemas.openxmlformats.org/'
    b'officeDocument/2006/extended-properties"/>'
)
CUSTOM = APP.replace(b"extended-properties", b"custom-properties")
META = (
    b'<?xml version="1.0" encoding="UTF-8"?><office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:'
    b'office:1.0" office:version="1.2"><office:meta/></office:document-meta>'
)
BLANKS = {
    "xlsx": {"docProps/core.xml": CORE, "docProps/app.xml": APP, "docProps/custom.xml": CUSTOM},
    "ods": {"meta.xml": META},
}
# The folder somebody keeps a sheet in, with their name in it.
PATH = re.compile(rb'(<x15ac:absPath\b[^>]{0,2000}?\burl=")[^"]{0,2000}(")')
KEY = re.compile(rb"/(?:Author|Creator|Producer|Subject|Keywords|Company|Manager|SourceModified)[ \t\r\n]{0,8}([(<])")


class Broken(Exception):
    """It cannot be unpacked, or is larger unpacked than a file may be."""


@dataclass
class Limits:
    memory: int = 1_200 * MEGABYTE
    processor_seconds: int = 20
    answer_bytes: int = 400 * MEGABYTE


def stripped(kind: str, raw: bytes) -> bytes:
    """The file without its properties; kinds that hold none as they came."""
    if kind in BLANKS:
        return _packed_anew(kind, raw)
    return _blanked(raw) if kind == "pdf" else raw


def _packed_anew(kind: str, raw: bytes) -> bytes:
    page = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(page, "w", zipfile.ZIP_DEFLATED) as new:
            entries = old.infolist()
            if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
                raise Broken
            left = MOST_UNPACKED
            for entry in entries:
                with old.open(entry) as inside:
                    body = inside.read(left + 1)
                left -= len(body)
                if left < 0:
                    raise Broken
                _put(new, kind, entry, body)
    except DAMAGED as wrong:
        raise Broken from wrong
    return page.getvalue()


def _put(new: zipfile.ZipFile, kind: str, entry: zipfile.ZipInfo, body: bytes) -> None:
    """Under its name and of no day; what must lie unpacked (the mark of an ODS) stays so."""
    body = BLANKS[kind].get(entry.filename, body)
    if entry.filename == "xl/workbook.xml":
        body = PATH.sub(rb"\1\2", body)
    fresh = zipfile.ZipInfo(entry.filename, (1980, 1, 1, 0, 0, 0))
    fresh.compress_type = entry.compress_type if entry.compress_type == zipfile.ZIP_STORED else zipfile.ZIP_DEFLATED
    new.writestr(fresh, body)


def _blanked(raw: bytes) -> bytes:
    if b"/Encrypt" in raw or b"/ByteRange" in raw:
        return raw
    body = bytearray(raw)
    for found in islice(KEY.finditer(raw), MOST_KEYS):
        first = found.end()
        last = _end_of_literal(raw, first) if found[1] == b"(" else raw.find(b">", first, first + 4_000)
        if last > first and raw[first : first + 1] != b"<":  # "<<" begins a dictionary, which is no name
            body[first:last] = (b" " if found[1] == b"(" else b"0") * (last - first)
    at = raw.find(b"<x:xmpmeta")
    while at != -1:
        last = raw.find(b"</x:xmpmeta>", at)
        head = raw.find(b">", at, last)
        if last == -1:
            break
        if head != -1:
            body[head + 1 : last] = b" " * (last - head - 1)
        at = raw.find(b"<x:xmpmeta", last)
    return bytes(body)


def _end_of_literal(raw: bytes, first: int) -> int:
    """Where the string that begins there ends: its brackets are paired or written with a backslash. -1: nowhere."""
    deep, at, most = 1, first, min(len(raw), first + 4_000)
    while at < most:
        letter = raw[at]
        if letter == 0x5C:  # a backslash: the next letter is only a letter
            at += 1
        elif letter == 0x28:
            deep += 1
        elif letter == 0x29:
            deep -= 1
            if not deep:
                return at
        at += 1
    return -1


def main(kind: str) -> int:
    b"".decode("cp437")  # what a codec needs is loaded before files are locked away
    confine(Limits())
    try:
        answer = stripped(kind, sys.stdin.buffer.read())
    except (Broken, MemoryError, RecursionError):
        return 3
    sys.stdout.buffer.write(answer)
    sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
