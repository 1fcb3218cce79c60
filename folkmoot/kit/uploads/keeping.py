"""Where pictures lie: FILES/pictures/SHELF/, under names nobody can guess. A shelf is one app's; its rows hold names.

The file is written before the row that names it, and goes after the row has gone. What is in between when a machine
stops lies there unnamed until `sweep` finds it.
"""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.kit.limits import spend
from folkmoot.kit.refusals import Refusal
from folkmoot.kit.uploads.apart import Picture

ENDINGS = {"jpeg": "jpg", "png": "png", "webp": "webp"}
NAME = re.compile(r"[0-9a-f]{32}\.(?:jpg|png|webp)")
DAY = 86_400


class NoRoom(Refusal):
    """All the space that pictures may have on this site is taken."""

    status = 507


def spend_one(who: str) -> None:
    """Count one more picture sent by `who` (a person's key, or an address); TooMany past 30 in half an hour."""
    spend("pictures", who, 30, 1800)


def keep(picture: Picture, shelf: str) -> str:
    """Its name on that shelf, for a column of 40 letters. NoRoom when the site's pictures fill their space."""
    room = settings.PICTURES_SPACE - taken()
    if room < len(picture.whole) + len(picture.small):
        words = _("There is no room for more pictures on this site. Tell those who keep it; your words are kept.")
        raise NoRoom(words)
    name = f"{secrets.token_hex(16)}.{ENDINGS[picture.kind]}"
    for size, raw in (("whole", picture.whole), ("small", picture.small)):
        _put(path_of(shelf, name, size), raw)
    return name


def path_of(shelf: str, name: str, size: str = "whole") -> Path:
    """Where it lies. ValueError for a name that `keep` never gave, so that nothing else can be reached."""
    if not NAME.fullmatch(name) or size not in ("whole", "small") or not re.fullmatch(r"[a-z_]+", shelf):
        raise ValueError("that is no picture's name")
    return settings.FILES / "pictures" / shelf / size / name


def throw_away(shelf: str, name: str) -> None:
    """Both sizes are gone once the transaction at hand is through; if it fails they stay."""

    def now() -> None:
        for size in ("whole", "small"):
            with suppress(FileNotFoundError):
                path_of(shelf, name, size).unlink()

    transaction.on_commit(now)


def sweep(shelf: str, named: Collection[str]) -> int:
    """How many files were deleted: those of that shelf, more than a day old, that no row names."""
    kept, gone = set(named), 0
    for path in (settings.FILES / "pictures" / shelf).glob("*/*"):
        with suppress(FileNotFoundError):
            if path.name not in kept and path.stat().st_mtime < time.time() - DAY:
                path.unlink()
                gone += 1
    return gone


def taken() -> int:
    """Bytes that all the pictures take, on every shelf."""
    return sum(path.stat().st_size for path in (settings.FILES / "pictures").rglob("*") if path.is_file())


def _put(path: Path, raw: bytes) -> None:
    """Whole or not at all: under another name first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(".half")
    half.write_bytes(raw)
    half.replace(path)
