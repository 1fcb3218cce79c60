"""Mail that a host's server has put down: one message from standard input, or all that lie new in a maildir."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

TRY_AGAIN = 75  # what mail servers read as "later": the message stays with them


class TakesMail(BaseCommand):
    """A command that reads mail. Its own say what is done with one message, and how much of one is read at most."""

    def add_arguments(self, parser) -> None:
        parser.add_argument("--to", default="", metavar="ADDRESS", help="whom the mail server hands it over for")
        parser.add_argument("--maildir", type=Path, metavar="FOLDER", help="a folder with new and cur in it")

    def read(self, take: Callable[[bytes, str], str], most: int, to: str, maildir: Path | None) -> None:
        """Hand each message, and whom it is for, to `take`; say what came of it."""
        try:
            if maildir is None:
                self.stdout.write(take(sys.stdin.buffer.read(most), to))
            else:
                self._empty(take, most, maildir)
        except DatabaseError as wrong:
            self.stderr.write(f"The database could not be written: {wrong}")
            sys.exit(TRY_AGAIN)

    def _empty(self, take: Callable[[bytes, str], str], most: int, maildir: Path) -> None:
        """Read what is new, the oldest first; each lies in cur once it is read, so it can be looked at."""
        if not ((maildir / "new").is_dir() and (maildir / "cur").is_dir()):
            raise CommandError(f"{maildir}: is no maildir. It needs folders new and cur.")
        for path in sorted((maildir / "new").iterdir(), key=lambda one: (one.stat().st_mtime, one.name)):
            if path.is_file() and not path.is_symlink():
                with path.open("rb") as letter:
                    done = take(letter.read(most), "")
                path.replace(maildir / "cur" / f"{path.name.split(':')[0]}:2,S")
                self.stdout.write(f"{path.name}: {done}")
