"""What kind of file somebody has in hand."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

from folkmoot.places.models import Place

from . import authorities, outlines, postcodes
from .told import CannotTake, Progress, Told


def take(path: Path, *, within: Place | None = None, as_of: date | None = None) -> Told:
    """Read a file of outlines, postcodes or authorities, whichever it is. Raises CannotTake with words."""
    if not path.is_file():
        raise CannotTake(f"{path}: there is no such file.")
    progress = Progress(path.stat().st_size)
    try:
        if _begins(path) in "{[":
            return outlines.take(path, progress, within=within, as_of=as_of)
        return _table(path)(path, progress)
    except UnicodeDecodeError as error:
        raise CannotTake(f"{path.name}: it is not UTF-8 text (byte {error.start}). Save it as UTF-8.") from error
    except csv.Error as error:
        raise CannotTake(f"{path.name}: it is not a table with commas: {error}.") from error
    finally:
        progress.done()


def _begins(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(4096).decode("utf-8", errors="replace").lstrip("\ufeff \t\r\n")
    if not start:
        raise CannotTake(f"{path.name}: it is empty.")
    return start[0]


def _table(path: Path) -> Callable[[Path, Progress], Told]:
    with path.open(newline="", encoding="utf-8-sig") as file:
        first = next(csv.reader(file), [])
    if authorities.is_register(first):
        return authorities.take
    if postcodes.understood(first):
        return postcodes.take
    raise CannotTake(
        f"{path.name}, line 1: this is neither Code-Point Open, nor postcodes with lat and long, nor a table of "
        f"local authorities. Its columns are: {', '.join(first)[:200]}."
    )
