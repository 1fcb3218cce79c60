"""bin/manage take_mail < MAIL, or --maildir FOLDER: copies of lists that came by mail."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError

from folkmoot.exchange import mailed
from folkmoot.kit.maildir import TakesMail


class Command(TakesMail):
    help = (
        "Reads one mail from standard input, or all that lie new in a maildir. What is for a list's own address is "
        "compared, and waits for its keeper's yes; all else changes nothing. Ends with 0, or 75: try again later."
    )

    def handle(self, *, to: str, maildir: Path | None, **options) -> None:
        if "@" not in settings.SHEETS_MAIL:
            raise CommandError("Set FOLKMOOT_SHEETS_MAIL first, as sheet@example.org. Nothing was read.")
        self.read(mailed.take, mailed.most_bytes() + 1, to, maildir)
