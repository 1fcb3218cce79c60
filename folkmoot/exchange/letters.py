"""The mail of a list's keeper: to which letterbox it came, and the one sheet in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

from django.utils.translation import gettext as _

from folkmoot.exchange.reading.rows import Refused
from folkmoot.kit import letters

ENDINGS = (".csv", ".tsv", ".xlsx", ".xlsm", ".ods", ".json", ".zip")
TYPES = (
    "text/csv",
    "text/tab-separated-values",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.oasis.opendocument.spreadsheet",
)
OLD = (".xls", ".xlsb", ".numbers")


@dataclass(frozen=True)
class Sheet:
    """The attachment, as it came."""

    name: str
    raw: bytes


class Letter(letters.Letter):
    """One message to a letterbox."""

    def tokens(self, sheets_mail: str) -> list[str]:
        """The secret words of the letterboxes it was sent to."""
        return self.words_after(sheets_mail, "[a-z0-9]{20,40}")

    def sheet(self, most: int) -> Sheet:
        """The one sheet in it. Refused, in words, without one, with several, and with one of more than `most` bytes."""
        found, old = [], []
        for name, kind, part in self._attached():
            if name.lower().endswith(ENDINGS) or kind in TYPES:
                found.append((name, part))
            elif name.lower().endswith(OLD):
                old.append(name)
        if len(found) > 1:
            names = ", ".join(f"“{name[:60]}”" for name, _part in found[:5])
            raise Refused(_("Several sheets came in one mail (%(names)s). Send one at a time.") % {"names": names})
        if not found:
            words = _("No sheet came with it. Attach one: CSV, Excel (.xlsx) or LibreOffice (.ods).")
            raise Refused(_("“%(name)s” is in an old format. Save it as .xlsx.") % {"name": old[0]} if old else words)
        (name, part) = found[0]
        raw = part.get_payload(decode=True) or b""
        if not raw or len(raw) > most:
            raise Refused(_("“%(name)s” is empty, or larger than this site takes.") % {"name": name[:60]})
        return Sheet(name, raw)

    def _attached(self) -> Iterator[tuple[str, str, Message]]:
        """(name, kind, part) of everything with a name or a kind of its own; pictures in the text are passed over."""
        try:
            for part in self.parts():
                sheet = "sheet.csv" if part.get_content_type() == "text/csv" else "sheet"
                yield letters.name_of(part, sheet), part.get_content_type(), part
        except letters.Unreadable as wrong:
            raise Refused(wrong.words) from wrong
