"""Files that are no pictures: of a few kinds, known by their first bytes, and only ever downloaded.

Who wrote a sheet or a PDF, and on which machine, is taken out in a child process (see `kit.stripping`, which says what
of a PDF it cannot reach). They are given out as attachments that no browser shows in place, so that what may be in them
meets a reader's own programs only when the reader says so.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import transaction
from django.http import FileResponse, Http404, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from folkmoot.kit import apart
from folkmoot.kit.refusals import Refusal

TYPES = {
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "ics": "text/calendar; charset=utf-8",
}
NAME = re.compile(r"[0-9a-f]{32}\.(?:pdf|csv|xlsx|ods|ics)")
ZIP = b"PK\x03\x04"
STRIPPED = ("pdf", "xlsx", "ods")
WALL_SECONDS = 30
ODS = b"application/vnd.oasis.opendocument.spreadsheet"


class NoDocument(Refusal):
    """It is of no kind that we take, or larger than one may be."""

    status = 400


@dataclass(frozen=True)
class Document:
    """A file: its kind ("pdf", "csv", "xlsx", "ods", "ics") and its bytes, without what says who wrote it."""

    kind: str
    raw: bytes


def checked(name: str, sent: IO[bytes]) -> Document:
    """The file, if its ending and its first bytes say the same; NoDocument in words otherwise."""
    sent.seek(0)
    raw = sent.read(settings.UPLOAD_LIMIT + 1)
    if not raw:
        raise NoDocument(_("“%(name)s” is empty. Choose it again.") % {"name": name[:80]})
    if len(raw) > settings.UPLOAD_LIMIT:
        told = {"name": name[:80], "most": filesizeformat(settings.UPLOAD_LIMIT)}
        raise NoDocument(_("“%(name)s” is larger than %(most)s, the most a file may have.") % told)
    kind = name.rpartition(".")[2].lower()
    if kind not in TYPES or not _is(kind, raw):
        words = _("“%(name)s” is none of what can be taken: a picture, PDF, CSV, .xlsx, .ods or a calendar (.ics).")
        raise NoDocument(words % {"name": name[:80]})
    return Document(kind, _stripped(name, kind, raw))


def _stripped(name: str, kind: str, raw: bytes) -> bytes:
    """Without its properties. NoDocument for a sheet that cannot be packed anew."""
    if kind not in STRIPPED:
        return raw
    try:
        stripped = apart.asked("folkmoot.kit.stripping", kind, raw=raw, seconds=WALL_SECONDS)
    except apart.NoAnswer as none:
        if none.slow:
            raise NoDocument(_("“%(name)s” took longer to read than one file may.") % {"name": name[:80]}) from none
        raise NoDocument(_unread(name)) from none
    if not stripped:
        raise NoDocument(_unread(name))
    return stripped


def _unread(name: str) -> str:
    return _("“%(name)s” could not be read to its end. Open it, save it again, and send that.") % {"name": name[:80]}


def _is(kind: str, raw: bytes) -> bool:
    """By its first bytes; texts are texts when they have no NUL and can be read as UTF-8."""
    if kind == "pdf":
        return raw.startswith(b"%PDF-")
    if kind == "xlsx":
        return raw.startswith(ZIP) and b"[Content_Types].xml" in raw
    if kind == "ods":
        return raw.startswith(ZIP) and ODS in raw[:200]
    if kind == "ics":
        return raw.lstrip(b"\xef\xbb\xbf \r\n")[:15].upper() == b"BEGIN:VCALENDAR" and b"\0" not in raw
    return _is_text(raw)


def _is_text(raw: bytes) -> bool:
    head = raw[:65_536].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"\0" in raw or head.startswith((b"<", b"%pdf", b"#!")):
        return False
    try:
        raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return b"\x1b" not in raw  # An older sheet in Windows-1252: text, and no terminal's orders.
    return True


def path_of(shelf: str, name: str) -> Path:
    """Where it lies. ValueError for a name that `keep` never gave, so that nothing else can be reached."""
    if not NAME.fullmatch(name) or not re.fullmatch(r"[a-z_]+", shelf):
        raise ValueError("that is no document's name")
    return settings.FILES / "documents" / shelf / name


def keep(document: Document, shelf: str) -> str:
    """Its name on that shelf, for a column of 40 letters; whole or not at all."""
    name = f"{secrets.token_hex(16)}.{document.kind}"
    path = path_of(shelf, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(".half")
    half.write_bytes(document.raw)
    half.replace(path)
    return name


def throw_away(shelf: str, name: str) -> None:
    """Gone once the transaction at hand is through; if it fails it stays."""
    transaction.on_commit(lambda: path_of(shelf, name).unlink(missing_ok=True))


def give(shelf: str, name: str, called: str) -> HttpResponse:
    """To be saved, never shown in place. The view that calls this has asked first whether the reader may have it."""
    try:
        file = path_of(shelf, name).open("rb")
    except (ValueError, FileNotFoundError):
        raise Http404 from None
    kind = name.rpartition(".")[2]
    answer = FileResponse(file, as_attachment=True, filename=called, content_type=TYPES[kind])
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
