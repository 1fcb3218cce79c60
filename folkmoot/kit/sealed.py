"""Words that only the running site can read: sealed in the database with a key that lies beside it, never in it.

Whoever holds a copy of the database, or a backup, holds noise. The key is DATA/sealed.key, made at the first use and
readable by its owner alone. It may hold several keys, one a line: the first seals, all of them open, so that a new
one can be put on top. Without the key what was sealed is lost, which is what it is for.
"""

from __future__ import annotations

import os
from contextlib import suppress
from functools import cache
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _

from folkmoot.kit.refusals import Refusal


class CannotBeOpened(Refusal):
    """The key in the data folder is not the one these words were sealed with."""

    status = 500


def key_file() -> Path:
    return settings.DATA / "sealed.key"


def seal(words: str) -> str:
    """Unreadable without the key, and different each time; empty stays empty."""
    return _box(key_file()).encrypt(words.encode()).decode() if words else ""


def open_sealed(sealed: str) -> str:
    """The words again; CannotBeOpened when they were sealed with another key, or tampered with."""
    if not sealed:
        return ""
    try:
        return _box(key_file()).decrypt(sealed.encode()).decode()
    except InvalidToken as wrong:
        words = _("This was sealed with another key. Put the old sealed.key back into the data folder.")
        raise CannotBeOpened(words) from wrong


@cache
def _box(path: Path) -> MultiFernet:
    if not path.exists():
        _make(path)
    return MultiFernet([Fernet(line) for line in path.read_text().split()])


def _make(path: Path) -> None:
    """Written whole under another name first: whoever finds the file finds a key in it, and two starts make one."""
    half = path.with_name(f"sealed.{os.getpid()}.half")
    half.touch(mode=0o600)
    half.write_bytes(Fernet.generate_key() + b"\n")
    with suppress(FileExistsError):
        os.link(half, path)
    half.unlink()


class SealedText(models.TextField):
    """A text column that holds what `seal` makes of the words. It can be neither searched nor sorted by.

    `max_length` is that of the words, for forms; the column is longer.
    """

    def get_prep_value(self, value: str | None) -> str | None:
        return value if value is None else seal(str(value))

    def from_db_value(self, value: str | None, *_more) -> str | None:
        return value if value is None else open_sealed(value)

    def get_lookup(self, name: str):
        """Nothing but "is null": two sealings of the same words differ."""
        return super().get_lookup(name) if name == "isnull" else None
