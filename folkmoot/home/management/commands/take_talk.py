"""bin/manage take_talk < MAIL, or --maildir FOLDER: answers to discussions that came by mail."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError

from folkmoot.conversations import mailed
from folkmoot.kit.maildir import TakesMail


class Command(TakesMail):
    help = (
        "Reads one mail from standard input, or all that lie new in a maildir. What comes to an address this site gave "
        "somebody, from their own, is said in their name; all else changes nothing. Ends with 0, or 75: try again."
    )

    def handle(self, *, to: str, maildir: Path | None, **options) -> None:
        if "@" not in settings.TALK_MAIL:
            raise CommandError("Set FOLKMOOT_TALK_MAIL first, as talk@example.org. Nothing was read.")
        self.read(mailed.take, mailed.most_bytes() + 1, to, maildir)
