"""Where an intake's files lie: the sheet as it came, and what is given back. Deleted after 30 days."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

SHEET, COLUMNS, REFUSED, TIDIED_CSV, TIDIED_XLSX = "sheet", "columns.json", "refused.csv", "tidied.csv", "tidied.xlsx"
KEEP_DAYS = 30
NAMES = (SHEET, COLUMNS, REFUSED, TIDIED_CSV, TIDIED_XLSX)


class Folder:
    """The folder of one intake, by its key. Nothing of the file's own name is used for a path."""

    def __init__(self, key: str):
        if not re.fullmatch(r"[A-Za-z0-9_-]{8,24}", key):
            raise ValueError("not the key of an intake")
        self.path: Path = settings.FILES / "intakes" / key

    def __truediv__(self, name: str) -> Path:
        if name not in NAMES:
            raise ValueError(f"an intake keeps no file called {name}")
        return self.path / name

    def has(self, name: str) -> bool:
        return (self / name).is_file()

    def put(self, name: str, pieces: Iterable[bytes]) -> str:
        """Write a file whole or not at all; gives its SHA-256."""
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        digest, part = hashlib.sha256(), self.path / f".{name}.part"
        with part.open("wb") as file:
            for piece in pieces:
                digest.update(piece)
                file.write(piece)
        part.replace(self / name)
        return digest.hexdigest()

    def drop(self) -> None:
        shutil.rmtree(self.path, ignore_errors=True)
